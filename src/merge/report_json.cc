#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "src/merge/report.h"
#include "src/record/explanations_json.h"
#include "src/record/result_json.h"
#include "src/text/json_text.h"

namespace combtest::internal {
namespace {

namespace json = boost::json;

json::object RunJson(const MergedRun& merged) {
  json::array failed;
  for (const auto& [shard, walk] : merged.failed) {
    failed.push_back({{"name", walk.name},
                      {"id", walk.result.id},
                      {"shard", shard},
                      {"outcome", std::string(OutcomeName(walk.result.outcome))},
                      {"where", walk.result.where}});
  }
  json::array slowest;
  for (const MergedRun::Slow& slow : merged.slowest)
    slowest.push_back({{"name", slow.name}, {"shard", slow.shard}, {"ns", slow.took.count()}});
  json::array notes;
  for (const MergedRun::Note& note : merged.notes)
    notes.push_back({{"shard", note.shard}, {"text", note.text}});
  return {{"name", merged.run->name},
          {"ledger", LedgerToJson(merged.ledger)},
          {"segments", merged.segments},
          {"longest_ns", merged.longest.count()},
          {"together_ns", merged.together.count()},
          {"slowest", std::move(slowest)},
          {"coverage", CoverageToJson(merged.coverage.strengths)},
          {"pairs", PairsToJson(merged.coverage.pairs)},
          {"shortfall", merged.coverage.shortfall},
          {"explanations", ExplanationsToJson(merged.explanations)},
          {"notes", std::move(notes)},
          {"failed", std::move(failed)}};
}

json::object SetJson(const ShardSet& set, const MergeReport& report) {
  json::array runs, failed;
  for (const MergedRun& run : report.runs) {
    if (run.run->set->program == set.program && run.run->set->filter == set.filter &&
        run.run->set->total == set.total)
      runs.push_back(RunJson(run));
  }
  for (const auto& [index, record] : set.shards) {
    if (!record->end) continue;
    for (const std::string& test : record->end->failed)
      failed.push_back({{"shard", index}, {"test", test}});
  }
  return {{"program", set.program},  {"filter", set.filter},
          {"total", set.total},      {"found", set.shards.size()},
          {"runs", std::move(runs)}, {"failed_tests", std::move(failed)}};
}

}  // namespace

std::string ReportJson(const MergeReport& report) {
  json::array programs;
  for (const ShardSet& set : report.sets) programs.push_back(SetJson(set, report));
  json::array problems(report.problems.begin(), report.problems.end());
  return LineJson({{"code", report.code()},
                   {"whole", report.problems.empty()},
                   {"problems", std::move(problems)},
                   {"programs", std::move(programs)}}) +
         "\n";
}

}  // namespace combtest::internal
