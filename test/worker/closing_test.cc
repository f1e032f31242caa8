// Who closes all descriptors is known, however many walks are sent at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

using testing::HasSubstr;

TEST(Closing, IsBlamedOnTheWalkThatDidItAlwaysAndOnly) {
  std::set<int> culprits;
  for (int id = 0; id < 8000; ++id) {
    if (id / 400 % 10 == 3 && id / 20 % 20 % 7 == 2 && id % 20 % 6 == 1) culprits.insert(id);
  }
  ASSERT_EQ(culprits.size(), 24u);
  for (const char* workers : {"1", "3"}) {
    Program program(COMBTEST_CLOSING_SUITE, {{"COMBTEST_WORKERS", workers}});
    EXPECT_EQ(program.Wait(), 0);
    SCOPED_TRACE(program.err().substr(0, 2000));
    std::set<int> failed;
    std::istringstream out(program.out());
    for (std::string line; std::getline(out, line);) {
      if (!line.starts_with("failed ")) continue;
      failed.insert(std::stoi(line.substr(7)));
      EXPECT_THAT(line, HasSubstr("it closed descriptors that belong to its worker"));
    }
    EXPECT_EQ(failed, culprits);
    EXPECT_THAT(program.out(), HasSubstr("ledger 8000 selected = 7976 passed + 24 crashed"));
  }
}

}  // namespace
}  // namespace combtest::test
