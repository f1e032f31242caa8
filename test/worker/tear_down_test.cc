// A state's destructor is its walk's tear-down: it runs once, where the walk ran.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(TearDown, RunsOnceInTheWorkerThoughStatesGoToAFile) {
  for (const bool states : {false, true}) {
    SCOPED_TRACE(states);
    std::vector<std::string> arguments;
    if (states) arguments.emplace_back("--combtest_states=states.jsonl");
    Program program(COMBTEST_TEAR_DOWN_SUITE, {{"COMBTEST_WORKERS", "1"}}, arguments);
    EXPECT_EQ(program.Wait(), 1) << program.err();
    EXPECT_THAT(program.out(), HasSubstr("[  PASSED  ] 3 tests."));
    EXPECT_THAT(program.out(), HasSubstr("crashed: SIGABRT"));
    std::map<int, int> times;
    std::istringstream destroyed(program.File("destroyed"));
    for (std::string line; std::getline(destroyed, line);) {
      ++times[std::stoi(line)];
      EXPECT_THAT(line, Not(testing::EndsWith(" in " + std::to_string(program.pid()))));
    }
    EXPECT_EQ(times, (std::map<int, int>{{1, 1}, {2, 1}, {3, 1}, {4, 1}}));
    if (!states) continue;
    const std::string file = program.File("states.jsonl");
    EXPECT_EQ(std::count(file.begin(), file.end(), '\n'), 3);
    EXPECT_THAT(file, HasSubstr(R"("state":{"user":4})"));
  }
}

}  // namespace
}  // namespace combtest::test
