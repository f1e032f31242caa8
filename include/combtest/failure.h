// What went wrong in one action: an assertion, an exception, a refused update.
#ifndef COMBTEST_FAILURE_H_
#define COMBTEST_FAILURE_H_

#include <iosfwd>
#include <string>

namespace combtest {

struct Failure {
  enum class Severity {
    kNonFatal,  // EXPECT_*: the walk fails and goes on
    kFatal,     // ASSERT_*, FAIL, an exception: the walk fails and ends
    kSkip,      // GTEST_SKIP, CancelWalk: the walk ends, cancelled
  };
  enum class Origin {
    kAssertion,  // reported by the test framework
    kException,  // thrown by the action, or found by combtest itself
  };

  Severity severity = Severity::kFatal;
  Origin origin = Origin::kException;
  std::string file;  // empty where unknown
  int line = 0;
  std::string message;
  std::string where;  // the action with its option, as `Write("hello")`
  // Of a walk that was run several times: in which attempt, from 1. Else 0.
  unsigned attempt = 0;

  friend bool operator==(const Failure&, const Failure&) = default;
};

std::ostream& operator<<(std::ostream& out, const Failure& failure);

}  // namespace combtest

#endif  // COMBTEST_FAILURE_H_
