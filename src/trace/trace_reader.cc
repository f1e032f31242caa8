#include "src/trace/trace_reader.h"

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "src/os/process_info.h"
#include "src/record/explanations_json.h"
#include "src/record/result_json.h"
#include "src/text/read_json.h"
#include "src/trace/trace_fields.h"

namespace combtest::internal {
namespace {

namespace json = boost::json;
using std::chrono::nanoseconds;

std::optional<nanoseconds> Took(const TraceFields& fields) {
  if (fields.Find("ns") == nullptr) return std::nullopt;
  return nanoseconds(fields.Number<std::int64_t>("ns"));
}

// What a record of a walk or of a serial action says of how it ended.
WalkResult ResultOf(const TraceFields& fields) {
  WalkResult result;
  const std::string name = fields.Text("outcome");
  if (name == "passed") return result;
  json::object outcome = fields.object();
  outcome["is"] = name;
  result.outcome = OutcomeFromJson(outcome);
  if (fields.Find("where") != nullptr) result.where = fields.Text("where");
  if (fields.Find("action") != nullptr && fields.Get("action").is_number())
    result.action = fields.Number<std::size_t>("action");
  if (fields.Find("failures") != nullptr)
    result.failures = FailuresFromJson(fields.Get("failures"));
  if (const json::value* state = fields.Find("state")) result.state = json::serialize(*state);
  if (result.state.empty()) result.state = fields.OptionalText("state_error");
  if (fields.Find("attempts") != nullptr) result.attempts = fields.Number<unsigned>("attempts");
  return result;
}

TraceWalk WalkFrom(const TraceFields& fields) {
  TraceWalk walk;
  walk.result = ResultOf(fields);
  walk.result.id = fields.Number("id");
  walk.name = fields.Text("name");
  walk.branch = fields.OptionalText("branch");
  walk.took = Took(fields);
  if (fields.Find("worker") != nullptr) walk.worker = fields.Number<unsigned>("worker");
  return walk;
}

TraceSerial SerialOf(const TraceFields& fields) {
  TraceSerial serial;
  const std::string step = fields.Text("step");
  if (step != "run" && step != "undo") throw TraceFields::Wrong("step", "`run` or `undo`");
  serial.undo = step == "undo";
  serial.result = ResultOf(fields);
  serial.action = fields.Text("serial");
  serial.index = fields.Number<std::size_t>("action");
  serial.depth = fields.Number<std::size_t>("depth");
  if (const json::value* update = fields.Find("update")) serial.update = *update;
  serial.took = Took(fields);
  return serial;
}

StrengthCoverage CountsOf(const TraceFields& fields, unsigned strength) {
  return {strength, fields.Number("all"), fields.Number("covered"), fields.Number("impossible"),
          fields.Number("undecided")};
}

TraceEnd EndOf(const TraceFields& fields) {
  TraceEnd end;
  const json::value ledger_json = fields.Object("ledger");
  end.ledger = LedgerFromJson(ledger_json);
  end.segments = fields.Number("segments");
  end.elapsed = nanoseconds(fields.Number<std::int64_t>("ns"));
  end.stopped = fields.OptionalText("stopped");
  end.run_failures = FailuresFromJson(fields.Get("failures"));
  if (fields.Find("coverage") != nullptr) {
    for (const json::value& value : fields.Array("coverage")) {
      const TraceFields of(value);
      end.coverage.push_back(CountsOf(of, of.Number<unsigned>("strength")));
    }
  }
  if (fields.Find("pairs") != nullptr) {
    for (const json::value& value : fields.Array("pairs")) {
      const TraceFields of(value);
      const std::vector<std::string> actions = of.Texts("actions");
      if (actions.size() != 2) throw TraceFields::Wrong("actions", "two names");
      end.pairs.push_back({actions[0], actions[1], CountsOf(of, 2)});
    }
  }
  if (fields.Find("excluded") != nullptr) end.excluded = WalkSet::Parse(fields.Text("excluded"));
  if (const json::value* explanations = fields.Find("explanations")) {
    // Another version's may look otherwise; all else can be read without it.
    try {
      end.explanations = ExplanationsFromJson(*explanations);
    } catch (const std::exception&) {
    }
  }
  return end;
}

TraceHeader HeaderOf(const json::value& record) {
  const TraceFields fields(record);
  if (fields.OptionalText("type") != "run")
    throw Error("it isn't the first record of a trace, which has the type `run`");
  TraceHeader header;
  header.schema = fields.Number<int>("schema");
  if (header.schema != kTraceSchema) {
    throw Error("it is of schema " + std::to_string(header.schema) +
                "; this program reads schema " + std::to_string(kTraceSchema));
  }
  header.name = fields.Text("name");
  header.state = fields.Text("state");
  for (const json::value& entry : fields.Array("actions")) {
    const TraceFields action(entry);
    TraceAction& added = header.actions.emplace_back();
    added.name = action.Text("name");
    added.serial = action.Bool("serial");
    for (const json::value& one : action.Array("options")) {
      const TraceFields option(one);
      added.options.push_back({option.Text("name"), option.Text("text"), option.Get("value")});
    }
    if (added.options.empty()) throw Error("its action " + added.name + " has no options");
  }
  if (header.actions.empty()) throw Error("it has no actions");
  std::vector<std::vector<std::string>> pieces;
  for (const TraceAction& action : header.actions) {
    auto& names = pieces.emplace_back();
    for (const TraceOption& option : action.options) names.push_back(option.name);
  }
  header.names = std::make_shared<const NameTable>(std::move(pieces));
  header.fingerprint = fields.Text("fingerprint");
  header.walks = fields.Number("walks");
  WalkId product = 1;
  for (const TraceAction& action : header.actions) product *= action.options.size();
  if (product != header.walks) throw TraceFields::Wrong("walks", "the product of its options");
  header.selection = WalkSet::Parse(fields.Text("selection"));
  header.workers = fields.Number<unsigned>("workers");
  header.threads = fields.Number<unsigned>("threads");
  header.host = fields.Text("host");
  header.pid = fields.Number<std::int64_t>("pid");
  header.started = fields.Text("started");
  header.command = fields.Texts("command");
  header.versions = fields.Object("versions");
  header.settings = fields.Object("settings");
  if (const json::value* value = fields.Find("shard")) {
    const TraceFields shard(*value);
    header.shard = {shard.Number<unsigned>("index"), shard.Number<unsigned>("total"),
                    shard.Text("run"), std::nullopt};
    if (shard.Find("walks") != nullptr) header.shard->walks = shard.Number("walks");
  }
  if (const json::value* value = fields.Find("array")) {
    const TraceFields array(*value);
    header.array = {array.Number<unsigned>("strength"), array.Text("hash")};
  }
  header.require_coverage = fields.OptionalText("require_coverage");
  return header;
}

// Lines of a file, told apart from a last one that lacks its end.
class Lines {
 public:
  explicit Lines(const std::string& path)
      : path_(path), file_(FromStartDirectory(path), std::ios::binary) {
    if (!file_) throw Error("the trace " + path + " can't be read: " + std::strerror(errno));
  }
  bool Next(std::string& line) {
    if (!std::getline(file_, line)) return false;
    ++number_;
    torn_ = file_.eof();  // no newline after it
    return !torn_;
  }
  bool torn() const { return torn_; }
  [[noreturn]] void Complain(const std::string& what) const {
    throw Error(path_ + ":" + std::to_string(number_) + ": this isn't a trace record: " + what);
  }

 private:
  const std::string path_;
  std::ifstream file_;
  std::uint64_t number_ = 0;
  bool torn_ = false;
};

TraceHeader ReadHeader(Lines& lines, const std::string& path) {
  std::string line;
  if (!lines.Next(line))
    throw Error("the trace " + path + " is empty, or its first line was cut: it tells nothing");
  json::error_code error;
  const json::value record = ReadJson(line, error);
  if (error) lines.Complain(error.message());
  try {
    return HeaderOf(record);
  } catch (const std::exception& wrong) {
    lines.Complain(wrong.what());
  }
}

void Visit(const json::value& record, const TraceVisitor& visitor) {
  const TraceFields fields(record);
  const json::string* type = fields.Get("type").if_string();
  if (type == nullptr) throw TraceFields::Wrong("type", "a string");
  if (*type == "walk") {
    if (visitor.walk) visitor.walk(WalkFrom(fields));
  } else if (*type == "extra_walk") {
    if (visitor.extra_walk) visitor.extra_walk(WalkFrom(fields));
  } else if (*type == "segment") {
    if (visitor.segment) {
      visitor.segment(fields.Number("id"), fields.Number("phase"),
                      Took(fields).value_or(nanoseconds(0)));
    }
  } else if (*type == "serial") {
    if (visitor.serial) visitor.serial(SerialOf(fields));
  } else if (*type == "worker") {
    if (visitor.worker) {
      visitor.worker(
          {fields.Number<unsigned>("worker"), fields.Text("host"), fields.Number<int>("pid")});
    }
  } else if (*type == "end") {
    if (visitor.end) visitor.end(EndOf(fields));
  } else {
    throw Error("there is no type `" + std::string(*type) + "`");
  }
}

}  // namespace

const TraceOption& TraceHeader::OptionOf(WalkId id, std::size_t action) const {
  for (std::size_t a = actions.size(); a-- > action + 1;) id /= actions[a].options.size();
  return actions[action].options[id % actions[action].options.size()];
}

std::string TraceHeader::NameOf(WalkId id) const { return names->Compose(OptionsOf(id)); }

std::vector<std::size_t> TraceHeader::OptionsOf(WalkId id) const {
  std::vector<std::size_t> options(actions.size());
  for (std::size_t a = actions.size(); a-- > 0;) {
    options[a] = id % actions[a].options.size();
    id /= actions[a].options.size();
  }
  return options;
}

std::optional<WalkId> TraceHeader::Find(std::string_view walk) const {
  const auto options = names->Find(walk);
  if (!options) return std::nullopt;
  WalkId id = 0;
  for (std::size_t a = 0; a < actions.size(); ++a)
    id = id * actions[a].options.size() + (*options)[a];
  return id;
}

const TraceWalk* Trace::Find(WalkId id) const {
  const auto walk =
      std::lower_bound(walks.begin(), walks.end(), id,
                       [](const TraceWalk& a, WalkId wanted) { return a.result.id < wanted; });
  return walk == walks.end() || walk->result.id != id ? nullptr : &*walk;
}

TraceHeader VisitTrace(const std::string& path, const TraceVisitor& visitor, bool* torn) {
  Lines lines(path);
  TraceHeader header = ReadHeader(lines, path);
  std::string line;
  unsigned char buffer[16 << 10];
  while (lines.Next(line)) {
    json::monotonic_resource memory(buffer, sizeof buffer);
    json::error_code error;
    const json::value record = ReadJson(line, error, &memory);
    if (error) lines.Complain(error.message());
    try {
      Visit(record, visitor);
    } catch (const std::exception& wrong) {
      lines.Complain(wrong.what());
    }
  }
  if (torn != nullptr) *torn = lines.torn();
  return header;
}

TraceHeader ReadTraceHeader(const std::string& path) {
  Lines lines(path);
  return ReadHeader(lines, path);
}

std::optional<TraceEnd> ReadTraceEnd(const std::string& path) {
  std::ifstream file(FromStartDirectory(path), std::ios::binary | std::ios::ate);
  if (!file) throw Error("the trace " + path + " can't be read: " + std::strerror(errno));
  const std::streamoff size = file.tellg();
  std::string tail;
  // From the end on, more and more, until a whole line is there.
  for (std::streamoff length = std::min<std::streamoff>(size, 64 << 10);; length *= 4) {
    length = std::min(length, size);
    tail.resize(static_cast<std::size_t>(length));
    file.seekg(size - length);
    file.read(tail.data(), length);
    if (!file || !tail.ends_with('\n')) return std::nullopt;
    tail.pop_back();
    if (const auto begin = tail.rfind('\n'); begin != tail.npos) {
      tail.erase(0, begin + 1);
      break;
    }
    if (length == size) return std::nullopt;
  }
  json::error_code error;
  const json::value record = ReadJson(tail, error);
  if (error) return std::nullopt;
  try {
    const TraceFields fields(record);
    if (fields.OptionalText("type") != "end") return std::nullopt;
    return EndOf(fields);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

Trace ReadTrace(const std::string& path) {
  Trace trace;
  trace.path = path;
  TraceVisitor visitor;
  visitor.walk = [&](TraceWalk walk) { trace.walks.push_back(std::move(walk)); };
  visitor.extra_walk = [&](TraceWalk walk) { trace.extra_walks.push_back(std::move(walk)); };
  visitor.serial = [&](TraceSerial serial) { trace.serials.push_back(std::move(serial)); };
  visitor.worker = [&](TraceWorker worker) { trace.workers.push_back(std::move(worker)); };
  visitor.end = [&](TraceEnd end) { trace.end = std::move(end); };
  trace.header = VisitTrace(path, visitor, &trace.torn);
  std::stable_sort(
      trace.walks.begin(), trace.walks.end(),
      [](const TraceWalk& a, const TraceWalk& b) { return a.result.id < b.result.id; });
  // Of records with one id the last stays.
  const auto first = std::unique(
      trace.walks.rbegin(), trace.walks.rend(),
      [](const TraceWalk& a, const TraceWalk& b) { return a.result.id == b.result.id; });
  trace.walks.erase(trace.walks.begin(), first.base());
  return trace;
}

}  // namespace combtest::internal
