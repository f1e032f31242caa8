// RunOptions::retries, in this process.
#include <gtest/gtest.h>

#include <array>
#include <boost/json/value.hpp>
#include <map>
#include <mutex>
#include <stdexcept>

#include "combtest/combtest.h"
#include "src/record/result_json.h"
#include "test/support/text.h"

namespace combtest {
namespace {

std::mutex mutex;
std::map<int, int> runs;  // by option

struct Tries {
  int option = 0;
  int attempt = 0;
};

// Passes in attempt option + 1; 9: never.
struct PassLate : Action {
  static constexpr std::array kOptions = {0, 1, 2, 9};
  void Run(int option, Tries& tries) const {
    const std::lock_guard lock(mutex);
    tries = {option, ++runs[option]};
    if (tries.attempt <= option) throw std::runtime_error("too early");
  }
};
struct Switch : SerialAction {
  static constexpr std::array kOptions = {true};
  void Run(bool) const {}
};

class RetriesTest : public testing::TestWithParam<unsigned> {
 protected:
  RetriesTest() { runs.clear(); }
  RunOptions<Tries> Options(unsigned retries) {
    RunOptions<Tries> options;
    options.threads = GetParam();
    options.retries = retries;
    return options;
  }
};

TEST_P(RetriesTest, FailedWalksRunAgainUntilTheyPass) {
  RunOptions<Tries> options = Options(2);
  options.gather_states = true;
  const auto results = RunTests<Tries, PassLate>(options);
  EXPECT_EQ(runs, (std::map<int, int>{{0, 1}, {1, 2}, {2, 3}, {9, 3}}));
  EXPECT_EQ(test::Printed(results.ledger), "4 selected = 1 passed + 2 flaky + 1 failed");
  EXPECT_FALSE(results.ok());
  EXPECT_EQ(results.flaky_count, 2u);
  ASSERT_EQ(results.flaky_walks.size(), 2u);
  EXPECT_EQ(results.flaky_walks[0].id, 1u);
  EXPECT_EQ(results.flaky_walks[0].outcome, Outcome(outcome::Flaky{2}));
  EXPECT_EQ(results.flaky_walks[1].outcome, Outcome(outcome::Flaky{3}));
  ASSERT_EQ(results.flaky_walks[1].failures.size(), 2u);
  EXPECT_EQ(results.flaky_walks[1].failures[0].attempt, 1u);
  EXPECT_EQ(results.flaky_walks[1].failures[1].attempt, 2u);
  EXPECT_EQ(results.flaky_walks[1].failures[1].message, "threw std::runtime_error: too early");
  ASSERT_EQ(results.failed_walks.size(), 1u);
  EXPECT_EQ(results.failed_walks[0].attempts, 3u);
  EXPECT_EQ(results.failed_walks[0].failures.size(), 3u);
  // The states are those of the last attempts.
  ASSERT_EQ(results.states.size(), 4u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(results.states[i].attempt, static_cast<int>(i) + 1);
  EXPECT_EQ(results.states[3].attempt, 3);
  const std::string text = test::Printed(results);
  EXPECT_TRUE(test::Contains(text, "FLAKY: 2 walks failed and passed when run again"));
  EXPECT_TRUE(
      test::Contains(text, "attempt 2: threw std::runtime_error: too early (in PassLate(2))"));
}

TEST_P(RetriesTest, WithoutGatheringTheAccountIsTheSame) {
  const auto results = RunTests<Tries, PassLate>(Options(9));
  EXPECT_TRUE(results.ok());
  EXPECT_EQ(test::Printed(results.ledger), "4 selected = 1 passed + 3 flaky");
  EXPECT_EQ(results.segment_count, 1u + 2 + 3 + 10);
}

TEST_P(RetriesTest, AStopAtAFailureWaitsForTheLastAttempt) {
  RunOptions<Tries> options = Options(2);
  options.stop_on_failure = true;
  const auto results = RunTests<Tries, PassLate>(options);
  EXPECT_EQ(results.ledger.failed, 1u);
  EXPECT_EQ(results.failed_walks.at(0).id, 3u);
  EXPECT_TRUE(results.ledger.Balanced());
  if (GetParam() > 1) return;
  // 9 comes last, and everything before it has passed in the end.
  EXPECT_EQ(test::Printed(results.ledger), "4 selected = 1 passed + 2 flaky + 1 failed");
  EXPECT_EQ(runs, (std::map<int, int>{{0, 1}, {1, 2}, {2, 3}, {9, 3}}));
}

INSTANTIATE_TEST_SUITE_P(Threads, RetriesTest, testing::Values(1u, 4u));

TEST(RetriesOptionTest, SerialActionsRefuseThem) {
  RunOptions<Tries> options;
  options.retries = 1;
  const std::string message =
      test::MessageOf<Error>([&] { RunTests<Tries, PassLate, Switch>(options); });
  EXPECT_TRUE(test::Contains(message, "the serial action Switch"));
}

TEST(RetriesOptionTest, AFlakyResultSurvivesJson) {
  WalkResult result;
  result.id = 7;
  result.outcome = outcome::Flaky{3, true};
  result.attempts = 3;
  result.failures.push_back({});
  result.failures[0].attempt = 2;
  EXPECT_EQ(internal::ResultFromJson(internal::ResultToJson(result)), result);
}

}  // namespace
}  // namespace combtest
