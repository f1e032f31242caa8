#include "src/wire/frame.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "combtest/action.h"

namespace combtest::internal {
namespace {

std::vector<std::string> All(FrameReader& reader) {
  std::vector<std::string> messages;
  while (const auto message = reader.Next()) messages.emplace_back(*message);
  return messages;
}

TEST(Frame, MessagesComeOutAsTheyWentIn) {
  const std::vector<std::string> messages{"", "a", std::string(100'000, 'b'), std::string(3, '\0')};
  std::string stream;
  for (const std::string& message : messages) stream += Frame(message);
  FrameReader reader(false);
  reader.Append(stream);
  EXPECT_EQ(All(reader), messages);
  EXPECT_EQ(reader.rest(), 0u);
}

TEST(Frame, InPiecesOfAnySize) {
  const std::string stream = Frame("one") + Frame("") + Frame("three");
  for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
    FrameReader reader(false);
    std::vector<std::string> messages;
    for (std::size_t at = 0; at < stream.size(); at += piece) {
      reader.Append(std::string_view(stream).substr(at, piece));
      for (std::string& message : All(reader)) messages.push_back(std::move(message));
    }
    EXPECT_EQ(messages, (std::vector<std::string>{"one", "", "three"})) << piece;
  }
}

TEST(Frame, ATruncatedMessageDoesNotComeOut) {
  FrameReader reader(false);
  reader.Append(Frame("whole") + Frame("cut off").substr(0, 9));
  EXPECT_EQ(All(reader), std::vector<std::string>{"whole"});
  EXPECT_EQ(reader.rest(), 9u);
}

TEST(Frame, AHugeLengthIsAnError) {
  FrameReader reader(false);
  reader.Append("\xff\xff\xff\xff");
  try {
    reader.Next();
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("4294967295 bytes long, over the limit"));
  }
}

TEST(Frame, WhatComesBeforeTheMagicIsNoise) {
  FrameReader reader(true);
  const std::string stream = "a banner\n" + std::string(kStreamMagic) + Frame("x");
  for (const char c : stream.substr(0, stream.size() - 1)) {
    reader.Append({&c, 1});
    EXPECT_EQ(reader.Next(), std::nullopt);
  }
  reader.Append(stream.substr(stream.size() - 1));
  EXPECT_EQ(reader.Next(), "x");
  EXPECT_TRUE(reader.begun());
  EXPECT_EQ(reader.TakeNoise(), "a banner\n");
  EXPECT_EQ(reader.TakeNoise(), "");
}

TEST(Frame, TooMuchNoiseIsAnErrorThatShowsHowItBegins) {
  FrameReader reader(true);
  reader.Append("Usage: something else" + std::string(2 * kMaxNoise, '.'));
  try {
    reader.Next();
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("Usage: something else"));
  }
  EXPECT_FALSE(reader.begun());
}

// The reader throws away what it has given; whatever is long since read takes no room.
TEST(Frame, ALongStream) {
  FrameReader reader(false);
  const std::string frame = Frame(std::string(1000, 'x'));
  for (int i = 0; i < 10'000; ++i) {
    reader.Append(frame);
    reader.Append(frame.substr(0, 500));
    ASSERT_EQ(All(reader).size(), 1u);
    reader.Append(frame.substr(500));
    ASSERT_EQ(All(reader).size(), 1u);
  }
}

}  // namespace
}  // namespace combtest::internal
