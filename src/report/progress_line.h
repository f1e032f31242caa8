// The line on a terminal that says how far a long run is.
#ifndef COMBTEST_SRC_REPORT_PROGRESS_LINE_H_
#define COMBTEST_SRC_REPORT_PROGRESS_LINE_H_

#include <chrono>
#include <functional>
#include <string>

#include "src/engine/walk_board.h"
#include "src/os/process_info.h"

namespace combtest::internal {

// Writes to standard error: on a terminal one line that is renewed, elsewhere only a line for a
// walk that takes very long. Silent for the first seconds.
class ProgressLine : public RunObserver {
 public:
  // `expected`: what the whole run may take, as far as that is known; 0: it isn't.
  ProgressLine(const Plan& plan, const WalkBoard& board, bool terminal = StandardErrorIsTerminal(),
               std::chrono::nanoseconds expected = {});
  ~ProgressLine() override { Wipe(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void Wipe();

  bool wants_walks() const override { return false; }
  void OnTick(const PlanStep& phase, const std::function<RunningWalk()>& longest) override;
  // "1234/5000 walks, 2 failed, 512/s, about 8 s left, phase 2 of 7, Write("x") has run for 12 s,
  // failed: …" with the first walk that did. What matters most comes first: a narrow terminal cuts
  // the rest off. For tests.
  std::string Line(const PlanStep& phase, const RunningWalk& longest, double seconds) const;

 private:
  std::chrono::seconds Left(double seconds) const;

  using Clock = std::chrono::steady_clock;
  const Plan& plan_;
  const WalkBoard& board_;
  const bool terminal_;
  const std::chrono::nanoseconds expected_;
  const Clock::time_point start_;
  Clock::time_point next_;
  bool shown_ = false;
  mutable std::string first_failed_;  // of the walks that had failed when it was first asked
  std::chrono::nanoseconds warn_age_ = std::chrono::seconds(60);
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_REPORT_PROGRESS_LINE_H_
