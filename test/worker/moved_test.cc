// States whose walks go on in other workers: how many objects are made of them, and destroyed.
#include <gtest/gtest.h>

#include <iterator>
#include <sstream>
#include <string>
#include <tuple>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

class Moved : public testing::TestWithParam<std::tuple<const char*, const char*>> {};

// However it came to be: by a copy of the initial state, or from JSON where its walk has moved.
TEST_P(Moved, EveryStateThatIsMadeIsDestroyedOnce) {
  const auto [workers, threads] = GetParam();
  const int processes = std::stoi(workers) + 1;
  Program program(COMBTEST_MOVED_SUITE,
                  {{"COMBTEST_WORKERS", workers}, {"COMBTEST_THREADS", threads}});
  EXPECT_EQ(program.Wait(), 0) << program.err();
  std::istringstream moved(program.File("moved"));
  const auto walks = std::distance(std::istream_iterator<int>(moved), {});
  EXPECT_GE(walks, processes == 3 && threads == std::string("1") ? 1 : 0) << "none has moved";
  std::istringstream accounts(program.File("accounts"));
  int all_made = 0, all_destroyed = 0, told = 0;
  for (int made = 0, destroyed = 0; accounts >> made >> destroyed; ++told) {
    // In a worker the initial state is left over, which belongs to main.
    EXPECT_LE(made - destroyed, 1);
    EXPECT_GE(made, destroyed);
    all_made += made;
    all_destroyed += destroyed;
  }
  EXPECT_EQ(told, processes);
  EXPECT_TRUE(accounts.eof()) << program.File("accounts");
  EXPECT_EQ(all_made - all_destroyed, processes - 1);
  // 40 x 3 walks, and each that has moved once more.
  EXPECT_GE(all_destroyed, 120 + walks);
}

INSTANTIATE_TEST_SUITE_P(
    Modes, Moved, testing::Combine(testing::Values("0", "1", "2", "8"), testing::Values("1", "4")),
    [](const auto& mode) {
      return std::get<0>(mode.param) + std::string("Workers") + std::get<1>(mode.param) + "Threads";
    });

}  // namespace
}  // namespace combtest::test
