// Extra walks after a run with failures.
#include "src/run/extra_walks.h"

#include <combtest/walks.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <stdexcept>
#include <string>
#include <utility>

#include "src/report/explanations.h"
#include "src/run/finished_run.h"

namespace combtest::internal {
namespace {

using testing::HasSubstr;

const Integration kNoFramework;

struct Chosen {
  std::array<int, 6> options{};
};
template <int N>
struct Choose : Action {
  static constexpr std::array kOptions = {0, 1, 2};
  void Run(int option, Chosen& state) const {
    state.options[N] = option;
    if (N == 4 && state.options[1] == 2 && state.options[3] == 0)
      throw std::runtime_error("1 and 3 don't go together");
  }
};

RunSpec SpecOfSix(std::uint64_t step) {
  RunSpec spec{
      "Six",
      Walks<Chosen, Choose<0>, Choose<1>, Choose<2>, Choose<3>, Choose<4>, Choose<5>>().space()};
  spec.show_progress = false;
  spec.list_all = true;
  WalkSet::Builder walks;
  for (WalkId id = 0; id < spec.space.full_size(); id += step) walks.Add(id);
  spec.selection = walks.Build();
  return spec;
}

class ExtraWalksTest : public testing::Test {
 protected:
  static Explanations Run(RunSpec spec, std::uint64_t walks = 60) {
    spec.extra_walks.budget = ExtraWalksBudget{walks};
    const auto run = Execute(std::move(spec), kNoFramework, {});
    EXPECT_TRUE(run->board().Count().Balanced());
    return run->explanations();
  }
};

TEST_F(ExtraWalksTest, NameTheOptionsWithTheirEvidence) {
  const auto extra = Run(SpecOfSix(20)).extra;
  ASSERT_TRUE(extra);
  ASSERT_EQ(extra->tried.size(), 1u);
  const TriedCombination& tried = extra->tried[0];
  EXPECT_EQ(ToString(tried.options), "Choose<1>=2 and Choose<3>=0");
  EXPECT_TRUE(tried.confirmed);
  EXPECT_EQ(tried.passed, 0u);
  EXPECT_GE(tried.without, 2u);
  EXPECT_LE(extra->ledger.selected, 20u);
  EXPECT_TRUE(extra->ledger.Balanced());
  EXPECT_EQ(extra->note, "");
  EXPECT_THAT(TriedText(tried), HasSubstr(": confirmed by "));
}

TEST_F(ExtraWalksTest, AreNoMoreThanAllowed) {
  const auto extra = Run(SpecOfSix(20), 3).extra;
  ASSERT_TRUE(extra);
  EXPECT_EQ(extra->ledger.selected, 3u);
  EXPECT_EQ(extra->note, "no more were allowed");
}

TEST_F(ExtraWalksTest, SayWhatIsOnlySuspectedWhereTheyEndEarly) {
  bool any = false;
  for (const std::uint64_t budget : {2u, 4u, 6u}) {
    SCOPED_TRACE(budget);
    const auto extra = Run(SpecOfSix(20), budget).extra;
    ASSERT_TRUE(extra);
    EXPECT_LE(extra->tried.size(), 3u);
    for (const TriedCombination& tried : extra->tried) {
      EXPECT_FALSE(tried.confirmed);
      EXPECT_TRUE(tried.suspected);
      EXPECT_GT(tried.failed, 0u);
      EXPECT_THAT(TriedText(tried), HasSubstr(": only suspected, not confirmed; it failed in "));
      any = any || ToString(tried.options) == "Choose<1>=2 and Choose<3>=0";
    }
  }
  EXPECT_TRUE(any);
}

TEST_F(ExtraWalksTest, AreNoneWhereNothingFailed) {
  RunSpec spec = SpecOfSix(1);
  spec.selection = WalkSet::Range(0, 1);
  EXPECT_FALSE(Run(std::move(spec)).extra);
}

}  // namespace
}  // namespace combtest::internal
