#include "src/wire/output_mark.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>

namespace combtest::internal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

struct Divided {
  std::map<std::uint64_t, std::string> walks;
  std::string other;
  OutputDivider divider{[this](std::uint64_t slot, std::string text) { walks[slot] += text; },
                        [this](std::string_view text) { other += text; }};
};

std::string Mark(char mark, std::uint64_t slot) {
  return std::string("\x1d") + mark + std::to_string(slot) + "\x1d";
}

TEST(OutputDivider, GivesAFailedWalkWhatItPrinted) {
  Divided d;
  d.divider.Append("on the way\n" + Mark('R', 0) + "idle\n" + Mark('B', 7) + "of seven\n" +
                   Mark('E', 7) + Mark('B', 8) + "of eight\n" + Mark('O', 0));
  EXPECT_THAT(d.walks, ElementsAre(Pair(7, "of seven\n")));
  EXPECT_EQ(d.other, "idle\nof eight\n");
  EXPECT_EQ(d.divider.TakeRest(), "");
}

TEST(OutputDivider, SaysWhereItIsNotKnownWhoseTheOutputIs) {
  Divided d;
  d.divider.Append(Mark('O', 0) + Mark('S', 6) + "of two\n" + Mark('S', 7));
  EXPECT_THAT(d.walks, ElementsAre(Pair(7,
                                        "(of this walk, or of quick ones that passed before it)\n"
                                        "of two\n")));
}

TEST(OutputDivider, InPiecesOfOneByte) {
  Divided d;
  for (const char c : Mark('B', 123456) + "text" + Mark('E', 123456)) d.divider.Append({&c, 1});
  EXPECT_THAT(d.walks, ElementsAre(Pair(123456, "text")));
}

TEST(OutputDivider, TheRestIsTheDeadWorkers) {
  Divided d;
  d.divider.Append(Mark('B', 1) + "last words" + Mark('B', 2).substr(0, 2));
  EXPECT_EQ(d.other, "");
  EXPECT_EQ(d.divider.TakeRest(),
            "last words\x1d"
            "B");
}

TEST(OutputDivider, WhatOnlyLooksLikeAMarkIsText) {
  const std::string text = "\x1dQ1\x1d \x1d" + std::string(50, 'x') +
                           "\x1d\x1d \x1d"
                           "B1x\x1d ";
  Divided d;
  d.divider.Append(text + Mark('O', 0));
  EXPECT_EQ(d.other, text);
  EXPECT_THAT(d.walks, IsEmpty());
}

TEST(OutputDivider, AFloodIsPassedOnInWholeLines) {
  Divided d;
  std::string line(999, 'x');
  line += '\n';
  d.divider.Append(Mark('B', 1));
  for (int i = 0; i < 1000; ++i) {
    d.divider.Append(line);
    ASSERT_EQ(d.other.size() % line.size(), 0u);
  }
  EXPECT_GT(d.other.size(), 900'000u);
  EXPECT_EQ(d.other + d.divider.TakeRest(), [&] {
    std::string all;
    for (int i = 0; i < 1000; ++i) all += line;
    return all;
  }());
}

TEST(WithoutMarks, LeavesWhatWasPrinted) {
  EXPECT_EQ(WithoutMarks(""), "");
  EXPECT_EQ(WithoutMarks("a\x1d"
                         "R0\x1d"
                         "b\n\x1d"
                         "B12\x1d"
                         "c"),
            "ab\nc");
  EXPECT_EQ(WithoutMarks("cut\x1d"
                         "B1"),
            "cut");
}

}  // namespace
}  // namespace combtest::internal
