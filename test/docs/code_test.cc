// Every ```cpp block of the pages stands, line for line, in a source that is compiled.
#include <gtest/gtest.h>

#include <algorithm>

#include "test/docs/page.h"

namespace combtest::docs {
namespace {

std::vector<std::filesystem::path> CompiledSources() {
  const std::filesystem::path root = COMBTEST_SOURCE_DIR;
  std::vector<std::filesystem::path> paths;
  for (const char* folder : {"test/docs/snippets", "samples"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const auto extension = entry.path().extension();
      if (extension == ".cc" || extension == ".h") paths.push_back(entry.path());
    }
  }
  return paths;
}

// The lines without the indentation that all of them share.
std::vector<std::string> Dedented(std::vector<std::string> lines) {
  std::size_t least = std::string::npos;
  for (const std::string& line : lines) least = std::min(least, line.find_first_not_of(' '));
  for (std::string& line : lines) line.erase(0, line.empty() ? 0 : least);
  return lines;
}

bool Holds(const std::vector<std::string>& source, const std::vector<std::string>& block) {
  for (std::size_t at = 0; at + block.size() <= source.size(); ++at) {
    const auto first = source.begin() + static_cast<std::ptrdiff_t>(at);
    if (Dedented({first, first + static_cast<std::ptrdiff_t>(block.size())}) == block) return true;
  }
  return false;
}

TEST(DocsTest, CodeIsTakenFromCompiledSources) {
  std::vector<std::vector<std::string>> sources;
  for (const auto& path : CompiledSources()) sources.push_back(Lines(ReadFile(path)));
  std::size_t blocks = 0;
  for (const Page& page : AllPages()) {
    for (const Block& block : page.blocks) {
      if (block.language != "cpp") continue;
      ++blocks;
      const std::vector<std::string> wanted = Dedented(block.lines);
      EXPECT_TRUE(std::any_of(sources.begin(), sources.end(),
                              [&](const auto& source) { return Holds(source, wanted); }))
          << Place(page, block.first_line)
          << ": this block stands in no compiled source; its first line is\n  " << wanted.at(0);
    }
  }
  EXPECT_GT(blocks, 10U) << "the pages have lost their code, or it isn't found";
}

TEST(DocsTest, FencesNameTheirLanguage) {
  const std::vector<std::string> known = {"cpp", "console", "sh",     "cmake",
                                          "ini", "text",    "python", "yaml"};
  for (const Page& page : AllPages()) {
    for (const Block& block : page.blocks) {
      EXPECT_NE(std::find(known.begin(), known.end(), block.language), known.end())
          << Place(page, block.first_line - 1) << ": ```" << block.language;
    }
  }
}

}  // namespace
}  // namespace combtest::docs
