// Rows that others made, and rows that are kept.
#include <algorithm>

#include "test/array_tool/tool.h"

namespace combtest::test {
namespace {

const char* const kVolumes = R"(
Size:  10, 1000, 40000
Files: FAT, NTFS
Pack:  on, off

IF [Files] = "FAT" THEN [Size] <= 4096;
IF [Files] = "FAT" THEN [Pack] = "off";
)";

TEST_F(ArrayToolTest, ChecksWhatItMade) {
  const Table table = Make(kVolumes);
  const BinaryRun run = Check(kVolumes, TextOf(table));
  EXPECT_EQ(run.exit_code, 0) << run;
  EXPECT_EQ(run.out, std::to_string(table.size() - 1) +
                         " rows, all valid\n"
                         "14 of 14 possible tuples covered, 2 impossible, 0 undecided\n");
  EXPECT_EQ(Number(run, "rows"), table.size() - 1);
  EXPECT_EQ(Number(run, "covered"), 14u);
  EXPECT_EQ(Number(run, "missing"), 0u);
  EXPECT_EQ(Number(run, "invalid_rows"), 0u);
}

// 16 pairs; each row that is taken out takes what it alone has.
TEST_F(ArrayToolTest, ARowThatIsMissingIsNoticed) {
  const Table whole = TableOf(
      "Size\tFiles\tPack\n10\tFAT\toff\n1000\tFAT\toff\n10\tNTFS\ton\n1000\tNTFS\ton\n"
      "40000\tNTFS\ton\n40000\tNTFS\toff\n");
  EXPECT_EQ(Check(kVolumes, TextOf(whole)).exit_code, 0);
  const std::size_t lost[] = {2, 2, 2, 2, 1, 2};
  for (std::size_t i = 1; i < whole.size(); ++i) {
    Table less = whole;
    less.erase(less.begin() + static_cast<std::ptrdiff_t>(i));
    const BinaryRun run = Check(kVolumes, TextOf(less));
    EXPECT_EQ(run.exit_code, 1) << run;
    EXPECT_EQ(Number(run, "missing"), lost[i - 1]) << i << run;
    EXPECT_EQ(Number(run, "covered"), 14 - lost[i - 1]) << i << run;
    EXPECT_EQ(Number(run, "impossible"), 2u) << run;
  }
}

TEST_F(ArrayToolTest, NamesWhatIsMissing) {
  const BinaryRun run = Check(kVolumes,
                              "Size\tFiles\tPack\n10\tFAT\toff\n1000\tFAT\toff\n"
                              "10\tNTFS\ton\n1000\tNTFS\ton\n40000\tNTFS\ton\n");
  EXPECT_EQ(run.out,
            "5 rows, all valid\n"
            "12 of 14 possible tuples covered, 2 impossible, 0 undecided\n"
            "missing:\n  Size=40000, Pack=off\n  Files=NTFS, Pack=off\n")
      << run;
}

TEST_F(ArrayToolTest, RowsThatAreNotValidDoNotCount) {
  const BinaryRun run = Check(kVolumes,
                              "Pack\tSize\tFiles\n"
                              "off\t10\tFAT\noff\t1000\tFAT\non\t10\tNTFS\non\t1000\tNTFS\n"
                              "on\t40000\tNTFS\noff\t40000\tNTFS\n"
                              "on\t40000\tFAT\noff\t10\tHPFS\n");
  EXPECT_EQ(run.exit_code, 1) << run;
  EXPECT_EQ(Number(run, "rows"), 8u);
  EXPECT_EQ(Number(run, "invalid_rows"), 2u);
  EXPECT_EQ(Number(run, "missing"), 0u);
  EXPECT_EQ(run.out,
            "8 rows, 2 of them not valid\n"
            "14 of 14 possible tuples covered, 2 impossible, 0 undecided\n"
            "not valid:\n"
            "  line 8: it breaks the constraints of line 6: IF [Files] = \"FAT\" THEN [Size] <= "
            "4096 and line 7: IF [Files] = \"FAT\" THEN [Pack] = \"off\"\n"
            "  line 9: Files has no value \"HPFS\"\n");
}

TEST_F(ArrayToolTest, ListsWhatIsImpossibleAndWhy) {
  const BinaryRun run = Check(kVolumes, TextOf(Make(kVolumes)), {"--impossible"});
  EXPECT_NE(run.out.find("impossible:\n"
                         "  Size=40000, Files=FAT (line 6: IF [Files] = \"FAT\" THEN [Size] <= "
                         "4096)\n"
                         "  Files=FAT, Pack=on (line 7: IF [Files] = \"FAT\" THEN [Pack] = "
                         "\"off\")\n"),
            std::string::npos)
      << run;
}

TEST_F(ArrayToolTest, RefusesRowsOfAnotherModel) {
  const auto complaint = [&](const std::string& rows) {
    const BinaryRun run = Check(kVolumes, rows);
    EXPECT_EQ(run.exit_code, 2) << run;
    EXPECT_EQ(run.out, "");
    return run.err.substr(run.err.find("rows") + 4);
  };
  EXPECT_EQ(complaint(""), " is empty: its first line should name the columns\n");
  EXPECT_EQ(complaint("10\tFAT\toff\n"),
            ": line 1: the model has no column \"10\"; this line should name its columns\n");
  EXPECT_EQ(complaint("Size\tFiles\n10\tFAT\n"), ": the column Pack is missing\n");
  EXPECT_EQ(complaint("Size\tFiles\tSize\n"), ": line 1: the column Size stands twice\n");
  // One that is long, in whole characters.
  EXPECT_EQ(complaint("x" + std::string(40, '\x01') + "\n").find('\x01'), std::string::npos);
  std::string name;
  for (int i = 0; i < 60; ++i) name += "ä";
  EXPECT_EQ(complaint("x" + name + "\n"), ": line 1: the model has no column \"x" +
                                              name.substr(0, 78) +
                                              "…\"; this line should name its columns\n");
  EXPECT_EQ(complaint("Size\tFiles\tPack\n10\tFAT\n"),
            ": line 2: there are 2 values for 3 columns\n");
}

// As editors on other systems put it at the begin of a file.
TEST_F(ArrayToolTest, RowsMayBeginWithAByteOrderMark) {
  const std::string rows = "\xef\xbb\xbf" + TextOf(Make(kVolumes));
  EXPECT_EQ(Check(kVolumes, rows).exit_code, 0);
  const BinaryRun extended = Run({"--extend=" + Write("rows", rows), Write("model", kVolumes)});
  EXPECT_EQ(extended.exit_code, 0) << extended;
  EXPECT_TRUE(extended.out.starts_with("Size\tFiles\tPack\n")) << extended;
}

TEST_F(ArrayToolTest, ColumnsOfNumbersNeedALineOfWords) {
  const std::string model = "1\n2\n2 2\n";
  EXPECT_EQ(Check(model, "c0\tc1\n0\t1\n1\t0\n").exit_code, 0);
  EXPECT_EQ(Check(model, "first\tsecond\r\n0\t1\r\n1\t0\r\n").exit_code, 0);
  EXPECT_EQ(Check(model, "first\tsecond\n0\t1\n").exit_code, 1);
  EXPECT_EQ(Check(model, "0\t1\n1\t0\n").exit_code, 2);
  EXPECT_EQ(Check(model, "c0\tc1\n0\t1\n2\t0\n").exit_code, 1);
}

// An option more: what was there stays as it was.
TEST_F(ArrayToolTest, ExtensionOnlyAdds) {
  const std::string before = "A: a, b, c\nB: x, y | z\nC: 1, 2, 3\n[A] <> \"c\" OR [C] > 1;\n";
  const std::string after =
      "A: a, b, c, d\nB: x, y | z\nC: 1, 2, 3\nD: on, off\n[A] <> \"c\" OR [C] > 1;\n";
  const Table kept = Make(before);
  const Table extended = Make(after, {"--extend=" + Write("kept", TextOf(kept))});
  ASSERT_GT(extended.size(), kept.size());
  for (std::size_t i = 0; i < kept.size(); ++i) {
    ASSERT_EQ(extended[i].size(), 4u);
    EXPECT_TRUE(std::equal(kept[i].begin(), kept[i].end(), extended[i].begin())) << i;
  }
  EXPECT_EQ(Check(after, TextOf(extended)).exit_code, 0);
  const BinaryRun gone = Run({"--extend=" + Write("kept", TextOf(extended)), Write("m", before)});
  EXPECT_EQ(gone.exit_code, 2) << gone;
  EXPECT_NE(gone.err.find("the model has no column \"D\""), std::string::npos) << gone;
}

TEST_F(ArrayToolTest, RowsThatCannotBeKeptAreRefused) {
  const std::string model = Write("m", "A: a, b\nB: x, y\n[A] <> \"a\" OR [B] = \"x\";\n");
  const BinaryRun unknown = Run({"--extend=" + Write("k", "A\tB\na\tw\n"), model});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_EQ(unknown.err, "combtest-array: the row of line 2 can't be kept: B has no value \"w\"\n");
  const BinaryRun invalid = Run({"--extend=" + Write("k", "A\tB\na\ty\n"), model});
  EXPECT_EQ(invalid.exit_code, 2) << invalid;
  EXPECT_EQ(std::count(invalid.err.begin(), invalid.err.end(), '\n'), 1) << invalid;
}

TEST_F(ArrayToolTest, SaysWhichArgumentIsWrong) {
  const std::string model = Write("m", "A: a, b\n");
  const auto complaint = [&](const std::vector<std::string>& arguments) {
    const BinaryRun run = Run(arguments);
    EXPECT_EQ(run.exit_code, 2) << run;
    EXPECT_EQ(run.out, "");
    return run.err;
  };
  EXPECT_EQ(complaint({}), "combtest-array: no model is given; --help shows what can be\n");
  EXPECT_EQ(complaint({model, "--strenght=2"}),
            "combtest-array: there is no option --strenght; --help shows all\n");
  EXPECT_EQ(complaint({model, "--seed=1", "--seed=2"}), "combtest-array: --seed is given twice\n");
  EXPECT_EQ(complaint({model, "--impossible", "--check=x", "--impossible=5"}),
            "combtest-array: --impossible is given twice\n");
  EXPECT_EQ(complaint({model, "--strength=7"}),
            "combtest-array: --strength is a whole number from 1 to 6, not \"7\"\n");
  EXPECT_EQ(complaint({model, "--strength"}),
            "combtest-array: --strength needs a value: --strength=…\n");
  EXPECT_EQ(complaint({model, "--optimize=soon"}),
            "combtest-array: --optimize is a duration such as 60s or 5m, not \"soon\"\n");
  EXPECT_EQ(complaint({model, "--check=r", "--seed=3"}),
            "combtest-array: --check makes no array: --seed and --optimize don't go with it\n");
  EXPECT_EQ(complaint({model, "--impossible"}),
            "combtest-array: --impossible goes with --check=ROWS\n");
  EXPECT_EQ(complaint({"--constraints=c", model}),
            "combtest-array: " + model +
                ": has its constraints in itself: --constraints goes with models of CASA\n");
  EXPECT_EQ(complaint({"nowhere"}),
            "combtest-array: nowhere: can't be read: No such file or directory\n");
  const BinaryRun help = Run({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_TRUE(help.out.starts_with("usage: combtest-array ")) << help;
}

}  // namespace
}  // namespace combtest::test
