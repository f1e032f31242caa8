// A sink as a program of a user's may have it: it keeps what it gets.
#ifndef COMBTEST_TEST_LOG_COLLECTOR_H_
#define COMBTEST_TEST_LOG_COLLECTOR_H_

#include <combtest/boost_log.h>

#include <boost/date_time/posix_time/posix_time_types.hpp>
#include <boost/log/core.hpp>
#include <boost/log/expressions/message.hpp>
#include <boost/log/sinks/sink.hpp>
#include <boost/log/trivial.hpp>
#include <boost/smart_ptr/make_shared.hpp>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace combtest::test {

struct Collected {
  std::optional<boost::log::trivial::severity_level> severity;
  std::string channel, walk, action, text;
  bool has_time = false;
  std::thread::id thread;
};

class Collector {
 public:
  Collector() : sink_(boost::make_shared<Sink>()) { boost::log::core::get()->add_sink(sink_); }
  ~Collector() { boost::log::core::get()->remove_sink(sink_); }

  std::vector<Collected> Take() {
    const std::lock_guard lock(sink_->mutex);
    return std::move(sink_->records);
  }

 private:
  struct Sink : boost::log::sinks::sink {
    Sink() : sink(false) {}
    bool will_consume(const boost::log::attribute_value_set&) override { return true; }
    void consume(const boost::log::record_view& view) override {
      const auto text = [&](const char* name) {
        const auto value = boost::log::extract<std::string>(name, view);
        return value ? *value : std::string();
      };
      Collected record{{}, text("Channel"), text("Walk"), text("Action"), text("Message"), false,
                       {}};
      if (const auto level = view[boost::log::trivial::severity]) record.severity = *level;
      record.has_time = !boost::log::extract<boost::posix_time::ptime>("TimeStamp", view).empty();
      record.thread = std::this_thread::get_id();
      const std::lock_guard lock(mutex);
      records.push_back(std::move(record));
    }
    void flush() override {}

    std::mutex mutex;
    std::vector<Collected> records;
  };
  const boost::shared_ptr<Sink> sink_;
};

}  // namespace combtest::test

#endif  // COMBTEST_TEST_LOG_COLLECTOR_H_
