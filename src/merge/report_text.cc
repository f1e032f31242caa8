#include <algorithm>

#include "combtest/duration.h"
#include "combtest/launcher.h"
#include "src/coverage/run_coverage.h"
#include "src/launcher/pasted_word.h"
#include "src/merge/merged_explanations.h"
#include "src/merge/report.h"
#include "src/text/list_text.h"

namespace combtest::internal {
namespace {

constexpr std::size_t kMaxFailed = 20;
// What a person would want to know of.
constexpr auto kSlow = std::chrono::milliseconds(100);

std::string OfShard(unsigned shard) { return " (shard " + std::to_string(shard) + ")"; }

// A message of several lines on one.
std::string OneLine(const std::string& text) {
  constexpr std::size_t kMaxLength = 200;
  std::string line;
  for (std::size_t i = 0; i < text.size() && line.size() < kMaxLength; ++i) {
    if (text[i] != '\n') {
      line += text[i];
      continue;
    }
    line += " | ";
    while (i + 1 < text.size() && text[i + 1] == ' ') ++i;
  }
  return line.size() < kMaxLength ? line : line + " …";
}

std::string FailedText(const DividedRun& run, const MergedRun::OfShard& failed) {
  const WalkResult& result = failed.walk.result;
  std::string text = "  " + run.name + "/" + failed.walk.name + OfShard(failed.shard) + ": " +
                     ToString(result.outcome);
  if (!result.where.empty()) text += ", in " + result.where;
  if (!result.failures.empty()) text += ": " + OneLine(result.failures.front().message);
  return text + "\n";
}

// The line that runs the failed walks again.
std::string RerunText(const MergedRun& merged, const std::string& trace) {
  const RunPart& part = merged.run->parts.front();
  if (merged.failed.empty() || part.suite == nullptr) return {};
  const auto& command = part.record->command;
  const std::string program = command.empty() ? part.record->program : PastedWord(command.front());
  if (part.suite->named && merged.failed.size() <= kMaxFailed) {
    std::string filter;
    for (const auto& failed : merged.failed)
      filter += (filter.empty() ? "" : ":") + merged.run->name + "/" + failed.walk.name;
    return "  run what failed: " + program + " --gtest_filter='" + filter + "'\n";
  }
  if (trace.empty())
    return "  --trace=OUT writes a trace that --combtest_rerun=OUT takes, to run what failed\n";
  return "  run what failed: " + program + " --combtest_rerun=" + ShellQuoted(trace) + "\n";
}

// Of which pairs of actions least is covered; empty: all of each.
std::string PairsText(const Coverage& coverage) {
  constexpr std::size_t kMost = 3;
  const std::vector<const PairCoverage*> incomplete = IncompletePairs(coverage);
  if (incomplete.empty()) return {};
  std::vector<std::string> texts;
  for (std::size_t p = 0; p < std::min(kMost, incomplete.size()); ++p) {
    const PairCoverage& pair = *incomplete[p];
    texts.push_back(std::to_string(pair.counts.covered) + " of " +
                    std::to_string(pair.counts.possible()) + " of " + pair.first + " and " +
                    pair.second);
  }
  return "  not all of " + CountText(incomplete.size(), "pair") +
         " of actions: " + ListText(texts, incomplete.size(), kMost) + "\n";
}

std::string RunText(const MergedRun& merged, const std::string& trace) {
  const std::size_t parts = merged.run->parts.size();
  std::string text = merged.run->name + ": " + ToString(merged.ledger) + "; ";
  text += parts == 1 ? DurationText(merged.longest)
                     : "the longest shard " + DurationText(merged.longest) + ", all together " +
                           DurationText(merged.together);
  text += "\n";
  for (const MergedRun::Slow& slow : merged.slowest) {
    if (slow.took >= kSlow)
      text += "  took " + DurationText(slow.took) + ": " + slow.name + OfShard(slow.shard) + "\n";
  }
  if (!merged.coverage.strengths.empty()) text += "  " + ToString(merged.coverage) + "\n";
  text += PairsText(merged.coverage);
  if (!merged.coverage.shortfall.empty()) text += "  " + merged.coverage.shortfall + "\n";
  for (const MergedRun::Note& note : merged.notes)
    text += "  shard " + std::to_string(note.shard) + " " + note.text + "\n";
  const std::size_t shown = std::min(merged.failed.size(), kMaxFailed);
  for (std::size_t i = 0; i < shown; ++i) text += FailedText(*merged.run, merged.failed[i]);
  if (shown < merged.failed.size())
    text += "  and " + std::to_string(merged.failed.size() - shown) + " more failed\n";
  text += RerunText(merged, trace);
  for (const std::string& line : ExplanationLines(merged)) text += "  " + line + "\n";
  return text;
}

std::string SetLines(const ShardSet& set) {
  std::string text = set.program + ": " + std::to_string(set.shards.size()) + " of " +
                     CountText(set.total, "shard");
  if (set.filter != "*") text += ", --gtest_filter=" + ShellQuoted(set.filter);
  text += "\n";
  for (const auto& [index, record] : set.shards) {
    if (!record->end || record->end->ok || record->end->failed.empty()) continue;
    text += "  failed otherwise than by a walk" + OfShard(index) + ": " +
            ListText(record->end->failed, record->end->failed_count) + "\n";
  }
  return text;
}

bool HasFailedWalks(const MergeReport& report) {
  return std::any_of(report.runs.begin(), report.runs.end(),
                     [](const MergedRun& run) { return !run.ok(); });
}

}  // namespace

bool MergeReport::ok() const {
  for (const ShardSet& set : sets) {
    for (const auto& [index, record] : set.shards) {
      if (record->end && !record->end->ok) return false;
    }
  }
  return !HasFailedWalks(*this);
}

std::string ReportText(const MergeReport& report, const std::string& trace) {
  std::string text;
  for (const ShardSet& set : report.sets) {
    text += SetLines(set);
    for (const MergedRun& run : report.runs) {
      if (run.run->set->program == set.program && run.run->set->filter == set.filter &&
          run.run->set->total == set.total)
        text += RunText(run, trace);
    }
  }
  if (!report.passed_over.empty()) {
    text += "passed over: " + CountText(report.passed_over.size(), "trace") +
            " of runs that weren't shards: " +
            ListText(report.passed_over, report.passed_over.size(), 3) + "\n";
  }
  if (report.code() == 2) {
    text += "NOT MERGED: standard error says why\n";
  } else if (report.code() == 0) {
    text += "all is well\n";
  } else {
    text +=
        HasFailedWalks(report) ? "FAILED\n" : "FAILED: all walks are well, but the program isn't\n";
  }
  return text;
}

}  // namespace combtest::internal
