#include "src/coverage/run_coverage.h"

#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <utility>
#include <variant>

#include "combtest/action.h"
#include "src/coverage/coverage.h"
#include "src/coverage/space_constraints.h"
#include "src/space/exclusion.h"
#include "src/space/space_data.h"

namespace combtest {
namespace {

internal::coverage::Counts CountsOf(const StrengthCoverage& coverage) {
  return {coverage.all, coverage.covered, coverage.impossible, coverage.undecided};
}

// "98.148 % (53 of 54; 3 impossible)".
std::string CountsText(const StrengthCoverage& of) {
  std::string text = internal::coverage::PercentText(CountsOf(of)) + " (" +
                     std::to_string(of.covered) + " of " + std::to_string(of.possible());
  if (of.impossible > 0) text += "; " + std::to_string(of.impossible) + " impossible";
  if (of.undecided > 0) text += "; " + std::to_string(of.undecided) + " undecided";
  return text + ")";
}

}  // namespace

const StrengthCoverage* Coverage::Of(unsigned strength) const {
  for (const StrengthCoverage& one : strengths) {
    if (one.strength == strength) return &one;
  }
  return nullptr;
}

std::string ToString(const Coverage& coverage) {
  if (coverage.strengths.empty()) return "coverage wasn't measured";
  std::string text;
  for (const StrengthCoverage& of : coverage.strengths)
    text +=
        (text.empty() ? "covered " : ", ") + std::to_string(of.strength) + "-way " + CountsText(of);
  return text;
}

std::ostream& operator<<(std::ostream& out, const Coverage& coverage) {
  return out << ToString(coverage);
}

namespace internal {
namespace {

using coverage::RowOutcome;

// A tenth of a second or so.
constexpr double kCheap = 2e7;
constexpr std::size_t kMissingShown = 20;
constexpr std::size_t kPairsShown = 20;

StrengthCoverage Public(std::size_t strength, const coverage::Counts& counts) {
  return {static_cast<unsigned>(strength), counts.all, counts.covered, counts.impossible,
          counts.undecided};
}

RowOutcome RowOutcomeOf(const WalkResult& result) {
  if (result.cancelled()) return RowOutcome::kCancelled;
  if (result.not_run()) return RowOutcome::kNotRun;
  if (!result.failed()) return RowOutcome::kPassed;
  const bool crashed = std::holds_alternative<outcome::Crashed>(result.outcome) ||
                       std::holds_alternative<outcome::Exited>(result.outcome);
  return crashed ? RowOutcome::kCrashed : RowOutcome::kFailed;
}

// Those that are required, and the others as far as they are cheap.
std::set<std::size_t> StrengthsToMeasure(const coverage::Levels& levels, double walks,
                                         const CoverageSettings& settings) {
  std::set<std::size_t> strengths;
  for (const coverage::Requirement& required : settings.required)
    strengths.insert(std::min(required.strength, levels.size()));
  for (std::size_t t = 1; t <= std::min<std::size_t>(settings.strength, levels.size()); ++t) {
    const coverage::TupleCount count =
        coverage::CountTuples(coverage::AllColumns(levels.size(), t), levels);
    if (settings.asked || count.tuples + count.sets * walks <= kCheap) strengths.insert(t);
  }
  return strengths;
}

std::vector<PairCoverage> AllPairs(const SpaceData& space) {
  std::vector<PairCoverage> pairs;
  for (std::size_t a = 0; a < space.actions.size(); ++a) {
    for (std::size_t b = a + 1; b < space.actions.size(); ++b) {
      const std::uint64_t all = std::uint64_t{space.radix[a]} * space.radix[b];
      pairs.push_back({space.actions[a].name, space.actions[b].name, {2, all, all, 0, 0}});
    }
  }
  return pairs;
}

// All walks of the full product.
bool AllHavePassed(const Plan& plan, const WalkBoard& board) {
  if (plan.space().HasExclusions() || plan.order().size() < plan.space().full_size()) return false;
  return board.Count().passed == plan.space().full_size();
}

}  // namespace

std::vector<std::string> DetailsOf(const Coverage& of) {
  std::vector<std::string> lines;
  std::size_t incomplete = 0;
  for (const PairCoverage& pair : of.pairs) {
    if (pair.counts.missing() == 0 || ++incomplete > kPairsShown) continue;
    lines.push_back("of " + pair.first + " and " + pair.second + ": " + CountsText(pair.counts));
  }
  if (incomplete > kPairsShown) {
    lines.push_back("and of " + std::to_string(incomplete - kPairsShown) +
                    " more pairs of actions not all");
  }
  for (const MissingCombination& missing : of.missing)
    lines.push_back("missing: " + missing.options + " (" + missing.reason + ")");
  for (const ImpossibleCombination& impossible : of.impossible) {
    std::string line = "impossible: " + impossible.options;
    for (std::size_t i = 0; i < impossible.constraints.size(); ++i)
      line += (i == 0 ? " by " : " and ") + impossible.constraints[i];
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<const PairCoverage*> IncompletePairs(const Coverage& coverage) {
  std::vector<const PairCoverage*> pairs;
  for (const PairCoverage& pair : coverage.pairs) {
    if (pair.counts.missing() > 0) pairs.push_back(&pair);
  }
  const auto share = [](const PairCoverage& pair) {
    return static_cast<double>(pair.counts.covered) / static_cast<double>(pair.counts.possible());
  };
  std::stable_sort(pairs.begin(), pairs.end(),
                   [&](const auto* a, const auto* b) { return share(*a) < share(*b); });
  return pairs;
}

Coverage CoverageOf(const Plan& plan, const WalkBoard& board, const CoverageSettings& settings) {
  const WalkSpace& space = plan.space();
  const RunOrder& order = plan.order();
  const coverage::Levels levels = coverage::LevelsOf(space);
  const std::set<std::size_t> strengths =
      StrengthsToMeasure(levels, static_cast<double>(order.size()), settings);
  Coverage result;
  std::vector<coverage::ColumnGroup> groups;
  for (const std::size_t strength : strengths)
    groups.push_back(coverage::AllColumns(levels.size(), strength));
  if (groups.empty()) return result;
  if (AllHavePassed(plan, board)) {
    for (const coverage::ColumnGroup& group : groups) {
      const auto all = static_cast<std::uint64_t>(coverage::CountTuples(group, levels).tuples);
      result.strengths.push_back({static_cast<unsigned>(group.strength), all, all, 0, 0});
    }
    if (strengths.contains(2)) result.pairs = AllPairs(*WalkAccess::Data(space));
    return result;
  }
  try {
    coverage::Coverage measured(levels, groups);
    ExclusionCursor exclusions(WalkAccess::Data(space));
    for (std::uint64_t slot = 0; slot < order.size(); ++slot) {
      const RowOutcome outcome = RowOutcomeOf(board.ResultOf(slot));
      // One that is named may be excluded, and then isn't among those to cover.
      if (space.HasExclusions() && exclusions.Excluded(order[slot])) {
        if (outcome == RowOutcome::kPassed) result.excluded.push_back(order[slot]);
      } else {
        measured.Add(coverage::RowOf(space, order[slot]), outcome);
      }
    }
    const coverage::Constraints constraints = coverage::ConstraintsOf(space);
    measured.Decide(constraints);
    for (const std::size_t strength : strengths) {
      result.strengths.push_back(Public(strength, measured.counts(strength)));
    }
    const std::vector<ActionEntry>& actions = WalkAccess::Data(space)->actions;
    for (const coverage::SetCounts& pair : measured.CountsBySet(2)) {
      result.pairs.push_back(
          {actions[pair.columns[0]].name, actions[pair.columns[1]].name, Public(2, pair.counts)});
    }
    for (const coverage::MissingTuple& missing : measured.Missing(kMissingShown)) {
      result.missing.push_back({static_cast<unsigned>(missing.tuple.size()),
                                coverage::TupleText(space, missing.tuple),
                                std::string(coverage::ReasonText(missing.reason))});
    }
    if (settings.asked) {
      for (coverage::ImpossibleTuple& tuple : measured.Impossible(kMissingShown, constraints)) {
        result.impossible.push_back({static_cast<unsigned>(tuple.tuple.size()),
                                     coverage::TupleText(space, tuple.tuple),
                                     std::move(tuple.constraints)});
      }
    }
  } catch (const std::length_error& error) {
    throw Error(error.what());
  }
  if (settings.judged) result.shortfall = ShortfallOf(result, settings.required, levels.size());
  return result;
}

std::string ShortfallOf(const Coverage& of, const std::vector<coverage::Requirement>& required,
                        std::size_t actions) {
  std::string text;
  for (const coverage::Requirement& requirement : required) {
    const std::size_t strength = std::min(requirement.strength, actions);
    const StrengthCoverage* counts = of.Of(static_cast<unsigned>(strength));
    if (counts != nullptr && coverage::IsMet(requirement, CountsOf(*counts))) continue;
    text += (text.empty() ? "" : ", and ") + std::to_string(strength) + "-way coverage is ";
    const std::string asked = coverage::RequirementText(requirement);
    const std::string percent = asked.substr(asked.find(':') + 1) + " %";
    if (counts == nullptr) {
      text += "not known, and " + percent + " are required";
    } else {
      text += coverage::PercentText(CountsOf(*counts)) + " (" + std::to_string(counts->covered) +
              " of " + std::to_string(counts->possible()) + "), less than the " + percent +
              " that are required";
    }
  }
  if (text.empty() || of.missing.empty()) return text;
  const MissingCombination& first = of.missing.front();
  return text + "; " + first.options + " is missing (" + first.reason + ")" +
         (of.missing.size() > 1 ? ", among others" : "");
}

}  // namespace internal
}  // namespace combtest
