#include "src/merge/merged_coverage.h"

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>

#include "combtest/action.h"
#include "src/coverage/coverage.h"
#include "src/coverage/run_coverage.h"

namespace combtest::internal {
namespace {

// Of one strength by all shards together; nothing where one of them doesn't know it.
std::optional<StrengthCoverage> Known(unsigned strength,
                                      const std::vector<std::vector<StrengthCoverage>>& of_shards) {
  std::optional<StrengthCoverage> known;
  for (const auto& of_shard : of_shards) {
    const auto found = std::find_if(of_shard.begin(), of_shard.end(),
                                    [&](const auto& of) { return of.strength == strength; });
    if (found == of_shard.end()) return std::nullopt;
    if (!known) known = *found;
    known->impossible = std::max(known->impossible, found->impossible);
    known->undecided = std::min(known->undecided, found->undecided);
  }
  return known;
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

Coverage MergedCoverage(const MergedRun& merged,
                        const std::vector<std::vector<StrengthCoverage>>& of_shards) {
  Coverage result;
  const auto traced = std::find_if(merged.run->parts.begin(), merged.run->parts.end(),
                                   [](const RunPart& part) { return part.trace != nullptr; });
  if (traced == merged.run->parts.end()) return result;
  const TraceHeader& header = traced->trace->header;
  std::set<unsigned> strengths;
  for (const auto& of_shard : of_shards) {
    for (const StrengthCoverage& of : of_shard) strengths.insert(of.strength);
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
      for (const WalkId id : merged.passed) {
        const std::vector<std::size_t> options = header.OptionsOf(id);
        measured.Add(coverage::Row(options.begin(), options.end()));
      }
      measured.Decide({});
      for (StrengthCoverage& of : result.strengths) {
        of.covered = measured.counts(of.strength).covered;
        of.undecided = std::min(of.undecided, of.missing());
      }
    } catch (const std::length_error& error) {
      throw Error(merged.run->name + ": " + error.what());
    }
  }
  result.shortfall = ShortfallOf(result, RequiredOf(*merged.run), header.actions.size());
  return result;
}

}  // namespace combtest::internal
