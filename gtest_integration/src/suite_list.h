// The list of walk suites that combtest_discover_tests() reads.
#ifndef COMBTEST_GTEST_INTEGRATION_SUITE_LIST_H_
#define COMBTEST_GTEST_INTEGRATION_SUITE_LIST_H_

#include <fstream>
#include <string>

#include "combtest/walk_space.h"

namespace combtest::internal {

// With --gtest_list_tests and the option list_suites: a file of one JSON object a line for each
// TEST_P of each instantiation. One walk of each is registered then, whatever the product, so that
// listing is cheap.
class SuiteList {
 public:
  // Null: all walks are to be registered. Throws Error where the file can't be written.
  static SuiteList* Current();

  // `suite` and `test` as in "All/DiskWalks.Pass/…".
  void Add(const std::string& suite, const std::string& test, const WalkSpace& space);

 private:
  explicit SuiteList(const std::string& path);

  std::ofstream file_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_SUITE_LIST_H_
