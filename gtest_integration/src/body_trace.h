// The trace of walks that run in their own test bodies, one after the other.
#ifndef COMBTEST_GTEST_INTEGRATION_BODY_TRACE_H_
#define COMBTEST_GTEST_INTEGRATION_BODY_TRACE_H_

#include <chrono>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "src/trace/trace_writer.h"

namespace combtest::internal {

// As the walk's case ends: a passed, flaky or cancelled walk whose test body failed has failed.
WalkResult WithBody(WalkResult result, const std::vector<Failure>& failures);

class BodyTrace {
 public:
  // Of these walks. Throws Error where the trace can't be created.
  BodyTrace(const TraceSetup& setup, const WalkSpace& space, std::vector<WalkId> ids);

  // The walk has run, and its test body goes on.
  void Add(const WalkResult& result, std::chrono::nanoseconds took);
  // The body is over, too, and has found these failures of its own. The walk is in the file when
  // this returns. Does nothing where the body ran no walk.
  void EndBody(const std::vector<Failure>& failures);
  // No more walks run. What couldn't be written, empty: nothing.
  std::string End();

 private:
  struct Ran {
    WalkResult result;
    std::chrono::nanoseconds took;
  };
  const Selection selection_;
  const Plan plan_;
  StopSignal stop_;
  WalkBoard board_;
  TraceWriter writer_;
  std::unordered_map<WalkId, std::uint64_t> slots_;
  std::optional<Ran> ran_;  // its body isn't over
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_BODY_TRACE_H_
