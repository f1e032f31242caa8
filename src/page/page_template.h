// The page without its runs: src/page/web, put into the library when it is built (embed.cmake).
#ifndef COMBTEST_SRC_PAGE_PAGE_TEMPLATE_H_
#define COMBTEST_SRC_PAGE_PAGE_TEMPLATE_H_

#include <string_view>

namespace combtest::internal {

// HTML that ends within the body: elements with runs follow.
extern const std::string_view kPageTemplate;

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PAGE_PAGE_TEMPLATE_H_
