#include "src/engine/option_cursor.h"

#include <gtest/gtest.h>

#include <random>

#include "combtest/walks.h"
#include "test/support/up_to.h"

namespace combtest::internal {
namespace {

template <int N>
struct Step : Action {
  static constexpr auto kOptions = [] {
    std::array<int, N> options{};
    for (int i = 0; i < N; ++i) options[static_cast<std::size_t>(i)] = i;
    return options;
  }();
  void Run(int) const {}
};

void ExpectRight(OptionCursor& cursor, const WalkSpace& space, WalkId id) {
  const void* const* const options = cursor.MoveTo(id);
  const SpaceData& data = *WalkAccess::Data(space);
  for (std::size_t a = 0; a < data.actions.size(); ++a)
    ASSERT_EQ(options[a], data.actions[a].options[data.OptionIndex(id, a)]) << id << ", " << a;
}

TEST(OptionCursorTest, FindsTheOptionsOfAnyWalkAfterAnyOther) {
  const WalkSpace space = Walks<NoState, Step<3>, Step<1>, Step<4>, Step<2>, Step<5>>().space();
  std::mt19937_64 random(1);
  for (const WalkId most : {WalkId{1}, WalkId{2}, WalkId{6}, WalkId{30}, space.full_size()}) {
    for (int round = 0; round < 200; ++round) {
      OptionCursor cursor(*WalkAccess::Data(space));
      WalkId id = random() % space.full_size();
      for (int i = 0; i < 50; ++i) {
        ExpectRight(cursor, space, id);
        id = (id + random() % (most + 1)) % space.full_size();
      }
    }
  }
}

// 3 * 5 * 17 * 257 * 641 * 65537 * 6700417 = 2^64 - 1.
TEST(OptionCursorTest, GoesBackInTheLargestSpace) {
  struct Big : Action {
    static auto Options() { return test::UpTo(65537); }
    void Run(int) const {}
  };
  struct Bigger : Action {
    static auto Options() { return test::UpTo(6700417); }
    void Run(int) const {}
  };
  const WalkSpace space =
      Walks<NoState, Bigger, Step<3>, Step<5>, Step<17>, Step<257>, Step<641>, Big>().space();
  const WalkId size = space.full_size();
  ASSERT_EQ(size, ~WalkId{0});
  OptionCursor cursor(*WalkAccess::Data(space));
  for (const WalkId id : {size - 1, WalkId{0}, size - 1, WalkId{7}, WalkId{0}, size - 2, WalkId{1}})
    ExpectRight(cursor, space, id);
}

TEST(OptionCursorTest, BeginsWithAnyWalk) {
  const WalkSpace space = Walks<NoState, Step<2>, Step<3>>().space();
  for (WalkId id = 0; id < space.full_size(); ++id) {
    OptionCursor cursor(*WalkAccess::Data(space));
    ExpectRight(cursor, space, id);
  }
}

}  // namespace
}  // namespace combtest::internal
