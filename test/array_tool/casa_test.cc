// Models in the format of CASA.
#include <algorithm>
#include <set>

#include "test/array_tool/tool.h"

namespace combtest::test {
namespace {

class CasaModelTest : public ArrayToolTest {
 protected:
  std::string ConstraintsComplaint(const std::string& content) {
    const std::string path = Write("constraints", content);
    const BinaryRun run = Run({"--constraints=" + path, Write("model", "2\n2\n3 2\n")});
    EXPECT_EQ(run.exit_code, 2) << run;
    const std::string begin = "combtest-array: " + path + ": ";
    EXPECT_TRUE(run.err.starts_with(begin)) << run;
    return run.err.substr(begin.size(), run.err.size() - begin.size() - 1);
  }
};

TEST_F(CasaModelTest, RowsAreOptionsByColumn) {
  const Table table = Make("2\n3\n3 2 2\n");
  EXPECT_EQ(table.at(0), (std::vector<std::string>{"c0", "c1", "c2"}));
  std::set<std::string> pairs;
  for (std::size_t i = 1; i < table.size(); ++i) pairs.insert(table[i][0] + table[i][1]);
  EXPECT_EQ(pairs, (std::set<std::string>{"00", "01", "10", "11", "20", "21"}));
  EXPECT_EQ(table.size(), 7u);
}

TEST_F(CasaModelTest, TheStrengthIsTheFilesOrTheArguments) {
  EXPECT_EQ(Make("3\n4\n2 2 2 2\n").size(), 9u);
  EXPECT_EQ(Make("3\n4\n2 2 2 2\n", {"--strength=1"}).size(), 3u);
  EXPECT_EQ(Make("2\n3\n2 2 2\n", {"--strength=6"}).size(), 9u);  // all rows
}

TEST_F(CasaModelTest, ConstraintsCountOnlyWhereTheyAreNamed) {
  const std::string model = Write("model", "2\n3\n2 2 2\n");
  // Symbol 1 isn't with 3; 0 or 5; and a clause that always holds.
  const std::string constraints = Write("constraints", "3\n2\n- 1 - 3\n2\n+ 0 + 5\n2\n- 0 + 0\n");
  const BinaryRun free = Run({model});
  EXPECT_EQ(Number(free, "covered"), 12u) << free;
  EXPECT_EQ(Number(free, "rows"), 4u) << free;
  EXPECT_EQ(Number(free, "impossible"), 0u) << free;
  const BinaryRun bound = Run({"--constraints=" + constraints, model});
  EXPECT_EQ(bound.exit_code, 0) << bound;
  EXPECT_EQ(Number(bound, "impossible"), 2u) << bound;
  EXPECT_EQ(Number(bound, "covered"), 10u) << bound;
  for (const auto& row : TableOf(bound.out)) {
    EXPECT_FALSE(row[0] == "1" && row[1] == "1") << bound;
    EXPECT_FALSE(row[0] == "1" && row[2] == "0") << bound;
  }
}

TEST_F(CasaModelTest, SaysWhatIsWrongInWhichLine) {
  EXPECT_EQ(Complaint("0\n1\n2\n"), "line 2: the strength is a number from 1 to 6");
  EXPECT_EQ(Complaint("2\n3\n2 2\n"),
            "line 4: here should be the number of options of column 2 of 3");
  EXPECT_EQ(Complaint("2\n3\n2 2 2 2\n"), "line 3: nothing should follow here");
  EXPECT_EQ(Complaint("2\n2\n2 0\n"), "line 4: a number of options is one from 1 to 100000");
  EXPECT_EQ(Complaint("2 0"), "line 1: the number of columns is one from 1 to 10000");
}

TEST_F(CasaModelTest, SaysWhatIsWrongInTheConstraints) {
  EXPECT_EQ(ConstraintsComplaint("1\n2\n- 1\n"),
            "line 4: here should be a + or - in front of a symbol");
  EXPECT_EQ(ConstraintsComplaint("1\n1\n- 5\n"), "line 4: the model has no symbol 5");
  EXPECT_EQ(ConstraintsComplaint("2\n1\n- 1\n"), "line 4: here should be the length of a clause");
  EXPECT_EQ(ConstraintsComplaint("1\n1\n- 1\n7\n"), "line 4: nothing should follow here");
  EXPECT_EQ(ConstraintsComplaint("1\n0\n"),
            "line 3: a clause without a literal leaves no valid row");
  const BinaryRun missing = Run({"--constraints=nowhere", Write("model", "2\n2\n3 2\n")});
  EXPECT_EQ(missing.err, "combtest-array: nowhere: can't be read: No such file or directory\n");
}

TEST_F(CasaModelTest, SeedsMakeOtherArraysAndAlwaysTheSame) {
  const std::string model = "2\n5\n3 3 2 2 2\n";
  const Table first = Make(model, {"--seed=7"});
  EXPECT_EQ(first, Make(model, {"--seed=7"}));
  EXPECT_NE(first, Make(model, {"--seed=8"}));
  EXPECT_EQ(Make(model), Make(model, {"--seed=1"}));
}

TEST_F(CasaModelTest, WhatWouldBeTooLargeIsRefused) {
  std::string model = "6\n500\n";
  for (int i = 0; i < 500; ++i) model += "50 ";
  const BinaryRun run = Run({Write("model", model)});
  EXPECT_EQ(run.exit_code, 2) << run;
  EXPECT_TRUE(run.err.starts_with("combtest-array: ")) << run;
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run;
  EXPECT_NE(run.err.find("B"), std::string::npos) << run;
  EXPECT_EQ(Run({Write("model", "2\n2\n100000 100000\n")}).err,
            "combtest-array: An array for these 10000000000 tuples can't be made: at most "
            "4294967294 are counted.\n");
  // Few tuples for so many rows.
  EXPECT_EQ(Run({Write("model", "2\n12\n5000 5000 3 3 3 3 3 3 3 3 3 3\n")}).err,
            "combtest-array: An array for these 25300405 tuples would need 4.5 GiB of memory, and "
            "the limit is 2.0 GiB.\n");
}

TEST_F(CasaModelTest, MoreTimeIsNotSpentWhereNoArrayIsSmaller) {
  const std::string model = "2\n5\n3 3 2 2 2\n";
  const Table best = Make(model, {"--optimize=10m"});
  EXPECT_EQ(best.size(), 1u + 9);
  EXPECT_EQ(Check(model, TextOf(best)).exit_code, 0);
}

}  // namespace
}  // namespace combtest::test
