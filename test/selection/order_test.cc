// The order in which walks start, and which were slowest.
#include <gtest/gtest.h>

#include <thread>

#include "combtest/combtest.h"
#include "test/trace/trace_run.h"

namespace combtest {
namespace {

using test::TempDirectory;

std::vector<int> started;  // options of walks, one thread
bool heals = false;

struct Number : Action {
  static constexpr std::array kOptions = {0, 1, 2, 3, 4, 5};
  void Run(int number) const {
    started.push_back(number);
    // By far longer than anything else takes on a busy machine.
    if (number == 2) std::this_thread::sleep_for(std::chrono::milliseconds(700));
    if (number == 5) std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    if (number == 3 && !heals) throw std::runtime_error("three");
  }
};

class OrderTest : public testing::Test {
 protected:
  ~OrderTest() override {
    config::Set("order", "declared");
    heals = false;
  }
  Results<NoState> Run(const char* order) {
    config::Set("order", order);
    started.clear();
    RunOptions<NoState> options;
    options.name = "numbers";
    options.log_dir = temp_ / "logs";
    return RunTests<NoState, Number>(options);
  }
  const TempDirectory temp_;
};

TEST_F(OrderTest, GoesByTheLastTrace) {
  EXPECT_EQ(Run("failed-first").error_count, 1u);  // nothing is known yet
  EXPECT_EQ(started, (std::vector{0, 1, 2, 3, 4, 5}));
  Run("failed-first");
  ASSERT_EQ(started.size(), 6u);
  started.resize(3);
  EXPECT_EQ(started, (std::vector{3, 5, 2}));
  heals = true;
  const Results<NoState> results = Run("slowest-first");
  started.resize(2);
  EXPECT_EQ(started, (std::vector{5, 2}));
  EXPECT_TRUE(results.ok());
  Run("declared");
  EXPECT_EQ(started, (std::vector{0, 1, 2, 3, 4, 5}));
}

TEST_F(OrderTest, TheSlowestWalksAreInTheSummary) {
  const Results<NoState> results = Run("declared");
  ASSERT_GE(results.slowest_walks.size(), 2u);
  EXPECT_EQ(results.slowest_walks[0].id, 5u);
  EXPECT_GE(results.slowest_walks[0].took, std::chrono::milliseconds(1500));
  EXPECT_EQ(results.slowest_walks[1].id, 2u);
  const std::string text = ToString(results, results.space);
  EXPECT_NE(text.find("took 1.5"), std::string::npos) << text;
  EXPECT_NE(text.find(" s: Number(5)\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("Number(0)"), std::string::npos) << text;
}

struct Quick : Action {
  static auto Options() {
    std::vector<int> options(20'000);
    for (int i = 0; i < 20'000; ++i) options[static_cast<std::size_t>(i)] = i;
    return options;
  }
  void Run(int number) const {
    if (number == 15'000) std::this_thread::sleep_for(std::chrono::milliseconds(2000));
  }
};

TEST(SlowestWalksTest, OneSlowWalkAmongQuickOnesIsFound) {
  for (const unsigned threads : {1u, 2u}) {
    RunOptions<NoState> options;
    options.threads = threads;
    const Results<NoState> results = RunTests<NoState, Quick>(options);
    ASSERT_FALSE(results.slowest_walks.empty());
    EXPECT_EQ(results.slowest_walks[0].id, 15'000u);
    EXPECT_GE(results.slowest_walks[0].took, std::chrono::milliseconds(1900));
  }
}

}  // namespace
}  // namespace combtest
