// What JSON doesn't like about a state makes no difference to its walk, or the same one for any
// number of workers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class AwkwardState : public testing::TestWithParam<const char*> {
 protected:
  static std::string Out(const char* workers, bool gather) {
    std::vector<std::string> arguments{GetParam()};
    if (gather) arguments.emplace_back("gather");
    Program program(COMBTEST_AWKWARD_SUITE, {{"COMBTEST_WORKERS", workers}}, arguments);
    EXPECT_EQ(program.Wait(), 0) << program.err();
    return program.out();
  }
};

TEST_P(AwkwardState, IsNobodysBusinessUnlessItIsAskedFor) {
  for (const char* workers : {"0", "1", "2", "8"})
    EXPECT_EQ(Out(workers, false), "30 selected = 30 passed, 0 states\n") << workers;
}

TEST_P(AwkwardState, EndsItsWalkAlikeWhereItIsAskedFor) {
  const std::string expected = Out("0", true);
  if (GetParam() == std::string("deep")) {
    EXPECT_EQ(expected, "30 selected = 30 passed, 30 states\n");
  } else {
    EXPECT_THAT(expected, StartsWith("30 selected = 30 failed, 0 states\n"));
    EXPECT_THAT(expected, HasSubstr("its state can't be "));
  }
  for (const char* workers : {"1", "2", "8"}) EXPECT_EQ(Out(workers, true), expected) << workers;
}

INSTANTIATE_TEST_SUITE_P(All, AwkwardState,
                         testing::Values("throws", "nan", "deep", "too-deep", "unreadable",
                                         "strange"),
                         [](const auto& kind) {
                           std::string name = kind.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace combtest::test
