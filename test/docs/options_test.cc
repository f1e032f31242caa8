// docs/options.md is what the option table gives. DOCS_UPDATE=1 writes it.
#include <gtest/gtest.h>

#include <fstream>

#include "src/config/option_markdown.h"
#include "test/docs/page.h"

namespace combtest::docs {
namespace {

TEST(DocsTest, OptionsPageIsTheTable) {
  const auto path = std::filesystem::path(COMBTEST_SOURCE_DIR) / "docs/options.md";
  if (Updating()) std::ofstream(path) << internal::OptionMarkdown();
  EXPECT_EQ(ReadFile(path), internal::OptionMarkdown())
      << "docs/options.md is out of date; `DOCS_UPDATE=1 ctest -R Docs` writes it";
}

}  // namespace
}  // namespace combtest::docs
