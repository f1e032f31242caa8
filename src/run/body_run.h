// A run whose walks run in their own test bodies, one after the other.
#ifndef COMBTEST_SRC_RUN_BODY_RUN_H_
#define COMBTEST_SRC_RUN_BODY_RUN_H_

#include <chrono>
#include <optional>
#include <vector>

#include "src/run/audience.h"
#include "src/run/run_pass.h"

namespace combtest::internal {

class BodyRun {
 public:
  // Of the walks that are selected.
  BodyRun(RunSpec spec, const Integration& integration, const Listeners& listeners);
  ~BodyRun() { audience_.Stop(); }

  // The walk has run, and its test body goes on.
  void Add(const WalkResult& result, std::chrono::nanoseconds took);
  // The body is over, too, and has found these failures of its own. The walk is in the trace when
  // this returns. Does nothing where the body ran no walk.
  void EndBody(const std::vector<Failure>& failures);
  // No more walks run, but for extra ones. What went wrong beside them: the trace, a listener. The
  // second call only says it again.
  std::vector<Failure> End();
  // After End().
  const Coverage& coverage() const { return coverage_; }
  const Explanations& explanations() const { return explanations_; }

 private:
  struct Ran {
    WalkResult result;
    std::chrono::nanoseconds took;
  };
  const RunSpec spec_;
  const Integration& integration_;
  Audience audience_;
  RunPass pass_;
  Coverage coverage_;
  Explanations explanations_;
  std::optional<Ran> ran_;  // its body isn't over
  bool ended_ = false;
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_BODY_RUN_H_
