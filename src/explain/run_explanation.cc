#include "src/explain/run_explanation.h"

#include <algorithm>
#include <ostream>
#include <utility>
#include <variant>

#include "src/explain/search.h"
#include "src/space/exclusion.h"
#include "src/space/space_data.h"

namespace combtest {

std::string ToString(const OptionCombination& combination) {
  if (combination.empty()) return "any options";
  std::string text;
  for (std::size_t i = 0; i < combination.size(); ++i) {
    if (i > 0) text += i + 1 == combination.size() ? " and " : ", ";
    text += combination[i].text;
  }
  return text;
}

namespace internal {
namespace {

using explain::Observation;

constexpr std::size_t kMostKept = std::size_t{1} << 20;
constexpr std::size_t kMostIds = 10;
constexpr std::size_t kMostAlternatives = 8;
// Groups of one place; further messages are all put into the first.
constexpr std::size_t kMostMessages = 8;
// Messages of one place that are looked at.
constexpr std::uint64_t kMostLookedAt = 20'000;
// About a second, of all groups.
constexpr std::uint64_t kMostWork = 400'000'000;

std::uint64_t Mixed(std::uint64_t x) {
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
  x = (x ^ x >> 27) * 0x94d049bb133111ebu;
  return x ^ x >> 31;
}

// The same on every platform.
void Shuffle(std::vector<Observation>& list) {
  std::uint64_t state = 0x9e3779b97f4a7c15u;
  for (std::size_t i = list.size(); i > 1; --i) {
    state += 0x9e3779b97f4a7c15u;
    std::swap(list[i - 1], list[Mixed(state) % i]);
  }
}

OptionCombination OptionsOf(const WalkSpace& space, const explain::Combination& combination) {
  OptionCombination options;
  for (const explain::Choice& choice : combination)
    options.push_back({choice.action, choice.option, ToText(space, choice)});
  return options;
}

Explanation ExplanationOf(const WalkSpace& space, const explain::Finding& finding) {
  Explanation explanation;
  explanation.options = OptionsOf(space, finding.options);
  explanation.failed = finding.failed;
  explanation.walks = finding.failed + finding.passed;
  for (const explain::Choice& choice : finding.passes_with)
    explanation.passes_with.push_back({choice.action, choice.option, ToText(space, choice)});
  explanation.alternative_count = finding.alternatives.size();
  for (const explain::Combination& other : finding.alternatives) {
    if (explanation.alternatives.size() == kMostAlternatives) break;
    explanation.alternatives.push_back(OptionsOf(space, other));
  }
  explanation.failing = finding.failing;
  explanation.passing = finding.passing;
  if (finding.passing) {
    const explain::Row a = explain::RowOf(space, finding.failing);
    const explain::Row b = explain::RowOf(space, *finding.passing);
    for (std::size_t action = 0; action < a.size(); ++action) {
      if (a[action] != b[action]) explanation.differ.push_back(action);
    }
  }
  return explanation;
}

}  // namespace

Explainer::Explainer(WalkSpace space, ExplainSettings settings)
    : space_(std::move(space)), settings_(settings) {}

bool Explainer::Keeps(WalkId id, std::uint64_t sieve) {
  return sieve == 1 || Mixed(id + 0x9e3779b97f4a7c15u) % sieve == 0;
}

void Explainer::AddTo(std::vector<Observation>& list, Observation one, std::uint64_t& sieve) {
  list.push_back(one);
  if (list.size() < kMostKept) return;
  sieve *= 2;
  std::erase_if(list, [&](const Observation& kept) { return !Keeps(kept.id, sieve); });
}

void Explainer::Add(const WalkResult& result) {
  if (result.passed()) return AddPassed(result.id);
  if (result.not_run() || std::holds_alternative<outcome::Lost>(result.outcome)) return;
  Observation seen{result.id};
  if (result.cancelled()) {
    seen.reached = static_cast<std::uint32_t>(result.action);
  } else {
    seen.group = GroupOf(space_[result.id], result, seen.reached);
  }
  ++others_count_;
  if (Keeps(result.id, others_sieve_)) AddTo(others_, seen, others_sieve_);
}

void Explainer::AddPassedOf(const std::vector<WalkResult>& ended, std::uint64_t passed) {
  const WalkId size = space_.full_size();
  ExclusionCursor exclusions(WalkAccess::Data(space_));
  auto next = ended.begin();
  const auto add = [&](WalkId id) {
    while (next != ended.end() && next->id < id) ++next;
    if (next != ended.end() && next->id == id) return;
    if (!space_.HasExclusions() || !exclusions.Excluded(id)) AddPassed(id);
  };
  if (size <= 4 * kMostKept) {
    for (WalkId id = 0; id < size; ++id) add(id);
  } else {
    std::vector<WalkId> some;
    for (std::uint64_t i = 0; i < kMostKept; ++i) some.push_back(Mixed(i) % size);
    std::sort(some.begin(), some.end());
    some.erase(std::unique(some.begin(), some.end()), some.end());
    for (const WalkId id : some) add(id);
  }
  passed_count_ = passed;
}

std::uint32_t Explainer::GroupOf(const Walk& walk, const WalkResult& result,
                                 std::uint32_t& reached) {
  explain::FirstFailure first = explain::FirstFailureOf(walk, result);
  reached = static_cast<std::uint32_t>(first.reached);
  Place& place = places_[{first.kind.outcome, first.kind.action, first.kind.file, first.kind.line}];
  ++place.walks;
  std::uint32_t group = 0;
  const auto known = place.walks > kMostLookedAt ? by_kind_.end() : by_kind_.find(first.kind);
  if (known != by_kind_.end()) {
    group = known->second;
  } else if (place.groups.size() >= kMostMessages || place.walks > kMostLookedAt) {
    group = place.groups.front();
  } else {
    group = static_cast<std::uint32_t>(groups_.size());
    by_kind_.emplace(first.kind, group);
    place.groups.push_back(group);
    groups_.push_back({std::move(first.kind), first.message, 0, 0, {}});
  }
  Known& of = groups_[group];
  if (!of.first.empty() && walk.id() < of.first.front()) of.message = std::move(first.message);
  ++of.count;
  if (result.flaky()) ++of.flaky;
  if (of.first.size() < kMostIds || walk.id() < of.first.back()) {
    of.first.insert(std::upper_bound(of.first.begin(), of.first.end(), walk.id()), walk.id());
    if (of.first.size() > kMostIds) of.first.pop_back();
  }
  return group;
}

void Explainer::Group(const explain::Evidence& evidence, std::uint32_t group, std::uint64_t work,
                      Explanations& explanations) const {
  const Known& known = groups_[group];
  FailureGroup of;
  of.outcome = known.kind.outcome;
  of.action = known.kind.action;
  if (of.action < space_.action_count()) of.action_name = space_.ActionName(of.action);
  of.file = known.kind.file;
  of.line = known.kind.line;
  of.message = known.message;
  of.walks = known.first;
  of.walk_count = known.count;
  of.flaky = known.flaky;
  explain::SearchSettings search;
  search.most_options = settings_.most_options;
  search.most_work = work;
  const explain::GroupFindings found = explain::Search(evidence, group, search);
  for (const explain::Finding& finding : found.findings)
    of.explanations.push_back(ExplanationOf(space_, finding));
  of.explained = found.explained;
  of.past = found.past;
  if (found.largest > 0)
    explanations.largest =
        explanations.largest == 0 ? found.largest : std::min(explanations.largest, found.largest);
  explanations.groups.push_back(std::move(of));
}

Explanations Explainer::Explain() {
  Explanations explanations;
  if (groups_.empty()) return explanations;
  explanations.group_count = groups_.size();
  explanations.passed = passed_count_;
  for (const Known& known : groups_) explanations.failed += known.count;
  std::vector<Observation> all = std::move(others_);
  all.insert(all.end(), passed_.begin(), passed_.end());
  passed_ = {};
  // As they came, in whatever order workers ran them, they'd make results differ.
  std::sort(all.begin(), all.end(),
            [](const Observation& a, const Observation& b) { return a.id < b.id; });
  Shuffle(all);
  std::vector<std::uint32_t> actions;
  for (const Known& known : groups_)
    actions.push_back(static_cast<std::uint32_t>(known.kind.action));
  const std::uint64_t before = all.size();
  const explain::Evidence evidence(explain::LevelsOf(space_), actions, std::move(all));
  explanations.looked_at = before - evidence.left_out();
  explanations.left_out = passed_count_ + others_count_ - explanations.looked_at;

  std::vector<std::uint32_t> order(groups_.size());
  for (std::uint32_t group = 0; group < order.size(); ++group) order[group] = group;
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (groups_[a].count != groups_[b].count) return groups_[a].count > groups_[b].count;
    return groups_[a].kind < groups_[b].kind;
  });
  if (order.size() > settings_.most_groups) order.resize(settings_.most_groups);
  for (const std::uint32_t group : order)
    Group(evidence, group, kMostWork / order.size(), explanations);
  return explanations;
}

Explanations ExplainRun(const Plan& plan, const WalkBoard& board, const ExplainSettings& settings) {
  const Ledger ledger = board.Count();
  if (!settings.on || ledger.failed + ledger.crashed + ledger.timed_out + ledger.flaky == 0)
    return {};
  Explainer explainer(plan.space(), settings);
  const RunOrder& order = plan.order();
  if (order.listed()) {
    for (std::uint64_t slot = 0; slot < order.size(); ++slot) {
      WalkResult result = board.ResultOf(slot);
      result.id = order[slot];
      explainer.Add(result);
    }
    return explainer.Explain();
  }
  // The board knows only those that didn't pass; which of them didn't run it doesn't.
  const std::vector<WalkResult> ended = board.Ended();
  for (const WalkResult& result : ended) explainer.Add(result);
  if (ledger.not_run > 0) return explainer.Explain();
  explainer.AddPassedOf(ended, ledger.passed);
  return explainer.Explain();
}

}  // namespace internal
}  // namespace combtest
