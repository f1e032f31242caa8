// Every ```console block of the pages shows what its command prints. The first line is `$ command`;
// it is run by sh beside the snippets' programs, its error output among the other; a comment on the
// page, `<!-- run in DIRECTORY -->`, names a folder there. A line `[...]` stands for any lines.
// Times, line numbers and names of scratch directories aren't compared. DOCS_UPDATE=1 writes what
// doesn't match anew.
#include <gtest/gtest.h>
#include <stdio.h>

#include <cstdlib>
#include <map>
#include <regex>

#include "test/docs/page.h"

namespace combtest::docs {
namespace {

constexpr const char* kAnyLines = "[...]";

// Scratch directories in memory and only for as long as the command runs; those in /tmp are shown.
std::string OwnScratch() {
  if (Updating()) return "";
  return "TMPDIR=$(mktemp -d -p /dev/shm || mktemp -d) && export TMPDIR && "
         "trap 'rm -r \"$TMPDIR\"' EXIT; ";
}

std::vector<std::string> OutputOf(const std::string& command, const std::string& directory) {
  // What steers GoogleTest here must not steer the program.
  const std::string line =
      OwnScratch() + "exec 2>&1; cd '" COMBTEST_SNIPPETS_DIR "/" + directory +
      "' && unset GTEST_OUTPUT GTEST_FILTER GTEST_COLOR GTEST_TOTAL_SHARDS GTEST_SHARD_INDEX "
      "GTEST_SHARD_STATUS_FILE XML_OUTPUT_FILE TESTBRIDGE_TEST_ONLY; " +
      command;
  FILE* pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("can't start sh");
  std::string text;
  for (int c = 0; (c = fgetc(pipe)) != EOF;) text += static_cast<char>(c);
  pclose(pipe);
  return Lines(text);
}

// Without what differs from run to run. A snippet that gets another line fails no test, but
// updating writes the right numbers.
std::string Normalized(const std::string& line) {
  static const std::regex kTime(R"(\b[0-9.]+(e[+-][0-9]+)? (ns|us|ms|s|min)\b)");
  static const std::regex kPlace(R"((\.cc|\.h):[0-9]+)");
  static const std::regex kScratch(R"([^ ",]*/combtest-[0-9a-f]{16}\b)");
  const std::string timeless =
      std::regex_replace(std::regex_replace(line, kTime, "TIME"), kScratch, "SCRATCH");
  return Updating() ? timeless : std::regex_replace(timeless, kPlace, "$1:LINE");
}

bool Matches(const std::vector<std::string>& shown, std::size_t s,
             const std::vector<std::string>& real, std::size_t r) {
  for (; s < shown.size(); ++s, ++r) {
    if (shown[s] == kAnyLines) {
      for (std::size_t rest = r; rest <= real.size(); ++rest) {
        if (Matches(shown, s + 1, real, rest)) return true;
      }
      return false;
    }
    if (r == real.size() || Normalized(shown[s]) != Normalized(real[r])) return false;
  }
  return r == real.size();
}

// GoogleTest 1.13 began to print empty lines after failures.
std::vector<std::string> WithoutEmptyLines(std::vector<std::string> lines) {
  std::erase_if(lines, [](const std::string& line) { return line.empty(); });
  return lines;
}

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

TEST(DocsTest, OutputIsWhatTheProgramsPrint) {
  std::size_t blocks = 0;
  for (Page page : AllPages()) {
    // From the top, since a command may need what one above it has left.
    std::map<std::size_t, std::vector<std::string>> outputs;
    for (std::size_t b = 0; b < page.blocks.size(); ++b) {
      const Block& block = page.blocks[b];
      if (block.language != "console") continue;
      ++blocks;
      if (!std::filesystem::exists(COMBTEST_SNIPPETS_DIR "/" + block.directory)) {
        EXPECT_FALSE(COMBTEST_HAS_SQLITE)
            << Place(page, block.first_line) << ": no " << block.directory;
        continue;
      }
      ASSERT_FALSE(block.lines.empty()) << Place(page, block.first_line);
      ASSERT_TRUE(block.lines[0].starts_with("$ ")) << Place(page, block.first_line);
      outputs[b] = OutputOf(block.lines[0].substr(2), block.directory);
    }
    bool changed = false;
    for (std::size_t b = page.blocks.size(); b-- > 0;) {  // so that places above stay
      const Block& block = page.blocks[b];
      if (!outputs.contains(b)) continue;
      const std::vector<std::string>& real = outputs.at(b);
      if (Matches(WithoutEmptyLines(block.lines), 1, WithoutEmptyLines(real), 0)) continue;
      if (!Updating()) {
        ADD_FAILURE() << Place(page, block.first_line) << ": " << block.lines[0] << "\nnow prints\n"
                      << Joined(real)
                      << "\nwhich isn't what the page shows; `DOCS_UPDATE=1 ctest -R Docs` "
                         "writes it";
        continue;
      }
      const auto first = page.lines.begin() + static_cast<std::ptrdiff_t>(block.first_line) + 1;
      const auto at =
          page.lines.erase(first, first + static_cast<std::ptrdiff_t>(block.lines.size()) - 1);
      page.lines.insert(at, real.begin(), real.end());
      changed = true;
    }
    if (changed) WritePage(page);
  }
  EXPECT_GT(blocks, 5U);
}

}  // namespace
}  // namespace combtest::docs
