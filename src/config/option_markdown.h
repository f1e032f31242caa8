// The option table as a page for people: docs/options.md.
#ifndef COMBTEST_SRC_CONFIG_OPTION_MARKDOWN_H_
#define COMBTEST_SRC_CONFIG_OPTION_MARKDOWN_H_

#include <string>

namespace combtest::internal {

std::string OptionMarkdown();

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_CONFIG_OPTION_MARKDOWN_H_
