// A run as the page's scripts read it.
#ifndef COMBTEST_SRC_PAGE_PAGE_DATA_H_
#define COMBTEST_SRC_PAGE_PAGE_DATA_H_

#include <string>

#include "src/page/page_run.h"

namespace combtest::internal {

// One JSON object on one line that may stand in a <script> element, of a few megabytes at most:
// columns of numbers are little-endian bytes in base64, texts of walks are in a list and referred
// to by their places (-1: none, -2: left out, since there was no room). web/data.js reads it.
std::string PageData(const PageRun& run);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PAGE_PAGE_DATA_H_
