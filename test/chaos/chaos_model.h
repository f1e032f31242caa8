// What must come of a plan, worked out from what the documentation promises and from nothing of
// combtest's.
#ifndef COMBTEST_TEST_CHAOS_CHAOS_MODEL_H_
#define COMBTEST_TEST_CHAOS_CHAOS_MODEL_H_

#include <map>
#include <set>
#include <string>

#include "test/chaos/chaos_plan.h"

namespace combtest::test {

struct Foretold {
  // As a trace has them. More than one where it is left open: who else runs in a process that
  // breaks down, and what was in its memory.
  std::set<std::string> outcomes;
  // Its final state, where it isn't taken down; empty: it has none that JSON has a word for.
  std::string state;
};

struct Count {
  int least = 0, most = 0;
};

struct Prophecy {
  std::map<std::string, Foretold> walks;  // by name: "A_1__S_0__B_2"
  std::map<std::string, Count> visits;    // of places, those of serial actions and their Undo too
  bool fails = false;                     // apart from its walks
};

Prophecy Foretell(const ChaosPlan& plan);

}  // namespace combtest::test

#endif  // COMBTEST_TEST_CHAOS_CHAOS_MODEL_H_
