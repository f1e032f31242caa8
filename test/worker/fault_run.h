// One run of the suite of faults, and what must hold of it whatever went wrong.
#ifndef COMBTEST_TEST_WORKER_FAULT_RUN_H_
#define COMBTEST_TEST_WORKER_FAULT_RUN_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "test/worker/program.h"

namespace combtest::test {

// The options of a walk: Open, Remount, Write, Sync, Read.
struct FaultWalk {
  int open, remount, write, sync, read;
  std::uint64_t id() const {
    return static_cast<std::uint64_t>((((open * 2 + remount) * 3 + write) * 2 + sync) * 2 + read);
  }
};
FaultWalk WalkOf(std::uint64_t id);

struct FaultRun {
  int exit_code = 0;
  int opens = 8;
  int ballast = 0;
  std::map<std::uint64_t, std::string> failed;  // "at Read(1): crashed: SIGSEGV …"
  std::map<std::uint64_t, std::string> states;  // "passed 0,0,0,0,0,0"
  std::vector<std::string> run_failures;
  std::string ledger;
  std::map<std::string, int> log;  // how often each place was entered
  std::string err;
  std::vector<int> left_behind;

  std::uint64_t walks() const { return static_cast<std::uint64_t>(opens) * 24; }
  // The only walk that failed; fails the test where there isn't exactly one.
  std::uint64_t OnlyFailed() const;
};

FaultRun RunFaults(const Variables& variables, bool opaque_state = false);
// By another program, which starts it in its own way: these words come before it.
FaultRun RunFaultsBy(const std::vector<std::string>& starter, const Variables& variables);
FaultRun ResultsOf(Program& program, const Variables& variables);

// Asserts that all walks but the failed ones passed with their own states, that no action ran
// twice, that every walk is accounted for, and that no process was left behind.
void ExpectTheRestUnharmed(const FaultRun& run);
// That no action of any walk ran twice.
void ExpectNothingRanTwice(const FaultRun& run);

}  // namespace combtest::test

#endif  // COMBTEST_TEST_WORKER_FAULT_RUN_H_
