#include "src/run/inquiry_run.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "src/arrays/constraints.h"
#include "src/selection/array_model.h"
#include "src/space/space_data.h"

namespace combtest::internal {
namespace {

using explain::Ending;

// Gives walks' failures numbers, alike ones the same.
class Endings {
 public:
  explicit Endings(const WalkSpace& space) : space_(space) {}

  // Nothing where the walk didn't run.
  std::optional<Ending> Of(const WalkResult& result) {
    const int actions = static_cast<int>(space_.action_count());
    if (result.passed()) return Ending{actions, explain::kNoGroup};
    if (result.not_run() || std::holds_alternative<outcome::Lost>(result.outcome)) return {};
    if (result.cancelled())
      return Ending{std::min(static_cast<int>(result.action), actions), explain::kNoGroup};
    const explain::FirstFailure first = explain::FirstFailureOf(space_[result.id], result);
    const auto [at, is_new] =
        numbers_.emplace(first.kind, static_cast<explain::GroupId>(kinds_.size()));
    if (is_new) kinds_.push_back(first.kind);
    return Ending{static_cast<int>(first.reached), at->second};
  }
  const std::vector<explain::FailureKind>& kinds() const { return kinds_; }

 private:
  const WalkSpace space_;
  std::map<explain::FailureKind, explain::GroupId> numbers_;
  std::vector<explain::FailureKind> kinds_;
};

RunSpec SpecOfFurther(RunSpec spec) {
  spec.states = {};
  spec.retries = {};
  spec.trace = {};
  spec.coverage = {};
  spec.array.clear();
  spec.stop_on_failure = false;
  spec.show_progress = false;
  spec.list_all = true;
  spec.bodies_follow = false;
  spec.states_file.clear();
  spec.drop_written = false;
  return spec;
}

std::string Walks(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " walk" : " walks");
}

}  // namespace

InquiryReport Inquire(const RunSpec& spec, const FinishedRun& run, const Integration& integration,
                      const InquiryBudget& budget) {
  const auto start = std::chrono::steady_clock::now();
  InquiryReport report;
  const WalkSpace& space = spec.space;
  Endings endings(space);
  arrays::Rows rows(space.action_count());
  std::vector<Ending> ended;
  bool any_failed = false;
  for (std::uint64_t slot = 0; slot < run.plan().order().size(); ++slot) {
    const WalkResult result = run.board().ResultOf(slot);
    const std::optional<Ending> ending = endings.Of(result);
    if (!ending) continue;
    any_failed = any_failed || ending->group != explain::kNoGroup;
    rows.Add(RowOf(space, result.id));
    ended.push_back(*ending);
  }
  if (!any_failed || run.interrupted()) return report;
  const ArrayModel model = ModelOf(space, 1);
  arrays::Constraints constraints(model.model, {});
  explain::Inquiry inquiry(
      model.model.levels, &constraints, std::move(rows), std::move(ended),
      {.budget = static_cast<std::size_t>(budget.walks),
       .parallel = std::max(1u, spec.pool.workers) * std::max<std::size_t>(1, spec.pool.threads)});
  const RunSpec further = SpecOfFurther(spec);
  bool stopped = false;
  while (!stopped) {
    if (budget.time.count() > 0 && std::chrono::steady_clock::now() - start >= budget.time) break;
    const arrays::Rows next = inquiry.Next();
    if (next.empty()) break;
    std::vector<Ending> took(next.size(), Ending{0, explain::kNoGroup});
    std::vector<std::size_t> left(next.size());
    for (std::size_t i = 0; i < left.size(); ++i) left[i] = i;
    // A run has each walk once; those that are asked for again take another one.
    while (!left.empty() && !stopped) {
      std::map<WalkId, std::size_t> walks;
      std::erase_if(left,
                    [&](std::size_t i) { return walks.emplace(WalkOf(space, next[i]), i).second; });
      RunSpec part = further;
      WalkSet::Builder ids;
      for (const auto& [id, place] : walks) ids.Add(id);
      part.selection = ids.Build();
      const std::unique_ptr<FinishedRun> ran = Execute(std::move(part), integration, {});
      for (std::uint64_t slot = 0; slot < ran->plan().order().size(); ++slot) {
        const WalkResult result = ran->board().ResultOf(slot);
        if (const auto ending = endings.Of(result)) took[walks.at(result.id)] = *ending;
      }
      report.ledger += ran->board().Count();
      for (const Failure& failure : ran->board().run_failures())
        report.failures.push_back(failure.message);
      stopped = ran->interrupted() || !report.failures.empty();
    }
    inquiry.Take(took);
  }
  report.claims = inquiry.Claims();
  report.kinds = endings.kinds();
  return report;
}

std::string ToText(const WalkSpace& space, const InquiryReport& report) {
  std::string text;
  for (const explain::Claim& claim : report.claims) {
    const explain::FailureKind& kind = report.kinds[static_cast<std::size_t>(claim.group)];
    text += kind.outcome;
    if (kind.action < space.action_count())
      text += " in " + WalkAccess::Data(space)->actions[kind.action].name;
    text += " with " + explain::ToText(space, claim.combination) + ": ";
    text += claim.settled ? "confirmed by " : "not settled: failed in ";
    text += Walks(claim.failed) + (claim.settled ? ", contradicted by " : ", passed in ");
    text += claim.passed == 0 ? "none" : std::to_string(claim.passed);
    if (claim.flaky) text += "; it doesn't fail every time";
    text += "\n";
  }
  return text;
}

}  // namespace combtest::internal
