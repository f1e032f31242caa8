// Threads that walks leave behind and that end their worker while it runs no walk.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "test/worker/scopes_run.h"

namespace combtest::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A walk's thread does it while a serial action runs, which waits for that.
ScopesRun EndBetween(const std::string& kind, const std::string& workers) {
  return RunScopes("once",
                   {{"COMBTEST_WORKERS", workers},
                    {"FAULT", "once-late-" + kind + "@there:Write(0) await-late@SetLevel(1)"}});
}

struct Case {
  const char* kind;
  const char* told;
};
class BetweenWalks : public testing::TestWithParam<Case> {};

TEST_P(BetweenWalks, AWorkerThatEndsItselfFailsTheRunAndNoWalk) {
#ifdef __SANITIZE_THREAD__
  if (std::string(GetParam().kind).find("exit") != std::string::npos)
    GTEST_SKIP() << "ThreadSanitizer sees that exit() destroys what other threads use";
#endif
  for (const char* workers : {"1", "2", "8"}) {
    const ScopesRun run = EndBetween(GetParam().kind, workers);
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_EQ(run.ledger, "144 selected = 144 passed; balanced") << run.err;
    EXPECT_THAT(run.run_failures,
                ElementsAre(testing::MatchesRegex("the run: .worker [0-7]. ended between walks: " +
                                                  std::string(GetParam().told) + ".*")));
    EXPECT_THAT(run.left_behind, IsEmpty());
  }
}

INSTANTIATE_TEST_SUITE_P(All, BetweenWalks,
                         testing::Values(Case{"segv", "crashed: SIGSEGV"},
                                         Case{"abort", "crashed: SIGABRT"},
                                         Case{"exit0", "exited: code 0"},
                                         Case{"_exit0", "exited: code 0"}));

// Which is nothing that a walk did.
TEST(BetweenWalksKilled, AWorkerIsReplaced) {
  for (const char* kind : {"kill", "term"}) {
    const ScopesRun run = EndBetween(kind, "2");
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(run.ledger, "144 selected = 144 passed; balanced");
    EXPECT_THAT(run.run_failures, IsEmpty());
    EXPECT_THAT(run.err, testing::HasSubstr("] ended between walks: crashed: SIG"));
  }
}

}  // namespace
}  // namespace combtest::test
