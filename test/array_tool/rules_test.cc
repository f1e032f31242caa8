// The constraints of models of PICT: which rows each leaves, told by all rows of a small model.
#include <algorithm>

#include "test/array_tool/tool.h"

namespace combtest::test {
namespace {

const char* const kColumns =
    "Num: 1, 2, 10\nText: abc, ABD, x*y\nOther: 2, 3, 0x0A\nBad: fine, ~broken\n";

class RulesTest : public ArrayToolTest {
 protected:
  // How many of the 54 rows are valid: all that are stand in the array of strength 4.
  std::size_t Valid(const std::string& rules) {
    const Table table = Make(kColumns + rules, {"--strength=4"});
    EXPECT_EQ(Check(kColumns + rules, TextOf(table), {"--strength=4"}).exit_code, 0) << rules;
    return table.size() - 1;
  }
  std::string Wrong(const std::string& rules) { return Complaint(kColumns + rules); }
};

TEST_F(RulesTest, RelationsOfNumbersAreThoseOfNumbers) {
  EXPECT_EQ(Valid(""), 54u);
  EXPECT_EQ(Valid("[Num] = 2;"), 18u);
  EXPECT_EQ(Valid("[Num] = 2.0;"), 18u);
  EXPECT_EQ(Valid("[Num] <> 2;"), 36u);
  EXPECT_EQ(Valid("[Num] < 10;"), 36u);
  EXPECT_EQ(Valid("[Num] <= 10;"), 54u);
  EXPECT_EQ(Valid("[Num] > 2;"), 18u);
  EXPECT_EQ(Valid("[Num] >= 2;"), 36u);
  EXPECT_EQ(Valid("[Other] = 10;"), 18u);
  EXPECT_EQ(Valid("[Num] > -1e3;"), 54u);
}

TEST_F(RulesTest, TextsAreComparedInAnyCase) {
  EXPECT_EQ(Valid("[Text] = \"Abc\";"), 18u);
  EXPECT_EQ(Valid("[text] > \"ABC\";"), 36u);
  EXPECT_EQ(Valid("[Text] < \"abd\";"), 18u);
}

TEST_F(RulesTest, LikeKnowsStarsAndQuestionMarks) {
  EXPECT_EQ(Valid("[Text] LIKE \"ab?\";"), 36u);
  EXPECT_EQ(Valid("[Text] like \"*c\";"), 18u);
  EXPECT_EQ(Valid("[Text] LIKE \"*b*\";"), 36u);
  EXPECT_EQ(Valid("[Text] LIKE \"????\";"), 0u);
  EXPECT_EQ(Valid("[Text] NOT LIKE \"x*\";"), 36u);
  EXPECT_EQ(Valid("[Text] LIKE \"*\";"), 54u);
}

TEST_F(RulesTest, SetsOfValues) {
  EXPECT_EQ(Valid("[Num] IN {1, 10};"), 36u);
  EXPECT_EQ(Valid("[Text] in {\"ABC\"};"), 18u);
  EXPECT_EQ(Valid("[Num] NOT IN {1, 10};"), 18u);
}

TEST_F(RulesTest, TwoParametersAreCompared) {
  EXPECT_EQ(Valid("[Num] = [Other];"), 12u);
  EXPECT_EQ(Valid("[Num] < [Other];"), 30u);
  EXPECT_EQ(Valid("[Num] <> [Other];"), 42u);
}

TEST_F(RulesTest, NotBindsMoreThanAndAndThatMoreThanOr) {
  EXPECT_EQ(Valid("[Num] = 1 OR [Num] = 2 AND [Text] = \"abc\";"), 24u);
  EXPECT_EQ(Valid("([Num] = 1 OR [Num] = 2) AND [Text] = \"abc\";"), 12u);
  EXPECT_EQ(Valid("NOT [Num] = 1 AND [Text] = \"abc\";"), 12u);
  EXPECT_EQ(Valid("NOT ([Num] = 1 AND [Text] = \"abc\");"), 48u);
  EXPECT_EQ(Valid("NOT NOT [Num] = 1;"), 18u);
}

TEST_F(RulesTest, ConditionsOverSeveralLines) {
  EXPECT_EQ(Valid("IF [Num] = 1 THEN [Text] = \"abc\";"), 42u);
  EXPECT_EQ(Valid("IF\n[Num] = 1\n# a comment; THEN\nthen [Text] = \"abc\"\nELSE [Text] <> "
                  "\"abc\";"),
            30u);
  EXPECT_EQ(Valid("IF [Num] = 1 THEN [Text] = \"abc\"; [Other] = 2;\n[Num] < 10;"), 8u);
}

TEST_F(RulesTest, NegativeValuesCanBeAskedFor) {
  EXPECT_EQ(Valid("IF IsNegative(Bad) THEN [Num] = 1;"), 36u);
  EXPECT_EQ(Valid("IF IsNegative() THEN [Num] = 1;"), 36u);
  EXPECT_EQ(Valid("IF IsPositive(Bad) THEN [Num] = 1;"), 36u);
  EXPECT_EQ(Valid("(IsPositive());"), 27u);
  EXPECT_EQ(Valid("[Bad] <> \"broken\";"), 27u);
}

TEST_F(RulesTest, ConstraintsThatLeaveNothing) {
  const std::string model = Write("m", std::string(kColumns) + "[Num] = 1; [Num] = 2;\n");
  const BinaryRun run = Run({model});
  EXPECT_EQ(run.exit_code, 0) << run;
  EXPECT_EQ(run.out, "Num\tText\tOther\tBad\n");
  EXPECT_EQ(Number(run, "covered"), 0u) << run;
  EXPECT_GT(Number(run, "impossible"), 0u) << run;
}

TEST_F(RulesTest, LongOnesAreReadAndHold) {
  std::string all = "[A] <> 7", any = "[A] = 1";
  for (int i = 0; i < 20'000; ++i) all += " AND [A] <> 7", any += " OR [A] = 1";
  EXPECT_EQ(Make("A: 1, 2\nB: 3, 4\nIF " + all + " THEN " + any + ";\n").size(), 3u);
}

TEST_F(RulesTest, SaysWhatIsWrongInWhichLine) {
  EXPECT_EQ(Wrong("[Nun] = 1;"), "line 5: there is no parameter [Nun]");
  EXPECT_EQ(Wrong("IF [Num] = 1 THEN\n[Text] = \"a\""),
            "line 6: here should be AND, OR, ELSE or ;, not the end");
  EXPECT_EQ(Wrong("IF [Num] = 1\n[Text] = \"a\";"),
            "line 6: here should be AND, OR or THEN, not [Text]");
  EXPECT_EQ(Wrong("[Num] = 1 XOR [Num] = 2;"), "line 5: here should be AND, OR or ;, not XOR");
  EXPECT_EQ(Wrong("[Num] == 1;"), "line 5: here should be a \"text\" or a number, not =");
  EXPECT_EQ(Wrong("[Num] 1;"), "line 5: here should be =, <>, <, <=, >, >=, IN or LIKE, not 1");
  EXPECT_EQ(Wrong("[Num] = \"1\";"), "line 5: the values of [Num] are numbers, and this is a text");
  EXPECT_EQ(Wrong("[Text] = 1;"), "line 5: the values of [Text] are texts, and this is a number");
  EXPECT_EQ(Wrong("[Text] IN {\"abc\", 1};"),
            "line 5: the values of [Text] are texts, and this is a number");
  EXPECT_EQ(Wrong("[Num] LIKE \"1*\";"),
            "line 5: LIKE is for texts, and the values of [Num] are numbers");
  EXPECT_EQ(Wrong("[Num] = [Text];"),
            "line 5: [Num] and [Text] can't be compared: one has numbers, the other texts");
  EXPECT_EQ(Wrong("[Num] = [num];"), "line 5: [Num] is compared with itself");
  EXPECT_EQ(Wrong("[Text] = \"abc;\n"), "line 5: this has no closing \"");
  EXPECT_EQ(Wrong("[Text] = \"a\\n\";\n"),
            "line 5: a backslash stands only in front of another, of \" and of ]");
  EXPECT_EQ(Wrong("([Num] = 1;"), "line 5: here should be AND, OR or ), not ;");
  EXPECT_EQ(Wrong("[Num] IN (1);"), "line 5: here should be {, not (");
  EXPECT_EQ(Wrong("[Num] IN {1;"), "line 5: here should be } or a comma, not ;");
  EXPECT_EQ(Wrong("[Num] = 1;\nNew: 1, 2"), "line 6: no constraint has the character ':'");
  EXPECT_EQ(Wrong("[Num] NOT = 1;"), "line 5: here should be IN or LIKE, not =");
  EXPECT_EQ(Wrong("IF IsNegative(Worse) THEN [Num] = 1;"), "line 5: there is no parameter Worse");
}

}  // namespace
}  // namespace combtest::test
