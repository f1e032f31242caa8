// A state whose walk goes on in another worker is destroyed once, too.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

TEST(Moved, EveryStateIsDestroyedOnce) {
  Program program(COMBTEST_MOVED_SUITE, {{"COMBTEST_WORKERS", "2"}});
  EXPECT_EQ(program.Wait(), 0) << program.err();
  EXPECT_NE(program.File("moved"), "") << "no walk has moved";
  std::istringstream accounts(program.File("accounts"));
  int processes = 0;
  for (std::string line; std::getline(accounts, line); ++processes) {
    // In a worker the initial state, which belongs to main.
    EXPECT_THAT(line, testing::AnyOf("left over: 0", "left over: 1"));
  }
  EXPECT_EQ(processes, 3);
}

}  // namespace
}  // namespace combtest::test
