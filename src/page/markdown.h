// A run in a few lines of Markdown, for pull requests and GitHub's step summary.
#ifndef COMBTEST_SRC_PAGE_MARKDOWN_H_
#define COMBTEST_SRC_PAGE_MARKDOWN_H_

#include <string>
#include <string_view>

#include "src/page/page_run.h"

namespace combtest::internal {

std::string Markdown(const PageRun& run);

// Text that shows as it is in a line of Markdown or a cell of a table: no markup, no links, no
// HTML, nobody is mentioned.
std::string MarkdownText(std::string_view text);
// In a span of code; in a block of its own lines with a fence that is in none of them.
std::string MarkdownCode(std::string_view text);
std::string MarkdownBlock(std::string_view text);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PAGE_MARKDOWN_H_
