#include "src/page/report_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "combtest/action.h"
#include "test/page/some_run.h"

namespace combtest::internal {
namespace {

std::string Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t Count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(ReportFileTest, PathsEndInWhatIsKnown) {
  EXPECT_EQ(ReportPaths("a.html"), std::vector<std::string>{"a.html"});
  EXPECT_EQ(ReportPaths("a.html,dir/b.md"), (std::vector<std::string>{"a.html", "dir/b.md"}));
  for (const char* wrong : {"", "a", "a.htm", "a.html,", ",a.md", "a.html,b", ".md", ".html"})
    EXPECT_TRUE(ReportPaths(wrong).empty()) << wrong;
}

TEST(ReportFileTest, RunsOfOneProgramStandOneAfterTheOther) {
  const std::string base = testing::TempDir() + "combtest_report_file_test";
  const std::vector<std::string> paths = {base + ".html", base + ".md"};
  std::ofstream(paths[0]) << "what was there before";
  WriteReports(paths, SomeRun(2, {1}, "</script>"));
  WriteReports(paths, SomeRun(2, {}));
  const std::string page = Read(paths[0]);
  EXPECT_EQ(page.find("<!doctype html>"), 0u);
  EXPECT_EQ(Count(page, "<script type=\"application/json\" class=\"run\">"), 2u);
  EXPECT_EQ(Count(page, "</script>"), 3u);
  EXPECT_EQ(page.find("@SCRIPT"), page.npos);
  EXPECT_EQ(Count(Read(paths[1]), "\n### ") + 1, 2u);
  for (const std::string& path : paths) {
    EXPECT_FALSE(std::filesystem::exists(path + ".part"));
    std::filesystem::remove(path);
  }
}

TEST(ReportFileTest, WhatCantBeWrittenIsNamed) {
  for (const bool is_check : {true, false}) {
    try {
      if (is_check) {
        CheckReports({"/no/such/place/a.html"});
      } else {
        WriteReports({"/no/such/place/a.html"}, SomeRun(1, {}));
      }
      FAIL() << "nothing was thrown";
    } catch (const Error& error) {
      EXPECT_EQ(std::string(error.what()),
                "the report /no/such/place/a.html can't be written: No such file or directory");
    }
  }
}

}  // namespace
}  // namespace combtest::internal
