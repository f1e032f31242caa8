// Death tests on several threads: one at a time. GoogleTest keeps what it knows of the running one
// in variables of the process, and ends the program where two run at once.
#ifndef COMBTEST_GTEST_DEATH_TESTS_H_
#define COMBTEST_GTEST_DEATH_TESTS_H_

#include <gtest/gtest.h>

#include <mutex>

namespace combtest::internal {

// Held from the death test's beginning to the end of what is streamed into it. Recursive: the child
// may have death tests of its own.
class DeathTestTurn {
 public:
  DeathTestTurn() : lock_(mutex) {}

 private:
  static inline std::recursive_mutex mutex;

  std::lock_guard<std::recursive_mutex> lock_;
};

}  // namespace combtest::internal

// All other macros of death tests are made of these two. GoogleTest has no documented way to get
// between; GTEST_DEATH_TEST_ has taken the same four arguments since 1.8.
#if GTEST_HAS_DEATH_TEST
#undef EXPECT_EXIT
#define EXPECT_EXIT(statement, predicate, matcher)                      \
  GTEST_AMBIGUOUS_ELSE_BLOCKER_                                         \
  if (const ::combtest::internal::DeathTestTurn combtest_turn; false) { \
  } else                                                                \
    GTEST_DEATH_TEST_(statement, predicate, matcher, GTEST_NONFATAL_FAILURE_)
#undef ASSERT_EXIT
#define ASSERT_EXIT(statement, predicate, matcher)                      \
  GTEST_AMBIGUOUS_ELSE_BLOCKER_                                         \
  if (const ::combtest::internal::DeathTestTurn combtest_turn; false) { \
  } else                                                                \
    GTEST_DEATH_TEST_(statement, predicate, matcher, GTEST_FATAL_FAILURE_)
#endif

#endif  // COMBTEST_GTEST_DEATH_TESTS_H_
