#include "src/wire/slot_range.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace combtest::internal {
namespace {

using Slots = std::vector<std::uint64_t>;

Slots Of(const SlotList& list) {
  Slots slots;
  list.ForEach(0, list.size(), [&](std::uint64_t, std::uint64_t slot) { slots.push_back(slot); });
  return slots;
}

TEST(StridedRange, IsTakenFromBothEnds) {
  StridedRange range{5, 3, 10};  // 5, 8, … 32
  EXPECT_EQ(range.TakeFront(4), (StridedRange{5, 3, 4}));
  EXPECT_EQ(range, (StridedRange{17, 3, 6}));
  EXPECT_EQ(range.TakeBack(2), (StridedRange{29, 3, 2}));
  EXPECT_EQ(range, (StridedRange{17, 3, 4}));
  EXPECT_EQ(range.TakeBack(100), (StridedRange{17, 3, 4}));
  EXPECT_EQ(range.count, 0u);
  EXPECT_EQ(range.TakeFront(1).count, 0u);
}

TEST(StridedRange, KnowsWhetherItLiesWithin) {
  EXPECT_TRUE((StridedRange{0, 1, 0}.Within(5, 6)));
  EXPECT_TRUE((StridedRange{5, 0, 1}.Within(5, 6)));
  EXPECT_TRUE((StridedRange{5, 3, 4}.Within(5, 15)));
  EXPECT_FALSE((StridedRange{5, 3, 4}.Within(5, 14)));
  EXPECT_FALSE((StridedRange{5, 3, 4}.Within(6, 15)));
  EXPECT_FALSE((StridedRange{5, 0, 2}.Within(5, 15)));
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  EXPECT_FALSE((StridedRange{5, kMost, kMost}.Within(0, 10)));
  EXPECT_FALSE((StridedRange{5, kMost / 2 + 1, 3}.Within(0, 10)));  // wraps around to 5
  EXPECT_TRUE((StridedRange{0, 1, kMost}.Within(0, kMost)));
}

TEST(SlotList, JoinsSlotsThatFollowEachOther) {
  SlotList list;
  for (const std::uint64_t slot : {2, 5, 8, 11, 12, 13, 4}) list.PushBack(slot);
  EXPECT_EQ(list.ranges(), (std::vector<StridedRange>{{2, 3, 4}, {12, 1, 2}, {4, 1, 1}}));
  EXPECT_EQ(Of(list), (Slots{2, 5, 8, 11, 12, 13, 4}));
  EXPECT_EQ(list.size(), 7u);
}

TEST(SlotList, PositionsCountThroughAllRanges) {
  SlotList list({{10, 10, 3}, {1, 1, 2}, {100, 5, 3}});
  for (std::uint64_t from = 0; from <= 8; ++from) {
    for (std::uint64_t to = from; to <= 8; ++to) {
      std::vector<std::pair<std::uint64_t, std::uint64_t>> seen;
      list.ForEach(from, to, [&](std::uint64_t position, std::uint64_t slot) {
        seen.emplace_back(position, slot);
      });
      ASSERT_EQ(seen.size(), to - from) << from << " to " << to;
      const Slots all{10, 20, 30, 1, 2, 100, 105, 110};
      for (std::size_t i = 0; i < seen.size(); ++i) {
        EXPECT_EQ(seen[i].first, from + i);
        EXPECT_EQ(seen[i].second, all[from + i]);
      }
    }
  }
}

TEST(SlotList, LeavesOutEmptyRanges) {
  SlotList list;
  list.PushBack(StridedRange{3, 1, 0});
  EXPECT_TRUE(list.ranges().empty());
  EXPECT_TRUE(list.empty());
}

}  // namespace
}  // namespace combtest::internal
