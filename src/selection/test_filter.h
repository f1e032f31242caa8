// What GoogleTest's filter selects, also where GoogleTest itself says only that another shard has
// the test.
#ifndef COMBTEST_SRC_SELECTION_TEST_FILTER_H_
#define COMBTEST_SRC_SELECTION_TEST_FILTER_H_

#include <string>
#include <string_view>
#include <vector>

namespace combtest::internal {

class TestFilter {
 public:
  // A --gtest_filter: patterns with * and ?, after a minus those that take away.
  explicit TestFilter(std::string filter);

  // `name` is "Suite.Test".
  bool Selects(std::string_view name) const;

 private:
  std::string text_;
  std::vector<std::string_view> positive_, negative_;
};

// A pattern with * and ? and the whole text.
bool Matches(std::string_view pattern, std::string_view text);
// By its own name or its suite's.
bool IsDisabled(std::string_view suite, std::string_view test);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SELECTION_TEST_FILTER_H_
