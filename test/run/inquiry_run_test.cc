// Further walks after a run with failures.
#include "src/run/inquiry_run.h"

#include <combtest/walks.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <stdexcept>
#include <string>

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

TEST(InquiryRun, NamesTheOptionsWithItsEvidence) {
  const RunSpec spec = SpecOfSix(20);
  const auto run = Execute(spec, kNoFramework, {});
  ASSERT_GT(run->board().Count().failed, 0u);
  const Ledger before = run->board().Count();
  const InquiryReport report = Inquire(spec, *run, kNoFramework, {});
  ASSERT_EQ(report.claims.size(), 1u);
  EXPECT_EQ(report.claims[0].combination, (explain::Combination{{1, 2}, {3, 0}}));
  EXPECT_TRUE(report.claims[0].settled);
  EXPECT_LE(report.ledger.selected, 20u);
  EXPECT_TRUE(report.ledger.Balanced());
  EXPECT_TRUE(report.failures.empty());
  EXPECT_EQ(run->board().Count(), before);
  const std::string text = ToText(spec.space, report);
  EXPECT_THAT(text, HasSubstr("failed in Choose"));
  EXPECT_THAT(text, HasSubstr(": confirmed by "));
  EXPECT_THAT(text, HasSubstr("contradicted by none\n"));
}

TEST(InquiryRun, RunsNoMoreWalksThanItMay) {
  const RunSpec spec = SpecOfSix(20);
  const auto run = Execute(spec, kNoFramework, {});
  const InquiryReport report = Inquire(spec, *run, kNoFramework, {.walks = 3});
  EXPECT_EQ(report.ledger.selected, 3u);
}

TEST(InquiryRun, RunsNothingWhereNothingFailed) {
  RunSpec spec = SpecOfSix(1);
  spec.selection = WalkSet::Range(0, 1);
  const auto run = Execute(spec, kNoFramework, {});
  EXPECT_EQ(Inquire(spec, *run, kNoFramework, {}).ledger.selected, 0u);
}

}  // namespace
}  // namespace combtest::internal
