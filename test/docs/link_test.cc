// Links between the pages, and from them to files of the repository, lead somewhere.
#include <gtest/gtest.h>

#include <algorithm>

#include "test/docs/page.h"

namespace combtest::docs {
namespace {

bool IsExternal(const std::string& target) {
  return target.starts_with("http://") || target.starts_with("https://");
}

TEST(DocsTest, LinksResolve) {
  std::size_t links = 0;
  for (const Page& page : AllPages()) {
    for (const Link& link : page.links) {
      if (IsExternal(link.target)) continue;
      ++links;
      const std::size_t hash = link.target.find('#');
      const std::string file = link.target.substr(0, hash);
      const auto path = file.empty() ? page.path : page.path.parent_path() / file;
      const std::string place = Place(page, link.line) + ": " + link.target;
      if (!std::filesystem::exists(path)) {
        ADD_FAILURE() << place << ": there is no such file";
      } else if (hash != std::string::npos) {
        const std::vector<std::string> anchors = ReadPage(path).anchors;
        EXPECT_NE(std::find(anchors.begin(), anchors.end(), link.target.substr(hash + 1)),
                  anchors.end())
            << place << ": that page has no such heading";
      }
    }
  }
  EXPECT_GT(links, 10U);
}

TEST(DocsTest, ReadmeLeadsToEveryPage) {
  const std::vector<Page> pages = AllPages();
  for (std::size_t i = 1; i < pages.size(); ++i) {
    const std::string target = "docs/" + pages[i].path.filename().string();
    EXPECT_TRUE(std::any_of(pages[0].links.begin(), pages[0].links.end(),
                            [&](const Link& link) { return link.target == target; }))
        << "README.md has no link to " << target;
  }
}

}  // namespace
}  // namespace combtest::docs
