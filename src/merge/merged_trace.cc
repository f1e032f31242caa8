#include "src/merge/merged_trace.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>

#include "combtest/action.h"
#include "src/os/output_file.h"
#include "src/record/explanations_json.h"
#include "src/record/result_json.h"
#include "src/text/json_text.h"
#include "src/text/list_text.h"
#include "src/trace/file_name.h"

namespace combtest::internal {
namespace {

namespace json = boost::json;

std::vector<const RunPart*> Traced(const MergedRun& merged) {
  std::vector<const RunPart*> parts;
  for (const RunPart& part : merged.run->parts) {
    if (part.trace != nullptr) parts.push_back(&part);
  }
  return parts;
}

json::object HeaderOf(const std::vector<const RunPart*>& parts) {
  std::ifstream file(parts.front()->trace->path, std::ios::binary);
  std::string line;
  std::getline(file, line);
  json::object header = json::parse(line).as_object();
  json::array shards;
  std::string started = parts.front()->trace->header.started;
  unsigned workers = 0, threads = 1;
  for (const RunPart* part : parts) {
    const TraceHeader& one = part->trace->header;
    started = std::min(started, one.started);
    workers = std::max(workers, one.workers);
    threads = std::max(threads, one.threads);
    shards.push_back({{"shard", part->record->shard.index},
                      {"host", one.host},
                      {"pid", one.pid},
                      {"started", one.started},
                      {"file", std::filesystem::path(part->trace->path).filename().string()}});
  }
  header.erase("shard");
  for (const char* variable : {"GTEST_SHARD_INDEX", "GTEST_TOTAL_SHARDS"})
    header.at("settings").as_object().erase(variable);
  header["started"] = started;
  header["workers"] = workers;
  header["threads"] = threads;
  header["merged"] = std::move(shards);
  if (const ShardSuite* suite = parts.front()->suite) {
    header["selection"] = suite->selection.size() == parts.front()->trace->header.walks
                              ? std::string("all")
                              : suite->selection.ToText();
  }
  return header;
}

// Copies what is neither the first line nor the last; workers' numbers are moved on by `workers`,
// which is then the next free one.
void CopyRecords(const RunPart& part, unsigned& workers, OutputFile& out) {
  std::ifstream file(part.trace->path, std::ios::binary);
  const std::string shard = ",\"shard\":" + std::to_string(part.record->shard.index) + "}\n";
  unsigned next = workers;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line) && !file.eof()) {
    json::object record = json::parse(line).as_object();
    if (record.at("type") == "end") continue;
    if (const json::value* worker = record.if_contains("worker")) {
      const unsigned number = workers + worker->to_number<unsigned>();
      next = std::max(next, number + 1);
      if (workers > 0) {
        record["worker"] = number;
        line = LineJson(record);
      }
    }
    out.Write(line.substr(0, line.rfind('}')) + shard);
  }
  if (file.bad()) throw Error("the trace " + part.trace->path + " can't be read to its end");
  workers = next;
}

void Write(const MergedRun& merged, const std::string& path) {
  const std::vector<const RunPart*> parts = Traced(merged);
  OutputFile out(path);
  out.Write(LineJson(HeaderOf(parts)) + "\n");
  unsigned workers = 0;
  for (const RunPart* part : parts) CopyRecords(*part, workers, out);
  json::object end{{"type", "end"},
                   {"ledger", LedgerToJson(merged.ledger)},
                   {"segments", merged.segments},
                   {"ns", merged.longest.count()},
                   {"failures", FailuresToJson(merged.run_failures)}};
  if (!merged.coverage.strengths.empty())
    end["coverage"] = CoverageToJson(merged.coverage.strengths);
  if (!merged.coverage.pairs.empty()) end["pairs"] = PairsToJson(merged.coverage.pairs);
  if (!merged.explanations.groups.empty())
    end["explanations"] = ExplanationsToJson(merged.explanations);
  out.Write(LineJson(end) + "\n");
  out.Close();
}

}  // namespace

std::vector<std::string> WriteMergedTraces(const std::vector<MergedRun>& runs,
                                           const std::string& out) {
  std::vector<const MergedRun*> traced;
  for (const MergedRun& run : runs) {
    if (!Traced(run).empty()) traced.push_back(&run);
  }
  if (traced.empty()) throw Error("--trace: the shards have left no trace to merge");
  if (out.ends_with(kTraceEnding)) {
    if (traced.size() > 1) {
      throw Error("--trace: there are " + CountText(traced.size(), "run") +
                  ", and a trace holds one; name a directory instead of " + out);
    }
    Write(*traced.front(), out);
    return {out};
  }
  std::error_code error;
  std::filesystem::create_directories(out, error);
  if (error) throw Error("--trace: the directory " + out + " can't be created: " + error.message());
  std::vector<std::string> files;
  std::map<std::string, int> taken;
  for (const MergedRun* run : traced) {
    std::string stem = FileName(run->run->name) + "-" +
                       FileTime(Traced(*run).front()->trace->header.started) + "-merged";
    if (const int times = ++taken[stem]; times > 1) stem += "-" + std::to_string(times);
    files.push_back(out + "/" + stem + std::string(kTraceEnding));
    Write(*run, files.back());
  }
  return files;
}

}  // namespace combtest::internal
