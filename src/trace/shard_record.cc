#include "src/trace/shard_record.h"

#include <boost/json/parse.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "src/text/json_text.h"
#include "src/trace/trace_fields.h"

namespace combtest::internal {
namespace {

namespace json = boost::json;

// More cases than any GoogleTest program has.
constexpr WalkId kMaxWalks = 100'000'000;

json::array ToArray(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

WalkSet Ids(const TraceFields& fields, std::string_view name) {
  WalkSet ids = WalkSet::Parse(fields.Text(name));
  if (ids.all() || !ids.ascending() || ids.size() > kMaxWalks)
    throw TraceFields::Wrong(name, "a list of walks of a program");
  return ids;
}

void ReadFirst(const TraceFields& fields, ShardRecord& record) {
  if (fields.OptionalText("type") != "shard")
    throw Error("it isn't the first line, which has the type `shard`");
  if (const int schema = fields.Number<int>("schema"); schema != kShardSchema) {
    throw Error("it is of schema " + std::to_string(schema) + "; this program reads schema " +
                std::to_string(kShardSchema));
  }
  record.program = fields.Text("program");
  record.shard = {fields.Number<unsigned>("index"), fields.Number<unsigned>("total"),
                  fields.Text("run")};
  if (record.shard.index >= record.shard.total)
    throw TraceFields::Wrong("index", "less than its `total`");
  record.filter = fields.Text("filter");
  record.states = fields.OptionalText("states");
  record.started = fields.Text("started");
  record.host = fields.Text("host");
  record.pid = fields.Number<std::int64_t>("pid");
  record.command = fields.Texts("command");
  for (const json::value& value : fields.Array("suites")) {
    const TraceFields suite(value);
    record.suites.push_back({suite.Text("name"), suite.Text("fingerprint"), Ids(suite, "selection"),
                             Ids(suite, "own"), suite.Bool("named"), suite.OptionalText("array")});
  }
}

void ReadFurther(const TraceFields& fields, ShardRecord& record) {
  const std::string type = fields.Text("type");
  if (type == "trace") {
    record.traces.push_back(fields.Text("file"));
  } else if (type == "end") {
    record.end = {fields.Bool("ok"), fields.Texts("failed"), fields.Number("failed_count")};
  } else {
    throw Error("there is no type `" + type + "`");
  }
}

}  // namespace

const ShardSuite* ShardRecord::Find(std::string_view suite) const {
  for (const ShardSuite& one : suites) {
    if (one.name == suite) return &one;
  }
  return nullptr;
}

std::string FirstLine(const ShardRecord& record) {
  json::array suites;
  for (const ShardSuite& suite : record.suites) {
    json::object object{{"name", suite.name},
                        {"fingerprint", suite.fingerprint},
                        {"selection", suite.selection.ToText()},
                        {"own", suite.own.ToText()},
                        {"named", suite.named}};
    if (!suite.array.empty()) object["array"] = suite.array;
    suites.push_back(std::move(object));
  }
  json::object line{{"type", "shard"},
                    {"schema", kShardSchema},
                    {"program", record.program},
                    {"index", record.shard.index},
                    {"total", record.shard.total},
                    {"run", record.shard.run},
                    {"filter", record.filter},
                    {"started", record.started},
                    {"host", record.host},
                    {"pid", record.pid},
                    {"command", ToArray(record.command)}};
  if (!record.states.empty()) line["states"] = record.states;
  line["suites"] = std::move(suites);
  return LineJson(line) + "\n";
}

std::string TraceLine(const std::string& file) {
  return LineJson({{"type", "trace"}, {"file", file}}) + "\n";
}

std::string EndLine(const ShardEnd& end) {
  return LineJson({{"type", "end"},
                   {"ok", end.ok},
                   {"failed", ToArray(end.failed)},
                   {"failed_count", end.failed_count}}) +
         "\n";
}

ShardRecord ReadShardRecord(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error("the shard record " + path + " can't be read: " + std::strerror(errno));
  ShardRecord record;
  record.path = path;
  std::uint64_t number = 0;
  for (std::string line; std::getline(file, line) && !file.eof();) {
    ++number;
    try {
      json::error_code error;
      const json::value value = json::parse(line, error);
      if (error) throw Error(error.message());
      if (number == 1) {
        ReadFirst(TraceFields(value), record);
      } else {
        ReadFurther(TraceFields(value), record);
      }
    } catch (const std::exception& wrong) {
      throw Error(path + ":" + std::to_string(number) +
                  ": this isn't a line of a shard record: " + wrong.what());
    }
  }
  if (number == 0) throw Error("the shard record " + path + " is empty: it tells nothing");
  return record;
}

}  // namespace combtest::internal
