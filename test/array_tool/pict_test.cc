// Model files of PICT.
#include <algorithm>
#include <map>
#include <set>

#include "test/array_tool/tool.h"

namespace combtest::test {
namespace {

using PictModelTest = ArrayToolTest;

std::set<std::string> ColumnOf(const Table& table, std::size_t column) {
  std::set<std::string> values;
  for (std::size_t i = 1; i < table.size(); ++i) values.insert(table[i].at(column));
  return values;
}

TEST_F(PictModelTest, ParametersValuesAndComments) {
  const Table table = Make(
      "\xef\xbb\xbf# a model\r\n\r\nFile system: FAT, NTFS \r\n  # more\r\nSize,10, 20 ,30\r\n"
      "Copy: <size>, 40\r\nQuoted: <none>, \"a b\"\r\n");
  EXPECT_EQ(table.at(0), (std::vector<std::string>{"File system", "Size", "Copy", "Quoted"}));
  EXPECT_EQ(ColumnOf(table, 0), (std::set<std::string>{"FAT", "NTFS"}));
  EXPECT_EQ(ColumnOf(table, 1), (std::set<std::string>{"10", "20", "30"}));
  EXPECT_EQ(ColumnOf(table, 2), (std::set<std::string>{"10", "20", "30", "40"}));
  EXPECT_EQ(ColumnOf(table, 3), (std::set<std::string>{"<none>", "\"a b\""}));
  EXPECT_EQ(table.size(), 13u);
}

TEST_F(PictModelTest, NamesOfAValueTakeTurns) {
  const std::string model = "A: one | uno, two\nB: 1, 2, 3\n";
  const Table table = Make(model);
  EXPECT_EQ(table.size(), 7u);
  EXPECT_EQ(ColumnOf(table, 0), (std::set<std::string>{"one", "uno", "two"}));
  EXPECT_EQ(Check(model, TextOf(table)).exit_code, 0);
}

TEST_F(PictModelTest, WeightsAreReadAndSaidToHaveNoEffect) {
  const BinaryRun run = Run({Write("m", "A: x (10), y\nB: f(x), g (0)\n")});
  EXPECT_EQ(ColumnOf(TableOf(run.out), 0), (std::set<std::string>{"x", "y"}));
  EXPECT_EQ(ColumnOf(TableOf(run.out), 1), (std::set<std::string>{"f(x)", "g (0)"}));
  EXPECT_NE(run.err.find("\"notes\":[\"weights have no effect\"]"), std::string::npos) << run;
}

// Pairs of allowed values in rows without a negative one; each negative one with all allowed ones.
TEST_F(PictModelTest, NegativeValuesStandAlone) {
  const std::string model = "A: ~-1, 0, 1, 2\nB: ~-1, 0, 1, 2\n";
  const Table table = Make(model);
  EXPECT_EQ(table.size(), 1u + 9 + 3 + 3);
  std::set<std::vector<std::string>> rows(table.begin() + 1, table.end());
  EXPECT_EQ(rows.size(), 15u);
  EXPECT_EQ(rows.count({"~-1", "~-1"}), 0u);
  EXPECT_EQ(rows.count({"~-1", "2"}), 1u);
  const BinaryRun whole = Check(model, TextOf(table));
  EXPECT_EQ(whole.exit_code, 0) << whole;
  EXPECT_EQ(Number(whole, "covered"), 15u);
  // Two in one row: not valid.
  Table more = table;
  more.push_back({"~-1", "~-1"});
  const BinaryRun two = Check(model, TextOf(more));
  EXPECT_EQ(two.exit_code, 1);
  EXPECT_NE(two.out.find("it has several negative values"), std::string::npos) << two;
}

// A pair of allowed values counts only where no negative value hides it.
TEST_F(PictModelTest, ANegativeValueHidesWhatIsBesideIt) {
  const std::string model = "A: 0, ~1\nB: 0, 1\nC: 0, 1\n";
  const BinaryRun run = Check(model, "A\tB\tC\n0\t0\t0\n0\t1\t1\n~1\t0\t1\n~1\t1\t0\n");
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(Number(run, "missing"), 2u) << run;
  EXPECT_NE(run.out.find("missing:\n  B=0, C=1\n  B=1, C=0\n"), std::string::npos) << run;
}

TEST_F(PictModelTest, NegativeValuesOfEveryStrength) {
  const std::string model = "A: 0, 1, ~2\nB: 0, 1, ~2\nC: 0, 1\nIF [A] = 2 THEN [C] = 1;\n";
  for (const char* strength : {"1", "2", "3"}) {
    const std::string option = std::string("--strength=") + strength;
    const Table table = Make(model, {option});
    EXPECT_EQ(Check(model, TextOf(table), {option}).exit_code, 0) << strength;
    for (const auto& row : table) {
      EXPECT_FALSE(row[0] == "~2" && row[2] != "1");
      EXPECT_FALSE(row[0] == "~2" && row[1] == "~2");
    }
  }
  EXPECT_EQ(Make(model, {"--strength=1"}).size(), 1u + 2 + 1 + 1);
  EXPECT_EQ(Make(model, {"--strength=3"}).size(), 1u + 8 + 2 + 4);
}

TEST_F(PictModelTest, SubModelsHaveAStrengthOfTheirOwn) {
  const std::string model = "A: 0, 1\nB: 0, 1\nC: 0, 1\nD: 0, 1, 2\n{ A, b, C } @ 3\n";
  const Table table = Make(model);
  std::set<std::string> triples;
  for (std::size_t i = 1; i < table.size(); ++i)
    triples.insert(table[i][0] + table[i][1] + table[i][2]);
  EXPECT_EQ(triples.size(), 8u);
  Table less = table;
  less.pop_back();
  less.resize(std::min<std::size_t>(less.size(), 8));
  EXPECT_EQ(Check(model, TextOf(table)).exit_code, 0);
  EXPECT_EQ(Check(model, TextOf(less)).exit_code, 1);
  const BinaryRun equal = Run({Write("m", "A: 0, 1\nB: 0, 1\n{A, B}\n")});
  EXPECT_EQ(equal.exit_code, 0) << equal;
  EXPECT_NE(equal.err.find("the sub-model of line 3 asks for nothing beyond"), std::string::npos)
      << equal;
}

TEST_F(PictModelTest, LinesAndTheFileMayBeginAndEndAsOnOtherSystems) {
  EXPECT_EQ(Make("\xef\xbb\xbf"
                 "A: 1, 2\r\nB: 3, 4\r\nIF [A] = 1 THEN [B] = 3;\r\n")
                .size(),
            4u);
  EXPECT_EQ(Make("\xef\xbb\xbf"
                 "2\r\n2\r\n2 2\r\n")
                .size(),
            5u);
}

TEST_F(PictModelTest, WhatItDoesNotKnowIsRefused) {
  EXPECT_EQ(Complaint(""), "line 1: the model has no parameters");
  EXPECT_EQ(Complaint("A\n"),
            "line 1: here should be a parameter with its values: NAME: value, value");
  EXPECT_EQ(Complaint("A: 1\n\nA: 2\n"), "line 3: there is a parameter A already");
  EXPECT_EQ(Complaint("A: 1\na: 2\n"), "line 2: there is a parameter a already");
  EXPECT_EQ(Complaint(": 1\n"), "line 1: the parameter has no name");
  EXPECT_EQ(Complaint("A: 1\n$R: ok, bad\n"),
            "line 2: result parameters ($) aren't known here; constraints do without them");
  EXPECT_EQ(
      Complaint("A: 1\nB @ 1: 1, 2\n"),
      "line 2: an order of a single parameter (@) isn't known here; a sub-model { … } @ N is");
  EXPECT_EQ(Complaint("A: 1, 2, 1\n"),
            "line 1: A has the value \"1\" twice: rows couldn't tell them apart");
  EXPECT_EQ(Complaint("A: 1, 2 | 1\n"),
            "line 1: A has the value \"1\" twice: rows couldn't tell them apart");
  EXPECT_EQ(Complaint("A: ~1, ~2\n"), "line 1: A has negative values (~) only");
  EXPECT_EQ(Complaint("A: 1\nB: 2\n{A, C} @ 2\n"), "line 3: there is no parameter C");
  EXPECT_EQ(Complaint("A: 1\nB: 2\n{A, A} @ 2\n"), "line 3: the sub-model has A twice");
  EXPECT_EQ(Complaint("A: 1\nB: 2\n{A, B} @ 3\n"),
            "line 3: the sub-model's order is above its number of parameters");
  EXPECT_EQ(Complaint("A: 1\nB: 2\n{A, B} @ 1\n"),
            "line 3: a sub-model's order below the strength of the whole isn't known here");
  EXPECT_EQ(Complaint("A: 1\nB: 2\n{A, B} @ x\n"),
            "line 3: after the sub-model should be @ and an order from 1 to 6");
  EXPECT_EQ(Complaint("A: 1\nB: 2\n{A, B} @ 2\nC: 3\n"),
            "line 4: here should be a sub-model { NAME, NAME } @ N or a constraint");
  EXPECT_EQ(Complaint("\xff\xfe"
                      "A: 1\n"),
            "line 1: this is UTF-16; a model is UTF-8");
  EXPECT_EQ(Complaint("A: 1\nB: \xff\n"), "line 2: this isn't UTF-8");
  EXPECT_EQ(Complaint("A: 1\rB: 2\r"), "line 1: here is a carriage return within the line");
  EXPECT_EQ(Complaint("A: 1\nB: 2\n{A, B\n"), "line 3: this sub-model has no closing }");
}

}  // namespace
}  // namespace combtest::test
