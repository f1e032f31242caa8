#include "src/wire/protocol.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <exception>
#include <limits>
#include <utility>

#include "combtest/action.h"
#include "src/record/result_json.h"
#include "src/text/read_json.h"

namespace combtest::internal {
namespace {

namespace json = boost::json;

constexpr std::string_view kStatePrefix = "[\"state\",";

// Reads fields out of a message, with errors that name them.
class Fields {
 public:
  explicit Fields(const json::value& value) : object_(value.if_object()) {
    if (object_ == nullptr) throw Error("a message isn't a JSON object");
  }

  bool Has(std::string_view name) const { return object_->contains(name); }
  const json::value& Get(std::string_view name) const {
    const json::value* value = object_->if_contains(name);
    if (value == nullptr) throw Error("a message lacks its field `" + std::string(name) + "`");
    return *value;
  }
  std::uint64_t Number(std::string_view name) const {
    const json::value& value = Get(name);
    if (value.is_uint64()) return value.get_uint64();
    if (value.is_int64() && value.get_int64() >= 0)
      return static_cast<std::uint64_t>(value.get_int64());
    throw Error("the field `" + std::string(name) + "` of a message isn't a whole number from 0");
  }
  // At most `max`.
  template <class T>
  T Number(std::string_view name, T max) const {
    const std::uint64_t number = Number(name);
    if (number > static_cast<std::uint64_t>(max))
      throw Error("the field `" + std::string(name) + "` of a message is " +
                  std::to_string(number) + ", over " + std::to_string(max));
    return static_cast<T>(number);
  }
  bool Bool(std::string_view name) const {
    const json::value& value = Get(name);
    if (!value.is_bool())
      throw Error("the field `" + std::string(name) + "` of a message is neither true nor false");
    return value.get_bool();
  }
  std::string Text(std::string_view name) const {
    const json::value& value = Get(name);
    if (!value.is_string())
      throw Error("the field `" + std::string(name) + "` of a message isn't a string");
    return std::string(value.get_string());
  }
  const json::array& Array(std::string_view name) const {
    const json::value& value = Get(name);
    if (!value.is_array())
      throw Error("the field `" + std::string(name) + "` of a message isn't an array");
    return value.get_array();
  }
  std::vector<std::uint64_t> Numbers(std::string_view name) const {
    std::vector<std::uint64_t> numbers;
    for (const json::value& value : Array(name)) numbers.push_back(AsNumber(value, name));
    return numbers;
  }
  static std::uint64_t AsNumber(const json::value& value, std::string_view name) {
    json::error_code error;
    const auto number = value.to_number<std::uint64_t>(error);
    if (error)
      throw Error("the field `" + std::string(name) +
                  "` of a message holds something other than whole numbers");
    return number;
  }

 private:
  const json::object* object_;
};

WalkSet SlotsFrom(const Fields& fields) {
  try {
    WalkSet slots = WalkSet::Parse(fields.Text("slots"));
    if (!slots.all()) return slots;
  } catch (const Error& error) {
    throw Error(std::string("the field `slots` of a message: ") + error.what());
  }
  throw Error("the field `slots` of a message doesn't name its walks");
}

json::array NotesJson(const std::vector<ThreadNote>& notes) {
  json::array array;
  for (const ThreadNote& n : notes)
    array.push_back(json::array{n.batch, n.from, n.begun, n.progress, n.action, n.death});
  return array;
}

std::vector<ThreadNote> NotesFrom(const Fields& fields) {
  std::vector<ThreadNote> notes;
  for (const json::value& value : fields.Array("threads")) {
    const json::array* note = value.if_array();
    if (note == nullptr || note->size() != 6)
      throw Error("an entry of `threads` hasn't six numbers");
    const auto number = [note](std::size_t i) { return Fields::AsNumber((*note)[i], "threads"); };
    notes.push_back({number(0), number(1), number(2), number(3), number(4), number(5)});
  }
  return notes;
}

json::object RunJson(const RunBatch& batch) {
  return {{"type", "run"},
          {"epoch", batch.epoch},
          {"batch", batch.batch},
          {"slots", batch.slots.ToText()},
          {"failed", json::array(batch.failed.begin(), batch.failed.end())}};
}

json::array PropertiesJson(const std::vector<Property>& properties) {
  json::array array;
  for (const Property& p : properties) array.push_back(json::array{p.key, p.value});
  return array;
}

std::vector<Property> PropertiesFrom(const Fields& fields) {
  std::vector<Property> properties;
  for (const json::value& value : fields.Array("properties")) {
    const json::array* pair = value.if_array();
    if (pair == nullptr || pair->size() != 2 || !(*pair)[0].is_string() || !(*pair)[1].is_string())
      throw Error("an entry of `properties` is not [key, value]");
    properties.push_back(
        {std::string((*pair)[0].get_string()), std::string((*pair)[1].get_string())});
  }
  return properties;
}

std::int64_t Microseconds(std::chrono::system_clock::time_point time) {
  return std::chrono::floor<std::chrono::microseconds>(time.time_since_epoch()).count();
}

LogMessage LogFrom(const Fields& fields) {
  LogRecord record;
  record.time = std::chrono::system_clock::time_point(std::chrono::microseconds(
      fields.Number("time", std::numeric_limits<std::int64_t>::max() / 1'000)));
  record.severity =
      static_cast<LogSeverity>(fields.Number("severity", static_cast<int>(LogSeverity::error)));
  record.channel = fields.Text("channel");
  record.walk = fields.Text("walk");
  record.action = fields.Text("action");
  record.text = fields.Text("text");
  return {std::move(record)};
}

struct Encoder {
  json::value operator()(const Hello& m) const {
    return {{"type", "hello"},  {"protocol", m.protocol}, {"fingerprint", m.fingerprint},
            {"state", m.state}, {"pid", m.pid},           {"host", m.host}};
  }
  json::value operator()(const Ready&) const { return {{"type", "ready"}}; }
  json::value operator()(const Done& m) const {
    json::object object{{"type", "done"}, {"epoch", m.epoch}, {"batch", m.batch},  {"from", m.from},
                        {"to", m.to},     {"ran", m.ran},     {"passed", m.passed}};
    if (!m.times.empty()) object["times"] = json::array(m.times.begin(), m.times.end());
    if (m.slow.empty()) return object;
    json::array slow;
    for (const auto& [position, took] : m.slow) slow.push_back({position, took});
    object["slow"] = std::move(slow);
    return object;
  }
  json::value operator()(const Ended& m) const {
    return {{"type", "ended"},      {"epoch", m.epoch}, {"slot", m.slot},
            {"goes_on", m.goes_on}, {"took", m.took},   {"result", ResultToJson(m.result)}};
  }
  json::value operator()(const StateMessage& m) const {
    return json::array{"state", m.slot,
                       json::parse(json::string_view(m.json.data(), m.json.size()))};
  }
  json::value operator()(const Unread& m) const {
    return {{"type", "unread"}, {"epoch", m.epoch}, {"slot", m.slot}, {"why", m.why}};
  }
  json::value operator()(const WalkProperties& m) const {
    return {{"type", "properties"},
            {"epoch", m.epoch},
            {"slot", m.slot},
            {"properties", PropertiesJson(m.properties)}};
  }
  json::value operator()(const Released& m) const {
    return {{"type", "released"},
            {"epoch", m.epoch},
            {"batches", json::array(m.batches.begin(), m.batches.end())}};
  }
  json::value operator()(const Pong&) const { return {{"type", "pong"}}; }
  json::value operator()(const Running& m) const {
    return {{"type", "running"}, {"threads", NotesJson(m.threads)}};
  }
  json::value operator()(const Gone& m) const {
    return {{"type", "gone"},
            {"signal", m.signal},
            {"code", m.code},
            {"threads", NotesJson(m.threads)},
            {"leftovers", json::array(m.leftovers.begin(), m.leftovers.end())}};
  }
  json::value operator()(const Trouble& m) const {
    return {{"type", "trouble"}, {"message", m.message}};
  }
  json::value operator()(const RunTrouble& m) const {
    return {{"type", "run_trouble"}, {"message", m.message}};
  }
  json::value operator()(const LogMessage& m) const {
    const LogRecord& record = m.record;
    return {{"type", "log"},
            {"time", Microseconds(record.time)},
            {"severity", static_cast<int>(record.severity)},
            {"channel", record.channel},
            {"walk", record.walk},
            {"action", record.action},
            {"text", record.text}};
  }
  json::value operator()(const DroppedRecords& m) const {
    return {{"type", "dropped"}, {"count", m.count}};
  }
  json::value operator()(const SerialEnd& m) const {
    json::object object{{"type", "serial_end"}, {"call", m.call}, {"clean", m.clean}};
    if (!m.clean) object["result"] = ResultToJson(m.result);
    if (m.update) object["update"] = *m.update;
    if (m.state) object["state"] = *m.state;
    if (!m.properties.empty()) object["properties"] = PropertiesJson(m.properties);
    return object;
  }
  json::value operator()(const AskCall& m) const {
    return {{"type", "ask_call"}, {"call", Encode(m.call)}};
  }
  json::value operator()(const AskTrace& m) const {
    return {{"type", "ask_trace"}, {"path", m.path}};
  }

  json::value operator()(const ScratchDirectory& m) const {
    return {{"type", "scratch"}, {"epoch", m.epoch}, {"slot", m.slot}, {"path", m.path}};
  }

  json::value operator()(const Setup& m) const {
    return {{"type", "setup"},
            {"threads", m.threads},
            {"selection", m.selection},
            {"list_all", m.list_all},
            {"send_states", m.send_states},
            {"send_final_states", m.send_final_states},
            {"verbosity", m.verbosity},
            {"send_times", m.send_times},
            {"name", m.name},
            {"scratch", m.scratch},
            {"worker", m.worker},
            {"workers", m.workers},
            {"shares_files", m.shares_files},
            {"as_selected", m.as_selected}};
  }
  json::value operator()(const StartPhase& m) const {
    json::array updates;
    for (const PhaseUpdate& update : m.updates) {
      updates.push_back(
          {{"action", update.action}, {"option", update.option}, {"value", update.value}});
    }
    return {
        {"type", "phase"}, {"epoch", m.epoch}, {"step", m.step}, {"updates", std::move(updates)}};
  }
  json::value operator()(const RunBatch& m) const {
    json::object object = RunJson(m);
    json::array states;
    for (const ShippedState& state : m.states)
      states.push_back(json::array{state.slot, state.state});
    object.emplace("states", std::move(states));
    return object;
  }
  json::value operator()(const Release& m) const {
    return {{"type", "release"}, {"epoch", m.epoch}};
  }
  json::value operator()(const Ping&) const { return {{"type", "ping"}}; }
  json::value operator()(const Abort& m) const {
    return {{"type", "abort"}, {"batch", m.batch}, {"begun", m.begun}};
  }
  json::value operator()(const SerialCall& m) const {
    json::object object{
        {"type", "serial"}, {"call", m.call}, {"step", m.step}, {"keeps_state", m.keeps_state}};
    if (m.state) object["state"] = *m.state;
    return object;
  }
  json::value operator()(const DropScratch& m) const {
    return {{"type", "drop"}, {"walks", json::array(m.walks.begin(), m.walks.end())}};
  }
  json::value operator()(const EndWorker&) const { return {{"type", "end"}}; }
  json::value operator()(const Dismissal&) const { return {{"type", "dismissal"}}; }
  json::value operator()(const CallAnswer& m) const {
    return {{"type", "answer"}, {"why_not", m.why_not}, {"value", m.value}};
  }
};

json::value Parse(std::string_view text) {
  json::error_code error;
  json::value value = ReadJson(text, error);
  if (error) throw Error("a message isn't JSON: " + error.message());
  return value;
}

Done DecodeDone(const Fields& fields) {
  Done done{fields.Number("epoch"),
            fields.Number("batch"),
            fields.Number("from"),
            fields.Number("to"),
            fields.Number("ran"),
            fields.Number("passed"),
            {},
            {}};
  if (fields.Has("times")) done.times = fields.Numbers("times");
  if (!fields.Has("slow")) return done;
  for (const json::value& entry : fields.Array("slow")) {
    const json::array* pair = entry.if_array();
    if (pair == nullptr || pair->size() != 2)
      throw Error("an entry of `slow` is not [position, time]");
    done.slow.emplace_back(Fields::AsNumber((*pair)[0], "slow"),
                           Fields::AsNumber((*pair)[1], "slow"));
  }
  return done;
}

WorkerTarget TargetFrom(const Fields& fields) {
  try {
    return DecodeWorkerTarget(fields.Text("call"));
  } catch (const std::exception& error) {
    throw Error(std::string("the field `call` of a message can't be read: ") + error.what());
  }
}

StateMessage DecodeState(std::string_view text) {
  StateMessage message;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data() + kStatePrefix.size(), end, message.slot);
  if (error != std::errc() || end - at < 2 || *at != ',' || end[-1] != ']') {
    throw Error("a state message is not [\"state\", slot, state]");
  }
  message.json = std::string_view(at + 1, static_cast<std::size_t>(end - at - 2));
  return message;
}

}  // namespace

std::string Encode(const FromWorker& message) {
  return json::serialize(std::visit(Encoder(), message));
}
std::string Encode(const ToWorker& message) {
  return json::serialize(std::visit(Encoder(), message));
}

std::string EncodeRunBatch(const RunBatch& batch, const std::vector<ShippedText>& states) {
  std::string text = json::serialize(RunJson(batch));
  text.pop_back();
  text += ",\"states\":[";
  for (const ShippedText& state : states) {
    if (text.back() != '[') text += ',';
    text.append("[").append(std::to_string(state.slot)).append(",");
    text.append(state.state).append("]");
  }
  return text + "]}";
}

void AppendState(std::string& out, std::uint64_t slot, std::string_view state) {
  out.append(kStatePrefix).append(std::to_string(slot)) += ',';
  out.append(state) += ']';
}

FromWorker DecodeFromWorker(std::string_view text) {
  if (text.starts_with(kStatePrefix)) return DecodeState(text);
  const json::value value = Parse(text);
  const Fields fields(value);
  const std::string type = fields.Text("type");
  if (type == "done") {
    return DecodeDone(fields);
  }
  if (type == "ended") {
    return Ended{fields.Number("epoch"), fields.Number("slot"), fields.Bool("goes_on"),
                 ResultFromJson(fields.Get("result")), fields.Number("took")};
  }
  if (type == "hello") {
    return Hello{fields.Number("protocol", std::numeric_limits<int>::max()),
                 fields.Number("fingerprint"), fields.Text("state"),
                 fields.Number("pid", std::numeric_limits<std::int64_t>::max()),
                 fields.Text("host")};
  }
  if (type == "ready") return Ready{};
  if (type == "released") return Released{fields.Number("epoch"), fields.Numbers("batches")};
  if (type == "unread")
    return Unread{fields.Number("epoch"), fields.Number("slot"), fields.Text("why")};
  if (type == "properties")
    return WalkProperties{fields.Number("epoch"), fields.Number("slot"), PropertiesFrom(fields)};
  if (type == "pong") return Pong{};
  if (type == "log") return LogFrom(fields);
  if (type == "dropped") return DroppedRecords{fields.Number("count")};
  if (type == "trouble") return Trouble{fields.Text("message")};
  if (type == "run_trouble") return RunTrouble{fields.Text("message")};
  if (type == "running") return Running{NotesFrom(fields)};
  if (type == "gone") {
    Gone gone{fields.Number("signal", 128), fields.Number("code", 255), NotesFrom(fields), {}};
    for (const json::value& leftover : fields.Array("leftovers")) {
      if (!leftover.is_string()) throw Error("an entry of `leftovers` isn't a string");
      gone.leftovers.emplace_back(leftover.get_string());
    }
    return gone;
  }
  if (type == "serial_end") {
    SerialEnd end{fields.Number("call"), fields.Bool("clean"), {}, {}, {}, {}};
    if (fields.Has("properties")) end.properties = PropertiesFrom(fields);
    if (!end.clean) end.result = ResultFromJson(fields.Get("result"));
    if (fields.Has("update")) end.update = fields.Get("update");
    if (fields.Has("state")) end.state = fields.Get("state");
    return end;
  }
  if (type == "ask_call") return AskCall{TargetFrom(fields)};
  if (type == "ask_trace") return AskTrace{fields.Text("path")};
  if (type == "scratch")
    return ScratchDirectory{fields.Number("epoch"), fields.Number("slot"), fields.Text("path")};
  throw Error("a worker sends no messages of type `" + type + "`");
}

ToWorker DecodeToWorker(std::string_view text) {
  const json::value value = Parse(text);
  const Fields fields(value);
  const std::string type = fields.Text("type");
  if (type == "run") {
    RunBatch batch{fields.Number("epoch"),
                   fields.Number("batch"),
                   SlotsFrom(fields),
                   {},
                   fields.Numbers("failed")};
    for (const json::value& entry : fields.Array("states")) {
      const json::array* pair = entry.if_array();
      if (pair == nullptr || pair->size() != 2)
        throw Error("an entry of `states` is not [slot, state]");
      batch.states.push_back({Fields::AsNumber((*pair)[0], "states"), (*pair)[1]});
    }
    return batch;
  }
  if (type == "phase") {
    StartPhase phase{fields.Number("epoch"), fields.Number("step"), {}};
    for (const json::value& entry : fields.Array("updates")) {
      const Fields update(entry);
      phase.updates.push_back(
          {update.Number("action"), update.Number("option"), update.Get("value")});
    }
    return phase;
  }
  if (type == "setup") {
    return Setup{fields.Number("threads", std::numeric_limits<unsigned>::max()),
                 fields.Text("selection"),
                 fields.Bool("list_all"),
                 fields.Bool("send_states"),
                 fields.Bool("send_final_states"),
                 fields.Number("verbosity", 2),
                 fields.Bool("send_times"),
                 fields.Text("name"),
                 fields.Text("scratch"),
                 fields.Number("worker", std::numeric_limits<unsigned>::max()),
                 fields.Number("workers", std::numeric_limits<unsigned>::max()),
                 fields.Bool("shares_files"),
                 fields.Bool("as_selected")};
  }
  if (type == "release") return Release{fields.Number("epoch")};
  if (type == "ping") return Ping{};
  if (type == "abort") return Abort{fields.Number("batch"), fields.Number("begun")};
  if (type == "serial") {
    SerialCall call{fields.Number("call"), fields.Number("step"), fields.Bool("keeps_state"), {}};
    if (fields.Has("state")) call.state = fields.Get("state");
    return call;
  }
  if (type == "drop") return DropScratch{fields.Numbers("walks")};
  if (type == "end") return EndWorker{};
  if (type == "dismissal") return Dismissal{};
  if (type == "answer") return CallAnswer{fields.Text("why_not"), fields.Get("value")};
  throw Error("an orchestrator sends no messages of type `" + type + "`");
}

}  // namespace combtest::internal
