// What a seed asks for: a suite of walks, how it is run, and what goes wrong in it. Known to the
// program that runs the walks, and to the model that foretells what becomes of them.
#ifndef COMBTEST_TEST_CHAOS_CHAOS_PLAN_H_
#define COMBTEST_TEST_CHAOS_CHAOS_PLAN_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace combtest::test {

enum class Fault {
  // The walk's own.
  kExpect,
  kFail,
  kThrow,
  kCancel,
  kSkip,
  kComeback,    // a child that it forks comes back
  kUnwritable,  // its state's to_json throws from here on
  kUnreadable,  // and from_json
  kFlood,       // prints megabytes of lines
  kLongLine,    // or one line of a megabyte
  // Only in workers.
  kLeftover,  // leaves a process
  kSegv,
  kAbort,
  kFpe,
  kTerm,
  kKill,
  kExit0,
  kUnderscoreExit7,
  kClose,  // all descriptors
  kHang,
};
// It takes down the process that runs the walk.
bool Kills(Fault fault);

struct ChaosAction {
  char letter;
  bool serial;
  int options;
};

struct ChaosPlan {
  std::uint64_t seed = 0;
  std::vector<ChaosAction> actions;
  int depth = 0;  // serial actions
  int workers = 0;
  int threads = 1;
  bool checkpoint = true;
  bool states = false;  // final ones go to a file
  // By place: "A1S0B2" for the action B; "S0T1" for the serial action T; "-S0T1" for its Undo.
  std::map<std::string, Fault> faults;

  std::string suite() const { return "Chaos" + std::to_string(depth); }
  bool Has(Fault fault) const;
  // In a line.
  std::string Text() const;
};

ChaosPlan PlanOf(std::uint64_t seed);
// The same without faults, and with so many workers at least.
ChaosPlan CalmPlanOf(std::uint64_t seed, int least_workers);

}  // namespace combtest::test

#endif  // COMBTEST_TEST_CHAOS_CHAOS_PLAN_H_
