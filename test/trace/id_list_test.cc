#include "src/trace/id_list.h"

#include <gtest/gtest.h>

#include <random>

#include "combtest/action.h"

namespace combtest::internal {
namespace {

TEST(IdListTest, IsShort) {
  EXPECT_EQ(IdList(std::vector<WalkId>()).ToText(), "");
  EXPECT_EQ(IdList(std::vector<WalkId>{7}).ToText(), "7");
  EXPECT_EQ(IdList({3, 1, 2, 0}).ToText(), "0-3");
  EXPECT_EQ(IdList({0, 1, 2, 5, 10, 12, 14, 99}).ToText(), "0-2,5,10-14:2,99");
}

TEST(IdListTest, ReadsWhatItWrites) {
  std::mt19937 random(1);
  for (int round = 0; round < 500; ++round) {
    std::vector<WalkId> ids;
    const unsigned density = 1 + random() % 9;
    for (WalkId id = 0; id < 60; ++id) {
      if (random() % 10 < density) ids.push_back(id);
    }
    const IdList list = IdList::Parse(IdList(ids).ToText());
    ASSERT_EQ(list.size(), ids.size()) << list.ToText();
    for (WalkId id = 0; id < 62; ++id)
      ASSERT_EQ(list.Contains(id), std::binary_search(ids.begin(), ids.end(), id)) << id;
  }
}

TEST(IdListTest, RefusesWhatIsNone) {
  for (const char* text : {"x", "1-", "3-1", "1,", "1,,2", "2,1", "0-5:0", "0-5:2", "-1", "1 2"})
    EXPECT_THROW(IdList::Parse(text), Error) << text;
}

}  // namespace
}  // namespace combtest::internal
