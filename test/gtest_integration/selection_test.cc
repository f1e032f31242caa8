// Filters, listing, disabled tests and shards, with the same answers as ordinary tests give.
#include <algorithm>
#include <filesystem>
#include <set>

#include "test/gtest_integration/suite_run.h"

namespace combtest::test {
namespace {

bool IsDisabled(const std::string& name) { return name.find("DISABLED_") != name.npos; }

class Selection : public AllModes {
 protected:
  static void SetUpTestSuite() { all_ = new std::map<std::string, Words>; }
  static void TearDownTestSuite() { delete all_; }

  const Words& All() const {
    Words& names = (*all_)[GetParam().Program()];
    if (names.empty()) names = ListTests(GetParam().Program());
    return names;
  }
  Words Selected(const std::string& filter) const {
    Words names;
    for (const std::string& name : All()) {
      if (FilterSelects(filter, name)) names.push_back(name);
    }
    return names;
  }

 private:
  static inline std::map<std::string, Words>* all_ = nullptr;
};

TEST_P(Selection, ListsEveryWalkOnce) {
  const std::size_t walks = GetParam().serial ? 36 : 18;
  const std::size_t mixed = GetParam().serial ? 84 : 42;
  EXPECT_EQ(Selected("All/Good.Pass/*").size(), walks);
  EXPECT_EQ(Selected("All/Good.Again/*").size(), walks);
  EXPECT_EQ(Selected("Few/Good.Pass/*").size(), walks / 3);
  EXPECT_EQ(Selected("All/Indexed.Pass/*").size(), mixed);
  EXPECT_EQ(Selected("All/Custom.Pass/Walk*").size(), mixed);
  EXPECT_EQ(Selected("All/Wrapped.Pass/My_*").size(), mixed);
  EXPECT_EQ(Selected("Ordinary.*").size(), 2u);
  EXPECT_EQ(Selected("All/Good.Pass/" + Walk("A_1__B_x", "C_true")).size(), 1u);
  EXPECT_EQ(std::set<std::string>(All().begin(), All().end()).size(), All().size());
}

TEST_P(Selection, FilterRunsAndListsWhatItNames) {
  const std::string walk = Walk("A_2__B_y", "C_false");
  const std::string other = Walk("A_3__B_z", "C_true");
  for (const std::string& filter : Words{
           "All/Good.Pass/" + walk,
           "All/Good.Pass/" + walk + ":All/Good.Again/" + other,
           "All/Good.*/" + walk + ":Few/Good.Pass/" + walk,
           "*" + walk,
           "*/" + walk + ":*" + other,
           "*_2__B_y" + walk.substr(8),  // the end of a name
           walk,                         // no whole name: nothing
           "*A_1__*",
           "*Good*B_?__*",
           "*/Good.*-*B_x*:*C_true",
           "All/Good.Pass/" + walk + ":" + "All/Good.Pass/" + other + "-*B_z*",
           "Ordinary.Passes",
           "Ordinary.Passes:All/Good.Pass/" + walk,
           "Ordinary.*:All/Reads.*",
           "All/Indexed.Pass/0",
           "All/Indexed.Pass/17:All/Indexed.Again/3",
           "*/17",
           "All/Custom.Pass/Walk7:All/Good.Pass/" + walk,
           "*Walk7",
           "All/Wrapped.Pass/My_" + Walk("A_2__Misbehave_kNone", "C_true"),
           "*" + Walk("A_1__Misbehave_kNone", "C_true"),
           "All/Good.Pass/A_9__B_x__C_true",
           "Nothing.*",
           "-All/*",
           "-*Mixed*:*Indexed*:*Custom*:*Wrapped*",
       }) {
    SCOPED_TRACE(filter);
    const Words expected = Selected(filter);
    EXPECT_EQ(ListTests(GetParam().Program(), {"--gtest_filter=" + filter}), expected);
    Words ran;
    for (const CaseReport& report : Run(filter).cases) {
      if (report.result != "SUPPRESSED") ran.push_back(report.name);
    }
    Words enabled;
    std::remove_copy_if(expected.begin(), expected.end(), std::back_inserter(enabled), IsDisabled);
    EXPECT_EQ(ran, enabled);
  }
}

TEST_P(Selection, OnlySelectedWalksRun) {
  const SuiteRun run = Run("All/Good.Pass/" + Walk("A_2__B_y", "C_false"));
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  if (GetParam().serial) {
    EXPECT_EQ(run.log, (Words{"switch on", "walk A2 By on C0 (on)", "undo on"}));
  } else {
    EXPECT_EQ(run.log, (Words{"walk A2 By C0 (none)"}));
  }
}

TEST_P(Selection, WholeSuiteRunsEveryWalkOnce) {
  const SuiteRun run = Run("All/Good.Pass/*");
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  Words expected;
  for (const std::string a : {"A1", "A2", "A3"}) {
    for (const std::string b : {" Bx", " By", " Bz"}) {
      for (const std::string c : {" C0", " C1"}) {
        if (GetParam().serial) {
          expected.push_back("walk " + a + b + " on" + c + " (on)");
          expected.push_back("walk " + a + b + " off" + c + " (off)");
        } else {
          expected.push_back("walk " + a + b + c + " (none)");
        }
      }
    }
  }
  EXPECT_EQ(Logged(run, "walk"), Sorted(expected));
  EXPECT_EQ(Logged(run, "switch"),
            GetParam().serial ? (Words{"switch off", "switch on"}) : Words{});
}

TEST_P(Selection, BodyReadsStates) {
  const SuiteRun run = Run("All/Reads.*");
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  EXPECT_EQ(run.cases.size(), GetParam().serial ? 36u : 18u);
}

TEST_P(Selection, DisabledWalksRunOnlyWhenAsked) {
  const std::size_t walks = GetParam().serial ? 36 : 18;
  const SuiteRun without = Run("All/Partly.*:*DISABLED_Whole*");
  EXPECT_EQ(without.run.exit_code, 0) << without.run;
  EXPECT_EQ(Logged(without, "walk").size(), walks);
  EXPECT_NE(without.run.out.find("YOU HAVE " + std::to_string(2 * walks) + " DISABLED TESTS"),
            std::string::npos)
      << without.run;
  const SuiteRun with = Run("All/Partly.*:*DISABLED_Whole*", {"--gtest_also_run_disabled_tests"});
  EXPECT_EQ(with.run.exit_code, 0) << with.run;
  EXPECT_EQ(Logged(with, "walk").size(), 3 * walks);
}

TEST_P(Selection, SevenShardsPartitionTheWalks) {
  const std::string filter = "*Good*:Ordinary.*";
  Words ran;
  for (int shard = 0; shard < 7; ++shard) {
    SCOPED_TRACE(shard);
    const std::string status = FreshDirectory() + "/status";
    const SuiteRun run = Run(filter, {},
                             {{"GTEST_TOTAL_SHARDS", "7"},
                              {"GTEST_SHARD_INDEX", std::to_string(shard)},
                              {"GTEST_SHARD_STATUS_FILE", status}});
    EXPECT_EQ(run.run.exit_code, 0) << run.run;
    EXPECT_TRUE(std::filesystem::exists(status));
    std::size_t walks = 0;
    for (const std::string& name : run.Names()) {
      ran.push_back(name);
      if (name.find("Good") != name.npos) ++walks;
    }
    EXPECT_EQ(Logged(run, "walk").size(), walks);
    EXPECT_GT(walks, 0u);
    // Each of these suites has walks of both branches in each shard, which runs its own switch.
    for (const std::string& line : Logged(run, "walk")) {
      const bool own = line.find(" on ") != line.npos ? line.ends_with("(on)")
                       : GetParam().serial            ? line.ends_with("(off)")
                                                      : line.ends_with("(none)");
      EXPECT_TRUE(own) << line;
    }
  }
  EXPECT_EQ(Sorted(ran), Sorted(Selected(filter)));
}

TEST_P(Selection, NothingSelectedIsSaidLoudly) {
  const SuiteRun filtered = Run("All/Good.Pass/A_9__B_x__C_true");
  EXPECT_NE(filtered.run.err.find("NO WALK IS SELECTED"), std::string::npos) << filtered.run;
  EXPECT_NE(filtered.run.err.find("A_9__B_x__C_true"), std::string::npos) << filtered.run;
  const SuiteRun sharded = Run("All/Good.Pass/" + Walk("A_1__B_x", "C_true"), {},
                               {{"GTEST_TOTAL_SHARDS", "7"}, {"GTEST_SHARD_INDEX", "3"}});
  EXPECT_NE(sharded.run.err.find("NO WALK IS SELECTED"), std::string::npos) << sharded.run;
  EXPECT_NE(sharded.run.err.find("shard 3 of 7"), std::string::npos) << sharded.run;
  EXPECT_EQ(Run("Ordinary.*").run.err, "");
}

INSTANTIATE_TEST_SUITE_P(All, Selection, testing::ValuesIn(Modes()), ModeName);

}  // namespace
}  // namespace combtest::test
