// The run that a worker is started for.
#ifndef COMBTEST_SRC_WIRE_WORKER_TARGET_H_
#define COMBTEST_SRC_WIRE_WORKER_TARGET_H_

#include <string>
#include <string_view>

namespace combtest::internal {

// It is reached by starting the same program again.
struct WorkerTarget {
  std::string suite;  // a suite of walks: "All/DiskWalks", and
  std::string test;   // its TEST_P
  // Or a call of RunTests:
  // Where in the test program, in the test framework's words; empty: in main, outside of any test.
  std::string running_case;
  std::string run_name;  // RunOptions::name
  unsigned ordinal = 0;  // how many calls came before it there
  // Which time that the program runs its tests; 0: before the first.
  unsigned program_run = 0;

  bool is_suite() const { return !suite.empty(); }
  friend bool operator==(const WorkerTarget&, const WorkerTarget&) = default;
};

// As the value of kTargetVariable.
std::string Encode(const WorkerTarget& target);
// Throws what Boost.JSON throws for anything else.
WorkerTarget DecodeWorkerTarget(std::string_view text);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WIRE_WORKER_TARGET_H_
