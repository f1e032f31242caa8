// Names of walk cases.
#ifndef COMBTEST_GTEST_WALK_NAME_H_
#define COMBTEST_GTEST_WALK_NAME_H_

#include <gtest/gtest.h>

#include <concepts>
#include <string>

#include "combtest/walk.h"

namespace combtest {

// The last argument of INSTANTIATE_TEST_SUITE_P: names each case as its walk (Walk::name()).
// Without it the cases have GoogleTest's index names, and a filter by name finds its walk only
// after all have been registered.
struct WalkName {
  std::string operator()(const testing::TestParamInfo<Walk>& info) const;
  // Of suites with a fixture.
  template <std::derived_from<Walk> Param>
  std::string operator()(const testing::TestParamInfo<Param>& info) const {
    return (*this)(testing::TestParamInfo<Walk>(info.param, info.index));
  }
};

}  // namespace combtest

#endif  // COMBTEST_GTEST_WALK_NAME_H_
