// A suite whose names are so long, and whose walks so many, that nobody can tell from a name which
// walk it is of. A walk fails whose last two options are 1.
#include <cstddef>
#include <string>
#include <utility>

#include "test/gtest_integration/programs/actions.h"

struct State {
  std::string options;
};
BOOST_DESCRIBE_STRUCT(State, (), (options))

template <std::size_t kNumber>
struct AnActionWithALongName : combtest::Action {
  static constexpr std::array kOptions = {0, 1};
  void Run(int option, State& state) const {
    state.options += static_cast<char>('0' + option);
    EXPECT_FALSE(kNumber == 59 && state.options.ends_with("11"));
  }
};

template <std::size_t... kNumber>
auto SixtyActions(std::index_sequence<kNumber...>) {
  return combtest::Walks<State, AnActionWithALongName<kNumber>...>().Strength(2);
}

class Long : public combtest::WalkTest<State> {};
TEST_P(Long, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, Long, SixtyActions(std::make_index_sequence<60>()),
                         combtest::WalkName());
