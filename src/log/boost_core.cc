#include "src/log/boost_core.h"

#include <array>
#include <boost/date_time/c_local_time_adjustor.hpp>
#include <boost/date_time/posix_time/posix_time_types.hpp>
#include <boost/log/attributes/attribute.hpp>
#include <boost/log/attributes/attribute_set.hpp>
#include <boost/log/attributes/attribute_value_impl.hpp>
#include <boost/log/attributes/constant.hpp>
#include <boost/log/attributes/current_process_id.hpp>
#include <boost/log/attributes/value_extraction.hpp>
#include <boost/log/core.hpp>
#include <boost/log/sinks/sink.hpp>
#include <boost/log/trivial.hpp>
#include <boost/smart_ptr/make_shared.hpp>
#include <mutex>
#include <shared_mutex>
#include <utility>
#include <vector>

#include "combtest/boost_log.h"
#include "src/log/log_context.h"

namespace combtest {

namespace logging = boost::log;
namespace attributes = boost::log::attributes;
using logging::trivial::severity_level;

namespace internal {
namespace {

const logging::attribute_name kSeverity("Severity");
const logging::attribute_name kChannel("Channel");
const logging::attribute_name kTimeStamp("TimeStamp");
const logging::attribute_name kMessage("Message");
const logging::attribute_name kProcessId("ProcessID");
const logging::attribute_name kWalk("Walk");
const logging::attribute_name kAction("Action");
const logging::attribute_name kWorker("Worker");
const logging::attribute_name kHost("Host");
// The whole record, for our own sink.
const logging::attribute_name kRecord("CombtestRecord");

// What AddSeverityReader was given.
struct SeverityReaders {
  std::shared_mutex mutex;
  std::vector<SeverityReader> readers;
  static SeverityReaders& Get() {
    static auto* const kReaders = new SeverityReaders;  // loggers may outlive other statics
    return *kReaders;
  }
};

severity_level TrivialSeverity(LogSeverity severity) {
  constexpr std::array kLevels = {severity_level::debug, severity_level::info,
                                  severity_level::warning, severity_level::error};
  return kLevels[static_cast<std::size_t>(severity)];
}

LogSeverity FromTrivial(severity_level level) {
  if (level <= severity_level::debug) return LogSeverity::debug;
  if (level == severity_level::info) return LogSeverity::info;
  return level == severity_level::warning ? LogSeverity::warning : LogSeverity::error;
}

LogSeverity SeverityOf(const logging::attribute_value_set& values) {
  if (const auto level = logging::extract<severity_level>(kSeverity, values))
    return FromTrivial(*level);
  if (const auto severity = logging::extract<LogSeverity>(kSeverity, values)) return *severity;
  SeverityReaders& known = SeverityReaders::Get();
  const std::shared_lock lock(known.mutex);
  for (const SeverityReader& reader : known.readers) {
    if (const auto severity = reader(values)) return *severity;
  }
  return LogSeverity::info;
}

std::string TextOf(logging::attribute_name name, const logging::attribute_value_set& values) {
  const auto text = logging::extract<std::string>(name, values);
  return text ? *text : std::string();
}

// A record of a logger that isn't ours.
LogRecord ReadRecord(const logging::attribute_value_set& values) {
  LogRecord record;
  record.time = std::chrono::system_clock::now();
  record.severity = SeverityOf(values);
  record.channel = TextOf(kChannel, values);
  record.walk = TextOf(kWalk, values);
  record.action = TextOf(kAction, values);
  record.text = TextOf(kMessage, values);
  return record;
}

boost::posix_time::ptime LocalTime(std::chrono::system_clock::time_point time) {
  using boost::posix_time::ptime;
  const auto since =
      std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
  const ptime utc = ptime(boost::gregorian::date(1970, 1, 1)) +
                    boost::posix_time::seconds(since / 1'000'000) +
                    boost::posix_time::microseconds(since % 1'000'000);
  return boost::date_time::c_local_adjustor<ptime>::utc_to_local(utc);
}

class ContextAttribute : public logging::attribute {
 public:
  using Question = std::string (LogContext::*)() const;
  explicit ContextAttribute(Question question) : logging::attribute(new Impl(question)) {}

 private:
  class Impl : public logging::attribute::impl {
   public:
    explicit Impl(Question question) : question_(question) {}
    logging::attribute_value get_value() override {
      const LogContext* const context = LogContext::Current();
      if (context == nullptr) return {};
      std::string text = (context->*question_)();
      if (text.empty()) return {};
      return attributes::make_attribute_value(std::move(text));
    }

   private:
    const Question question_;
  };
};

}  // namespace

void PushToBoostLog(const LogRecord& record) {
  logging::attribute_set set;
  set[kRecord] = attributes::make_constant(record);
  set[kSeverity] = attributes::make_constant(TrivialSeverity(record.severity));
  set[kTimeStamp] = attributes::make_constant(LocalTime(record.time));
  if (!record.channel.empty()) set[kChannel] = attributes::make_constant(record.channel);
  if (!record.walk.empty()) set[kWalk] = attributes::make_constant(record.walk);
  if (!record.action.empty()) set[kAction] = attributes::make_constant(record.action);
  if (record.source) {
    set[kWorker] = attributes::make_constant(record.source->worker);
    set[kHost] = attributes::make_constant(record.source->host);
    set[kProcessId] = attributes::make_constant(
        logging::process_id(static_cast<logging::process_id::native_type>(record.source->pid)));
  }
  const logging::core_ptr core = logging::core::get();
  logging::record opened = core->open_record(set);
  if (!opened) return;
  opened.attribute_values().insert(kMessage, attributes::make_attribute_value(record.text));
  core->push_record(std::move(opened));
}

void AddContextAttributes() {
  const logging::core_ptr core = logging::core::get();
  core->add_global_attribute(kWalk, ContextAttribute(&LogContext::Walk));
  core->add_global_attribute(kAction, ContextAttribute(&LogContext::Action));
}

void RemoveSinksFromBoostLog() { logging::core::get()->remove_all_sinks(); }

class BoostSink::Sink : public logging::sinks::sink {
 public:
  explicit Sink(std::function<void(LogRecord)> take) : sink(false), take_(std::move(take)) {}

  bool will_consume(const logging::attribute_value_set& values) override {
    return IsLogged(SeverityOf(values));
  }
  void consume(const logging::record_view& record) override {
    const logging::attribute_value_set& values = record.attribute_values();
    const auto whole = logging::extract<LogRecord>(kRecord, values);
    const std::shared_lock lock(mutex_);
    if (take_) take_(whole ? *whole : ReadRecord(values));
  }
  void flush() override {}

  // Boost.Log may be about to call a sink that it doesn't have any more.
  void Close() {
    const std::lock_guard lock(mutex_);
    take_ = nullptr;
  }

 private:
  std::shared_mutex mutex_;
  std::function<void(LogRecord)> take_;
};

BoostSink::BoostSink(std::function<void(LogRecord)> take)
    : sink_(boost::make_shared<Sink>(std::move(take))) {
  logging::core::get()->add_sink(sink_);
}

BoostSink::~BoostSink() {
  logging::core::get()->remove_sink(sink_);
  sink_->Close();
}

}  // namespace internal

void AddSeverityReader(SeverityReader reader) {
  internal::SeverityReaders& known = internal::SeverityReaders::Get();
  const std::lock_guard lock(known.mutex);
  known.readers.push_back(std::move(reader));
}

}  // namespace combtest
