// What is in a case's result, as reports can hold it.
#ifndef COMBTEST_GTEST_SRC_SHOWN_RESULT_H_
#define COMBTEST_GTEST_SRC_SHOWN_RESULT_H_

#include <gtest/gtest.h>

namespace combtest::internal {

// GoogleTest writes messages and properties into XML and JSON as they are, so that one byte that
// isn't UTF-8 makes a report that no parser reads. Makes them what ShownText gives, as those of
// walks that ran elsewhere are. No other thread may be using the result.
void MakeShown(const testing::TestResult& result);

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_SRC_SHOWN_RESULT_H_
