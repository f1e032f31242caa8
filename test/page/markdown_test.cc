#include "src/page/markdown.h"

#include <gtest/gtest.h>

#include <string>

#include "test/page/some_run.h"

namespace combtest::internal {
namespace {

TEST(MarkdownTest, ARunThatPassedIsALine) {
  const std::string text = Markdown(SomeRun(2, {}));
  EXPECT_EQ(text.find("### "), 0u);
  EXPECT_NE(text.find("4 selected = 4 passed"), text.npos);
  EXPECT_EQ(text.find("<details>"), text.npos);
}

TEST(MarkdownTest, AWalkThatFailedHasItsMessageAndItsLine) {
  const std::string text = Markdown(SomeRun(2, {3}, "too few bytes"));
  EXPECT_NE(text.find("The walk that failed:"), text.npos);
  EXPECT_NE(text.find("disk.cc:7: too few bytes"), text.npos);
  EXPECT_NE(text.find("./disk_test --gtest_filter='All/Disk.Pass/walk_3'"), text.npos);
}

TEST(MarkdownTest, OfManyTheFirstFive) {
  const std::string text = Markdown(SomeRun(5, {0, 1, 2, 3, 4, 5, 6}));
  EXPECT_NE(text.find("The first 5 of 7 walks that failed:"), text.npos);
  EXPECT_EQ(text.find("walk_5"), text.npos);
}

TEST(MarkdownTest, APairOfActionsOfWhichSomethingIsMissingHasALine) {
  PageRun run = SomeRun(2, {});
  run.summary.coverage.pairs = {{"Write", "Sync", {2, 4, 4, 0, 0}}};
  EXPECT_EQ(Markdown(run).find("| actions |"), std::string::npos);
  run.summary.coverage.pairs.clear();
  for (int p = 0; p < 7; ++p) {
    const auto covered = static_cast<std::uint64_t>(7 - p);
    run.summary.coverage.pairs.push_back({"P" + std::to_string(p), "Q|", {2, 9, covered, 1, 0}});
  }
  const std::string text = Markdown(run);
  EXPECT_NE(text.find("| actions | covered | missing |\n| --- | --- | --- |\n"
                      "| P6, Q&#124; | 1 of 8 | 7 |\n| P5, Q&#124; | 2 of 8 | 6 |\n"),
            text.npos)
      << text;
  EXPECT_EQ(text.find("P1"), text.npos);
  EXPECT_NE(text.find("Something is missing of 2 more pairs.\n"), text.npos);
}

TEST(MarkdownTest, TextIsNoMarkup) {
  const std::string text = MarkdownText("</details> *b* [a](http://x) @someone `c` | <img>\n\xff");
  for (const char* bad : {"<", ">", "*", "[", "]", "(", "@", "`", "|", "\n", "\xff", "://"})
    EXPECT_EQ(text.find(bad), text.npos) << text;
}

TEST(MarkdownTest, NothingEndsABlock) {
  EXPECT_EQ(MarkdownBlock("a\n```\nb"), "````text\na\n```\nb\n````\n");
  EXPECT_EQ(MarkdownBlock(std::string("a\0b\rc", 5)), "```text\na b c\n```\n");
}

}  // namespace
}  // namespace combtest::internal
