// combtest for GoogleTest: walks as parameterised test cases. Works under plain gtest_main: there
// is nothing to call.
#ifndef COMBTEST_GTEST_H_
#define COMBTEST_GTEST_H_

#include <gtest/gtest.h>  // IWYU pragma: export

#include "combtest/combtest.h"           // IWYU pragma: export
#include "combtest/gtest/adapter.h"      // IWYU pragma: export
#include "combtest/gtest/death_tests.h"  // IWYU pragma: export
#include "combtest/gtest/install.h"      // IWYU pragma: export
#include "combtest/gtest/walk_name.h"    // IWYU pragma: export
#include "combtest/gtest/walk_test.h"    // IWYU pragma: export

// A whole suite in one line: the fixture NAME, its case Pass and the instantiation All.
//   COMBTEST_WALKS(DiskWalks, DiskState, SetBlockSize, Write, Remount, ReadBack);
#define COMBTEST_WALKS(name, state, ...)                                                       \
  class name : public ::combtest::WalkTest<state> {};                                          \
  TEST_P(name, Pass) { RunWalk(); }                                                            \
  INSTANTIATE_TEST_SUITE_P(All, name, (::combtest::Walks<state __VA_OPT__(, ) __VA_ARGS__>()), \
                           ::combtest::WalkName())

#endif  // COMBTEST_GTEST_H_
