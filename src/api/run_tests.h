// A program's calls of RunTests.
#ifndef COMBTEST_SRC_API_RUN_TESTS_H_
#define COMBTEST_SRC_API_RUN_TESTS_H_

#include <string>

namespace combtest::internal {

// A test begins anew (--gtest_repeat), and its calls of RunTests are counted from 0 again, as in
// the workers that it starts.
void ForgetCallsOf(const std::string& running_case);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_API_RUN_TESTS_H_
