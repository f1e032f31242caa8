#include "gtest_integration/src/walk_summary.h"

#include <algorithm>

#include "combtest/config.h"
#include "combtest/duration.h"
#include "gtest_integration/src/replay_line.h"

namespace combtest::internal {
namespace {

constexpr const char* kTag = "[  WALKS   ] ";
// A filter of more names helps nobody to paste.
constexpr std::size_t kMaxRerun = 20;

std::string Counted(std::uint64_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string How(const Plan& plan) {
  std::string how = Counted(plan.phase_count(), "phase", "phases");
  if (plan.serial_count() > 0) {
    how += " and " + Counted(plan.serial_count(), "serial step", "serial steps");
  }
  const config::Settings settings = config::Current();
  if (settings.workers > 0) {
    how += ", " + Counted(settings.workers, "worker", "workers");
    if (settings.threads > 1) how += " of " + std::to_string(settings.threads) + " threads";
  } else if (settings.threads > 1) {
    how += ", " + std::to_string(settings.threads) + " threads";
  }
  return how;
}

// Nobody should have to look for them.
std::string FlakyWalks(const WalkGroup& group, const std::vector<WalkResult>& flaky) {
  std::string names;
  std::size_t count = 0;
  bool fail = false;
  for (const WalkResult& result : flaky) {
    fail = result.failed();
    if (++count > kMaxRerun) continue;
    names += std::string(kTag) + "  " + ToString(group.space()[result.id]) + ": " +
             std::to_string(result.attempts) + " attempts\n";
  }
  if (count == 0) return {};
  std::string text = kTag + Counted(count, "FLAKY WALK", "FLAKY WALKS") +
                     " failed and passed when run again" +
                     (fail ? ", which counts as failed (--combtest_flaky=fail)"
                           : ", which counts as passed; --combtest_flaky=fail makes it a failure") +
                     "\n" + names;
  if (count > kMaxRerun)
    text += std::string(kTag) + "  and " + std::to_string(count - kMaxRerun) + " more\n";
  return text;
}

}  // namespace

std::string SummaryOfBodies(const WalkGroup& group) {
  if (GTEST_FLAG_GET(brief)) return {};
  std::string text;
  if (!group.array_text().empty()) text += kTag + group.array_text() + "\n";
  if (!group.coverage().strengths.empty()) text += kTag + ToString(group.coverage()) + "\n";
  if (config::Current().coverage == 0) return text;
  for (const std::string& line : DetailsOf(group.coverage())) text += kTag + line + "\n";
  return text;
}

std::string WhyTheyFailed(const WalkGroup& group) {
  const auto how = [&](WalkId id) {
    const Walk walk = group.space()[id];
    if (!group.named_by_walk_name()) return ToString(walk);
    std::vector<WalkResult> crashes;
    if (group.has_run()) crashes.push_back(group.ResultOf(id));
    return RerunLine(group.prefix() + walk.name(), crashes);
  };
  std::string text;
  for (const std::string& line : ExplanationLines(group.explanations(), group.space(), how))
    text += kTag + line + "\n";
  return text;
}

std::string WhyTheyFailedAgain(const WalkGroup& group) {
  // As many lines leave the answer on the screen.
  constexpr std::uint64_t kShortList = 10;
  if (GTEST_FLAG_GET(brief) || group.explanations().failed <= kShortList) return {};
  std::string text;
  for (const std::string& line : ExplanationHeadlines(group.explanations()))
    text += kTag + line + "\n";
  return text;
}

std::string SummaryOf(const WalkGroup& group) {
  const RunSummary summary = group.Summary();
  std::string text = SummaryOfBodies(group);
  text += kTag + ToString(summary.ledger) + "; " + How(group.plan()) + ", " +
          DurationText(summary.elapsed) + "\n";
  const auto walks = static_cast<std::int64_t>(std::max<std::uint64_t>(1, summary.walk_count));
  for (const std::string& line :
       SlowWalkLines(summary.slowest_walks, group.space(), summary.elapsed / walks))
    text += kTag + line + "\n";
  text += FlakyWalks(group, summary.flaky_walks);
  std::string names;
  const std::size_t failed = summary.failed_walks.size();
  if (failed == 0 || !group.named_by_walk_name()) return text;
  if (failed > kMaxRerun) {
    return text + kTag + std::to_string(failed) + " failed; each says above how to run it alone\n";
  }
  for (const WalkResult& result : summary.failed_walks) {
    names += (names.empty() ? "" : ":") + group.suite() + "." + group.test() + "/" +
             group.space()[result.id].name();
  }
  return text + kTag + "run what failed: " + RerunLine(names, summary.failed_walks) + "\n";
}

}  // namespace combtest::internal
