// A suite of walks that pass, fail, go on after failing, and skip, with serial actions and updates.
#include <combtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <fstream>
#include <stdexcept>
#include <string>

#include "test/worker/fault_state.h"

namespace {

struct Open : combtest::Action {
  static constexpr std::array kOptions = {0, 1, 2, 3, 4};
  void Run(int option, FaultState& state) const {
    state.open = option;
    if (option == 4) throw combtest::CancelWalk("not on this disk");
    EXPECT_NE(option, 3) << "goes on all the same";
  }
};

struct Remount : combtest::SerialAction {
  static constexpr std::array kOptions = {0, 1};
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  int Run(int option) const { return 10 + option; }
};

struct Write : combtest::Action {
  static constexpr std::array kOptions = {0, 1, 2};
  void Run(int option, FaultState& state) const {
    SCOPED_TRACE("writing");
    ASSERT_FALSE(option == 2 && state.open == 1 && state.remount == 1);
    state.write = option;
  }
};

struct Sync : combtest::SerialAction {
  static constexpr std::array kOptions = {0, 1, 2};
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  int Run(int option) const {
    if (option == 2) throw std::runtime_error("the device is gone");
    return 20 + option;
  }
};

struct Read : combtest::Action {
  static constexpr std::array kOptions = {0, 1};
  void Run(int option, FaultState& state) const {
    state.read = option;
    if (option == 1 && state.open == 2) GTEST_SKIP() << "nothing to read";
    if (option == 1 && state.write == 1) throw 7;
    EXPECT_EQ(state.sync + option * state.remount, state.sync * 1);
  }
};

COMBTEST_WALKS(Disk, FaultState, Open, Remount, Write, Sync, Read);
COMBTEST_WALKS(Plain, FaultState, Open, Write, Read);

TEST(Gathered, StatesToFile) {
  const auto results =
      combtest::RunTests<FaultState, Open, Remount, Write, Sync, Read>({.gather_states = true});
  std::ofstream file("states");
  for (std::size_t i = 0; i < results.states.size(); ++i) {
    file << results.walks[i].id << " " << results.walks[i].name << " " << results.walks[i].branch
         << " " << combtest::ToString(results.walks[i].outcome) << " "
         << boost::json::serialize(combtest::ToJson(results.states[i])) << "\n";
  }
  for (const combtest::WalkResult& walk : results.failed_walks) file << walk << "\n";
  for (const combtest::WalkResult& walk : results.cancelled_walks) file << walk << "\n";
  file << results.ledger << "\n" << results.segment_count << " segments\n";
}

}  // namespace
