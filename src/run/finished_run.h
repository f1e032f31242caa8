// What a run has left.
#ifndef COMBTEST_SRC_RUN_FINISHED_RUN_H_
#define COMBTEST_SRC_RUN_FINISHED_RUN_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "combtest/integration.h"
#include "combtest/results.h"
#include "src/run/audience.h"
#include "src/run/retries.h"
#include "src/run/run_pass.h"

namespace combtest::internal {

// Made by Execute. Owns the states that were kept.
class FinishedRun {
 public:
  ~FinishedRun() { audience_.Stop(); }
  const std::string& name() const { return spec_.name; }
  const Plan& plan() const { return first_.plan; }
  const WalkBoard& board() const { return first_.board; }
  std::chrono::nanoseconds elapsed() const { return elapsed_; }
  bool interrupted() const { return first_.stop.interrupted(); }
  // What is in the log directory; empty where there is none.
  RunLogs logs() const { return audience_.logs(); }
  // Whether the walk in this slot has left a final state, and it was kept.
  bool HasState(std::uint64_t slot) const;
  // As JSON. Throws what the state's own code throws.
  boost::json::value StateJson(std::uint64_t slot) const;
  // Whether they came from workers.
  bool StatesAreText() const;
  // The same as text, which it is already where it came from a worker.
  std::string StateText(std::uint64_t slot) const;
  // The state itself, for a user; null where there is none. Throws Error where it came as JSON that
  // can't be read.
  void* ReadState(std::uint64_t slot) const;
  // Destroys it.
  void DropState(std::uint64_t slot);
  const std::string& array() const { return spec_.array; }
  // After Close().
  const Coverage& coverage() const { return coverage_; }
  const Explanations& explanations() const { return explanations_; }
  // The walks that have left one, by id, with their slots.
  std::vector<std::pair<WalkId, std::uint64_t>> WalksWithStates() const;

  // Where bodies follow. The body of this walk's case is over, and has found these failures.
  void EndBody(std::uint64_t slot, const std::vector<Failure>& failures);
  // All bodies are over.
  void Close();

 private:
  friend std::unique_ptr<FinishedRun> Execute(RunSpec spec, const Integration& integration,
                                              const Listeners& listeners);
  FinishedRun(RunSpec spec, const Listeners& listeners);

  void Run(const Integration& integration);
  void RunPasses(const Integration& integration);
  void ReadStates();
  // Brings it to its end while its own thread stands still. Once.
  void Cut(Failure why, bool tell_listeners);
  void CutByExit(const std::string& what);
  // Where the state of the walk in this slot is; makes the slot the one there.
  FinalStates* StatesOf(std::uint64_t& slot) const;

  const RunSpec spec_;
  const Integration* integration_ = nullptr;  // that it ran with
  Audience audience_;
  RunPass first_;
  std::unique_ptr<Retries> retries_;  // null: nothing is retried
  std::chrono::nanoseconds elapsed_{};
  Coverage coverage_;
  Explanations explanations_;
  std::atomic<bool> cut_ = false;
  std::atomic<bool> told_ = false;  // the audience has heard of its end
  bool closed_ = false;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

// Runs the walks and returns when all are over. Throws Error where the space can't be run.
std::unique_ptr<FinishedRun> Execute(RunSpec spec, const Integration& integration,
                                     const Listeners& listeners);

// As a walk's case ends: a passed, flaky or cancelled walk whose test body failed has failed.
WalkResult WithBody(WalkResult result, const std::vector<Failure>& failures);

// Of a run of these walks that is over. Adds what is wrong with it to the board's failures.
Coverage MeasureCoverage(const RunSpec& spec, const Plan& plan, WalkBoard& board);

// The same of what failed walks have in common.
Explanations ExplainFailures(const RunSpec& spec, const Plan& plan, WalkBoard& board);

RunSummary Summarize(const FinishedRun& run);
RunSummary SummaryOf(const WalkBoard& board, std::chrono::nanoseconds elapsed, RunLogs logs);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_FINISHED_RUN_H_
