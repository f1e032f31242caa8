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
