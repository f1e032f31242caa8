#include "src/wire/resend_buffer.h"

#include <gtest/gtest.h>

#include <string>

namespace combtest::internal {
namespace {

TEST(ResendBuffer, GoesOnFromAnyPlaceThatIsKept) {
  ResendBuffer buffer(100);
  buffer.Append("one two ");
  buffer.Append("three");
  EXPECT_EQ(buffer.Unsent(), "one two three");
  buffer.Sent(8);
  EXPECT_EQ(buffer.Unsent(), "three");
  EXPECT_TRUE(buffer.SendAgainFrom(4));
  EXPECT_EQ(buffer.Unsent(), "two three");
  buffer.Sent(9);
  EXPECT_EQ(buffer.Unsent(), "");
  EXPECT_TRUE(buffer.SendAgainFrom(0));
  EXPECT_EQ(buffer.Unsent(), "one two three");
}

TEST(ResendBuffer, WhatHasntBeenSentHasntArrived) {
  ResendBuffer buffer(100);
  buffer.Append("12345");
  buffer.Sent(3);
  EXPECT_TRUE(buffer.SendAgainFrom(3));
  EXPECT_FALSE(buffer.SendAgainFrom(4));
  EXPECT_EQ(buffer.Unsent(), "45");
}

TEST(ResendBuffer, KeepsTheEndOfAllThatWasSent) {
  ResendBuffer buffer(1000);
  std::string all;
  for (int i = 0; i < 2000; ++i) {
    const std::string piece = std::to_string(i) + " ";
    all += piece;
    buffer.Append(piece);
    buffer.Sent(buffer.Unsent().size());
  }
  EXPECT_FALSE(buffer.SendAgainFrom(all.size() - 2001)) << "it doesn't grow for ever";
  for (const std::size_t back : {std::size_t{0}, std::size_t{1}, std::size_t{1000}}) {
    ASSERT_TRUE(buffer.SendAgainFrom(all.size() - back));
    EXPECT_EQ(buffer.Unsent(), all.substr(all.size() - back));
    buffer.Sent(buffer.Unsent().size());
  }
}

TEST(ResendBuffer, WhatWaitsIsKeptBesides) {
  ResendBuffer buffer(10);
  const std::string large(1000, 'x');
  buffer.Append(large);
  buffer.Sent(large.size(), large.size());
  EXPECT_TRUE(buffer.SendAgainFrom(0));
  EXPECT_EQ(buffer.Unsent(), large);
  buffer.Sent(large.size(), 100);
  EXPECT_FALSE(buffer.SendAgainFrom(large.size() - 111));
  EXPECT_TRUE(buffer.SendAgainFrom(large.size() - 110));
}

}  // namespace
}  // namespace combtest::internal
