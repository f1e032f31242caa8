#include "src/merge/merged_coverage.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>

#include "combtest/action.h"
#include "src/coverage/coverage.h"
#include "src/coverage/run_coverage.h"

namespace combtest::internal {
namespace {

// A shard that has covered a combination needn't find out whether it is possible.
void AddKnown(StrengthCoverage& known, const StrengthCoverage& of_shard) {
  known.impossible = std::max(known.impossible, of_shard.impossible);
  known.undecided = std::min(known.undecided, of_shard.undecided);
}

// Of one strength by all shards together; nothing where one of them doesn't know it.
std::optional<StrengthCoverage> Known(unsigned strength, const std::vector<Coverage>& of_shards) {
  std::optional<StrengthCoverage> known;
  for (const Coverage& of_shard : of_shards) {
    const StrengthCoverage* of = of_shard.Of(strength);
    if (of == nullptr) return std::nullopt;
    if (!known) known = *of;
    AddKnown(*known, *of);
  }
  return known;
}

// The same of all pairs of actions.
std::vector<PairCoverage> KnownPairs(const std::vector<Coverage>& of_shards) {
  std::vector<PairCoverage> known = of_shards.front().pairs;
  for (const Coverage& of_shard : of_shards) {
    if (of_shard.pairs.size() != known.size()) return {};
    for (std::size_t p = 0; p < known.size(); ++p)
      AddKnown(known[p].counts, of_shard.pairs[p].counts);
  }
  return known;
}

void SetCovered(StrengthCoverage& of, std::uint64_t covered) {
  if (covered > of.possible()) {
    throw Error("its walks cover " + std::to_string(covered) + " combinations of " +
                std::to_string(of.strength) + " actions' options, and its traces say that " +
                std::to_string(of.possible()) + " are possible");
  }
  of.covered = covered;
  of.undecided = std::min(of.undecided, of.missing());
}

std::vector<WalkId> WithoutExcluded(const std::vector<WalkId>& passed,
                                    const std::vector<Coverage>& of_shards) {
  std::set<WalkId> excluded;
  for (const Coverage& of_shard : of_shards)
    excluded.insert(of_shard.excluded.begin(), of_shard.excluded.end());
  std::vector<WalkId> rest;
  std::copy_if(passed.begin(), passed.end(), std::back_inserter(rest),
               [&](WalkId id) { return !excluded.contains(id); });
  return rest;
}

std::vector<coverage::Requirement> RequiredOf(const DividedRun& run) {
  for (const RunPart& part : run.parts) {
    if (part.trace == nullptr || part.trace->header.require_coverage.empty()) continue;
    try {
      return coverage::ParseRequirements(part.trace->header.require_coverage);
    } catch (const std::invalid_argument& wrong) {
      throw Error(part.trace->path + ": require_coverage: " + wrong.what());
    }
  }
  return {};
}

}  // namespace

Coverage MergedCoverage(const MergedRun& merged, const std::vector<Coverage>& of_shards) {
  Coverage result;
  const auto traced = std::find_if(merged.run->parts.begin(), merged.run->parts.end(),
                                   [](const RunPart& part) { return part.trace != nullptr; });
  if (traced == merged.run->parts.end()) return result;
  const TraceHeader& header = traced->trace->header;
  std::set<unsigned> strengths;
  for (const auto& of_shard : of_shards) {
    for (const StrengthCoverage& of : of_shard.strengths) strengths.insert(of.strength);
  }
  std::vector<coverage::ColumnGroup> groups;
  for (const unsigned strength : strengths) {
    const std::optional<StrengthCoverage> known = Known(strength, of_shards);
    if (!known || strength < 1 || strength > header.actions.size()) continue;
    result.strengths.push_back(*known);
    groups.push_back(coverage::AllColumns(header.actions.size(), strength));
  }
  if (!groups.empty()) {
    coverage::Levels levels;
    for (const TraceAction& action : header.actions)
      levels.push_back(static_cast<coverage::Option>(action.options.size()));
    try {
      coverage::Coverage measured(levels, groups);
      for (const WalkId id : WithoutExcluded(merged.passed, of_shards)) {
        const std::vector<std::size_t> options = header.OptionsOf(id);
        measured.Add(coverage::Row(options.begin(), options.end()));
      }
      measured.Decide({});
      for (StrengthCoverage& of : result.strengths)
        SetCovered(of, measured.counts(of.strength).covered);
      if (result.Of(2) != nullptr) {
        const std::vector<coverage::SetCounts> pairs = measured.CountsBySet(2);
        result.pairs = KnownPairs(of_shards);
        if (result.pairs.size() != pairs.size()) result.pairs.clear();
        for (std::size_t p = 0; p < result.pairs.size(); ++p)
          SetCovered(result.pairs[p].counts, pairs[p].counts.covered);
      }
    } catch (const std::exception& error) {
      throw Error(merged.run->name + ": " + error.what());
    }
  }
  result.shortfall = ShortfallOf(result, RequiredOf(*merged.run), header.actions.size());
  return result;
}

}  // namespace combtest::internal
