// A Markdown page as the docs' checks see it.
#ifndef COMBTEST_TEST_DOCS_PAGE_H_
#define COMBTEST_TEST_DOCS_PAGE_H_

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace combtest::docs {

// ```LANGUAGE … ```
struct Block {
  std::string language;
  std::size_t first_line = 0;  // in Page::lines: the one below the opening fence
  std::vector<std::string> lines;
  std::string
      directory;  // as the last `<!-- run in DIRECTORY -->` above it says; empty where none does
};

struct Link {
  std::string target;  // as written: "limits.md#names"
  std::size_t line = 0;
};

struct Page {
  std::filesystem::path path;
  std::vector<std::string> lines;
  std::vector<Block> blocks;
  std::vector<Link> links;
  std::vector<std::string> anchors;  // of its headings, as GitHub makes them
};

Page ReadPage(const std::filesystem::path& path);
void WritePage(const Page& page);
// README.md and docs/*.md.
std::vector<Page> AllPages();
// "docs/limits.md:12", for messages. `line` counts from 0.
std::string Place(const Page& page, std::size_t line);

std::vector<std::string> Lines(const std::string& text);
std::string ReadFile(const std::filesystem::path& path);
// Whether the pages' generated parts are to be written rather than checked: DOCS_UPDATE=1.
bool Updating();

}  // namespace combtest::docs

#endif  // COMBTEST_TEST_DOCS_PAGE_H_
