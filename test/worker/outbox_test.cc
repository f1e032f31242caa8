#include "src/worker/outbox.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "combtest/action.h"
#include "src/wire/frame.h"

namespace combtest::internal {
namespace {

struct Pipe {
  Pipe() { EXPECT_EQ(::pipe(ends.data()), 0); }
  ~Pipe() {
    ::close(ends[0]);
    CloseWriter();
  }
  void CloseWriter() {
    if (ends[1] >= 0) ::close(ends[1]);
    ends[1] = -1;
  }
  std::array<int, 2> ends{};
};

// All messages until the pipe's end.
std::vector<std::string> ReadAll(int descriptor) {
  FrameReader reader(true);
  std::vector<std::string> messages;
  std::array<char, 30'000> buffer;
  for (ssize_t got; (got = ::read(descriptor, buffer.data(), buffer.size())) > 0;) {
    reader.Append({buffer.data(), static_cast<std::size_t>(got)});
    while (const auto message = reader.Next()) messages.emplace_back(*message);
  }
  return messages;
}

class Outboxes : public testing::TestWithParam<bool> {
 protected:
  SharedPage* page() const { return page_.get(); }
  std::unique_ptr<SharedPage> page_ = GetParam() ? std::make_unique<SharedPage>() : nullptr;
};

// Through a reader that is slow, as a full pipe shows.
TEST_P(Outboxes, MessagesOfAllSizesFromManyThreads) {
  Pipe pipe;
  std::vector<std::string> got;
  std::thread reader([&] { got = ReadAll(pipe.ends[0]); });
  Outbox outbox(pipe.ends[1], page());
  outbox.Begin();
  std::vector<std::thread> writers;
  for (char thread = 'a'; thread < 'e'; ++thread) {
    writers.emplace_back([&outbox, thread] {
      for (std::size_t i = 0; i < 300; ++i)
        outbox.Append(std::string(i % 50 == 49 ? 3'000'000 : i * 100, thread));
    });
  }
  for (std::thread& writer : writers) writer.join();
  outbox.Flush();
  pipe.CloseWriter();
  reader.join();
  std::array<std::size_t, 4> next{};
  for (const std::string& message : got) {
    // Of each thread in its order, none cut and none mixed with another's.
    if (message.empty()) continue;
    std::size_t& i = next.at(static_cast<std::size_t>(message[0] - 'a'));
    ++i;
    ASSERT_EQ(message, std::string(i % 50 == 49 ? 3'000'000 : i * 100, message[0]));
  }
  EXPECT_EQ(got.size(), 1200u);
  for (const std::size_t i : next) EXPECT_EQ(i, 299u);
}

TEST_P(Outboxes, AMessageOverTheLimitIsAnError) {
  Pipe pipe;
  Outbox outbox(pipe.ends[1], page());
  EXPECT_THROW(outbox.Append(std::string(kMaxFrame + 1, 'x')), Error);
}

INSTANTIATE_TEST_SUITE_P(All, Outboxes, testing::Bool(), [](const auto& shared) {
  return std::string(shared.param ? "SharedMemory" : "PipeAlone");
});

// What outlives a process that is killed before it has written anything into the pipe.
TEST(Outbox, WhatWasAppendedStandsInSharedMemory) {
  Pipe pipe;
  const auto page = std::make_unique<SharedPage>();
  Outbox outbox(pipe.ends[1], page.get());
  outbox.Append("hello");
  EXPECT_EQ(page->flushed, 0u);
  EXPECT_EQ(std::string(page->outbox, page->written), Frame("hello"));
}

TEST(Outbox, WrapsAround) {
  Pipe pipe;
  std::vector<std::string> got;
  std::thread reader([&] { got = ReadAll(pipe.ends[0]); });
  const auto page = std::make_unique<SharedPage>();
  Outbox outbox(pipe.ends[1], page.get());
  outbox.Begin();
  std::vector<std::string> sent;
  for (std::size_t i = 0; i < 400; ++i) {
    sent.push_back(std::string(10'007, static_cast<char>('a' + i % 26)));
    outbox.Append(sent.back());
  }
  outbox.Flush();
  EXPECT_GT(page->written, 3 * kOutboxBytes);
  pipe.CloseWriter();
  reader.join();
  EXPECT_EQ(got, sent);
}

}  // namespace
}  // namespace combtest::internal
