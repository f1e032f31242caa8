#include "src/merge/merged_explanations.h"

#include <algorithm>
#include <unordered_set>

#include "src/explain/run_explanation.h"
#include "src/report/explanations.h"
#include "src/trace/trace_space.h"

namespace combtest::internal {
namespace {

// Null: no shard has left one.
const TraceHeader* HeaderOf(const MergedRun& merged) {
  const auto& parts = merged.run->parts;
  const auto traced = std::find_if(parts.begin(), parts.end(),
                                   [](const RunPart& part) { return part.trace != nullptr; });
  return traced == parts.end() ? nullptr : &traced->trace->header;
}

bool Alike(const TriedCombination& a, const TriedCombination& b) {
  return a.options == b.options && a.action == b.action && a.outcome == b.outcome &&
         a.file == b.file && a.line == b.line;
}

void AddExtra(std::optional<ExtraWalks>& all, const ExtraWalks& more) {
  if (!all) {
    all = more;
    return;
  }
  all->ledger += more.ledger;
  all->elapsed = std::max(all->elapsed, more.elapsed);
  if (all->note.empty()) all->note = more.note;
  all->kept.insert(all->kept.end(), more.kept.begin(), more.kept.end());
  for (const TriedCombination& tried : more.tried) {
    const auto known = std::find_if(all->tried.begin(), all->tried.end(),
                                    [&](const auto& one) { return Alike(one, tried); });
    if (known == all->tried.end()) {
      all->tried.push_back(tried);
      continue;
    }
    if (!tried.suspected)
      known->confirmed = (known->suspected || known->confirmed) && tried.confirmed;
    known->suspected = known->suspected && tried.suspected;
    known->flaky = known->flaky || tried.flaky;
    known->failed += tried.failed;
    known->passed += tried.passed;
    known->extra += tried.extra;
    known->without += tried.without;
  }
}

}  // namespace

Explanations MergedExplanations(const MergedRun& merged) {
  const TraceHeader* header = HeaderOf(merged);
  const auto flaky = std::any_of(merged.aside.begin(), merged.aside.end(),
                                 [](const WalkResult& result) { return result.flaky(); });
  if (header == nullptr || (merged.failed.empty() && !flaky)) return {};
  ExplainSettings settings;
  if (header->array)
    settings.most_options =
        std::max<std::size_t>(settings.most_options, header->array->strength + 1);
  Explainer explainer(SpaceOf(*header), settings);
  std::unordered_set<WalkId> aside;
  for (const MergedRun::OfShard& failed : merged.failed) explainer.Add(failed.walk.result);
  for (const WalkResult& result : merged.aside) {
    explainer.Add(result);
    aside.insert(result.id);
  }
  for (const WalkId id : merged.passed) {
    if (!aside.contains(id)) explainer.AddPassed(id);
  }
  Explanations explanations = explainer.Explain();
  // What one shard confirmed another may contradict.
  for (const ExtraWalks& extra : merged.extra) AddExtra(explanations.extra, extra);
  return explanations;
}

std::vector<std::string> ExplanationLines(const MergedRun& merged) {
  const TraceHeader* header = HeaderOf(merged);
  if (header == nullptr) return {};
  return ExplanationLines(merged.explanations, SpaceOf(*header),
                          [&](WalkId id) { return merged.run->name + "/" + header->NameOf(id); });
}

}  // namespace combtest::internal
