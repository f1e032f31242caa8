#include "src/engine/slot_texts.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace combtest::internal {
namespace {

TEST(SlotTextsTest, HoldWhatWasSetLast) {
  std::mt19937_64 random(1);
  std::vector<std::string> expected(300);
  SlotTexts texts(expected.size());
  for (int i = 0; i < 20'000; ++i) {
    const std::size_t slot = random() % expected.size();
    const std::size_t size = i % 50 == 0 ? random() % 200'000 : random() % 300;
    if (random() % 5 == 0) {
      texts.Drop(slot);
      expected[slot].clear();
    } else {
      expected[slot].assign(size, static_cast<char>('a' + i % 26));
      texts.Set(slot, expected[slot]);
    }
    if (i % 500 != 0) continue;
    for (std::size_t s = 0; s < expected.size(); ++s) ASSERT_EQ(texts[s], expected[s]) << s;
  }
}

TEST(SlotTextsTest, ATextMayReplaceItself) {
  SlotTexts texts(2);
  texts.Set(0, std::string(1'000'000, 'x'));
  texts.Set(0, std::string(2'000'000, 'y'));
  texts.Set(1, std::string(1'000'000, 'z'));
  EXPECT_EQ(texts[0], std::string(2'000'000, 'y'));
  texts.Drop(0);
  EXPECT_EQ(texts[0], "");
  EXPECT_EQ(texts[1], std::string(1'000'000, 'z'));
}

}  // namespace
}  // namespace combtest::internal
