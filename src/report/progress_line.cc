#include "src/report/progress_line.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "combtest/duration.h"
#include "src/space/space_data.h"
#include "src/text/plain_stream.h"

namespace combtest::internal {
namespace {

constexpr auto kFirst = std::chrono::seconds(2);
constexpr auto kEvery = std::chrono::milliseconds(500);
// Younger walks aren't worth a word.
constexpr auto kLong = std::chrono::seconds(1);

std::string ActionOf(const Plan& plan, const RunningWalk& walk) {
  const SpaceData& space = *WalkAccess::Data(plan.space());
  return space.PlaceText(walk.id, walk.action);
}

}  // namespace

ProgressLine::ProgressLine(const Plan& plan, const WalkBoard& board, bool terminal,
                           std::chrono::nanoseconds expected)
    : plan_(plan),
      board_(board),
      terminal_(terminal),
      expected_(expected),
      start_(Clock::now()),
      next_(start_ + kFirst) {}

void ProgressLine::Wipe() {
  if (std::exchange(shown_, false)) std::fputs("\r\x1b[K", stderr);
}

void ProgressLine::OnTick(const PlanStep& phase, const std::function<RunningWalk()>& longest) {
  const auto now = Clock::now();
  if (now < next_) return;
  next_ = now + kEvery;
  const RunningWalk walk = longest();
  if (terminal_) {
    std::string line = Line(phase, walk, std::chrono::duration<double>(now - start_).count());
    // One that wraps can't be wiped.
    if (line.size() >= TerminalColumns()) {
      std::size_t end = TerminalColumns() - 1;
      while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xc0) == 0x80) --end;
      line.resize(end);
    }
    std::fprintf(stderr, "\r\x1b[K%s", line.c_str());
    std::fflush(stderr);
    shown_ = true;
  } else if (walk.age > warn_age_) {
    std::fprintf(stderr, "combtest: slow: %s has run for %s in walk %s\n",
                 ActionOf(plan_, walk).c_str(), DurationText(walk.age).c_str(),
                 ToString(plan_.space()[walk.id]).c_str());
    warn_age_ *= 2;
  }
}

std::string ProgressLine::Line(const PlanStep& phase, const RunningWalk& longest,
                               double seconds) const {
  const Ledger ledger = board_.Count();
  const std::uint64_t over = ledger.Sum() - ledger.not_run;
  const std::uint64_t failed = ledger.failed + ledger.crashed + ledger.timed_out + ledger.lost;
  PlainStream out;
  out << over << "/" << plan_.order().to_run() << " walks";
  if (failed > 0) out << ", " << failed << " failed";
  out << ", "
      << static_cast<std::uint64_t>(static_cast<double>(board_.segments()) /
                                    std::max(seconds, 1e-3))
      << (plan_.phase_count() > 1 ? " segments/s" : "/s");
  if (const auto left = Left(seconds); left >= std::chrono::seconds(1))
    out << ", about " << DurationText(left) << " left";
  if (plan_.phase_count() > 1) {
    std::size_t number = 0;
    for (const PlanStep& step : plan_.steps()) {
      if (step.kind == PlanStep::Kind::kPhase && step.begin < step.end) ++number;
      if (step == phase) break;
    }
    out << ", phase " << number << " of " << plan_.phase_count();
  }
  if (longest.age > kLong)
    out << ", " << ActionOf(plan_, longest) << " has run for " << DurationText(longest.age);
  if (failed > 0 && first_failed_.empty()) {
    for (const WalkResult& result : board_.Ended()) {
      if (!result.failed()) continue;
      first_failed_ = ToString(plan_.space()[result.id]);
      break;
    }
  }
  if (!first_failed_.empty()) out << ", failed: " << first_failed_;
  return out.str();
}

// As the run is expected to take, else by the rate so far; walks that end early make it shorter.
std::chrono::seconds ProgressLine::Left(double seconds) const {
  constexpr std::uint64_t kFew = 10;
  const std::uint64_t done = board_.segments();
  std::uint64_t all = 0;
  for (const PlanStep& step : plan_.steps()) {
    if (step.kind == PlanStep::Kind::kPhase && step.begin < step.end) all += step.walks();
  }
  const double expected = std::chrono::duration<double>(expected_).count() - seconds;
  if (expected > 0 && done < all)
    return std::chrono::seconds(static_cast<std::int64_t>(expected + 0.5));
  if (done < kFew || done >= all) return std::chrono::seconds(0);
  const double left = seconds * static_cast<double>(all - done) / static_cast<double>(done);
  constexpr double kDays = 1e6;
  return std::chrono::seconds(static_cast<std::int64_t>(std::min(left, kDays)));
}

}  // namespace combtest::internal
