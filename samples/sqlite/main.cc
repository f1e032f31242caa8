// Before the tests the plan of the walks that are selected, after them what became of these.
#include <iostream>

#include "combtest/duration.h"
#include "combtest/gtest.h"
#include "samples/sqlite/actions.h"

namespace {

using sqlite_sample::SqliteWalks;

constexpr std::string_view kCases = "StaysSound/";

class Summary : public testing::EmptyTestEventListener {
  void OnTestProgramStart(const testing::UnitTest& program) override {
    const combtest::WalkSpace space = SqliteWalks().space();
    std::vector<combtest::WalkId> selected;
    ForEachWalk(program, [&](const testing::TestInfo& info) {
      const auto walk = space.Find(std::string_view(info.name()).substr(kCases.size()));
      if (walk) selected.push_back(walk->id());
    });
    plan_.emplace(space, combtest::Selection::Of(std::move(selected)));
    std::cout << *plan_ << std::endl;
  }

  void OnTestProgramEnd(const testing::UnitTest& program) override {
    combtest::Ledger ledger;
    ForEachWalk(program, [&](const testing::TestInfo& info) {
      ++ledger.selected;
      const testing::TestResult& result = *info.result();
      ++(result.Failed() ? ledger.failed : result.Skipped() ? ledger.cancelled : ledger.passed);
    });
    std::cout << "Walks: " << ledger << ", in " << plan_->phase_count() << " phases and "
              << plan_->serial_count() << " serial steps, "
              << combtest::DurationText(std::chrono::milliseconds(program.elapsed_time()))
              << std::endl;
  }

  static void ForEachWalk(const testing::UnitTest& program, const auto& visit) {
    for (int s = 0; s < program.total_test_suite_count(); ++s) {
      const testing::TestSuite& suite = *program.GetTestSuite(s);
      for (int t = 0; t < suite.total_test_count(); ++t) {
        const testing::TestInfo& info = *suite.GetTestInfo(t);
        if (info.should_run() && std::string_view(info.name()).starts_with(kCases)) visit(info);
      }
    }
  }

  std::optional<combtest::Plan> plan_;
};

}  // namespace

int main(int argc, char** argv) try {
  testing::InitGoogleTest(&argc, argv);
  if (!combtest::Init(&argc, argv)) return 0;
  testing::UnitTest::GetInstance()->listeners().Append(new Summary);
  return RUN_ALL_TESTS();
} catch (const combtest::Error& error) {
  std::cerr << "combtest: " << error.what() << "\n";
  return 1;
}
