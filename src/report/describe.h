// What a person reads of a walk that didn't pass.
#ifndef COMBTEST_SRC_REPORT_DESCRIBE_H_
#define COMBTEST_SRC_REPORT_DESCRIBE_H_

#include <string>

#include "combtest/walk.h"

namespace combtest::internal {

// Several lines, without a newline at the end: what happened in which action, the whole walk, the
// state. Assertions aren't repeated: the test framework has printed them.
std::string DescribeResult(const Walk& walk, const WalkResult& result);

// Of one that is no failure: why it was left out, and where.
std::string SkipText(const WalkResult& result);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_REPORT_DESCRIBE_H_
