// One host's worker says what can't be true. That costs its own walks, and nobody else's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "test/worker/fault_run.h"

namespace combtest::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

class Liar : public testing::TestWithParam<const char*> {};

TEST_P(Liar, IsEndedAndNamed) {
  const FaultRun run = RunFaults(
      {{"COMBTEST_LAUNCHER", std::string(COMBTEST_LIAR) + " " + GetParam() + " {host} {command}"},
       {"COMBTEST_HOSTS", "liar:1,good:2"},
       {"COMBTEST_WORKERS", "3"},
       {"COMBTEST_RECONNECT", "0"}});
  SCOPED_TRACE("stderr:\n" + run.err.substr(0, 4000));
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.run_failures, Contains(HasSubstr("the host `liar` is given up")));
  EXPECT_THAT(run.run_failures, testing::Not(Contains(HasSubstr("`good`"))));
  for (const auto& [id, text] : run.failed)
    // Of its own walks it may say that they failed.
    EXPECT_THAT(text, testing::AnyOf("at : failed",
                                     testing::AllOf(HasSubstr("lost: "), HasSubstr("on liar]"))))
        << id;
  EXPECT_LT(run.failed.size(), 100u);
  EXPECT_TRUE(run.ledger.ends_with("; balanced")) << run.ledger;
  for (std::uint64_t id = 0; id < run.walks(); ++id) {
    if (run.failed.contains(id)) continue;
    const FaultWalk w = WalkOf(id);
    std::ostringstream expected;
    expected << "passed " << w.open << "," << w.remount << "," << w.write << "," << w.sync << ","
             << w.read << ",0";
    const auto state = run.states.find(id);
    ASSERT_NE(state, run.states.end()) << "walk " << id;
    EXPECT_EQ(state->second, expected.str()) << "walk " << id;
  }
  ExpectNothingRanTwice(run);
  EXPECT_THAT(run.left_behind, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(All, Liar,
                         testing::Values("state", "ended", "goes-on", "released", "hello", "ready"),
                         [](const auto& lie) {
                           std::string name = lie.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace combtest::test
