#include "src/worker/worker_supervisor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>

#include "src/wire/resumption.h"

namespace combtest::internal {
namespace {

std::string Number(unsigned n) { return Frame(std::string(n % 200, 'x') + std::to_string(n)); }

// The orchestrator's side of the stream.
struct Listener {
  void Hear(std::string_view bytes) {
    if (!greeted) {
      const auto greeting = reader.Append(bytes);
      if (!greeting) return;
      greeted = true;
      heard += greeting->rest;
      return;
    }
    heard += bytes;
  }
  void BeginAnew() {
    greeted = false;
    reader = {};
  }
  std::string heard;
  bool greeted = true;  // the first connection begins without
  GreetingReader reader;
};

// Whatever is on the way when it breaks is gone: in the middle of a message or of the greeting.
TEST(WorkerSupervisor, NothingIsLostOrSaidTwiceWhereverItBreaks) {
  const auto page = std::make_unique<SharedPage>();
  for (unsigned seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    WorkerSupervisor supervisor(*page, "nobody");
    Listener listener;
    supervisor.OnOutput(kStreamMagic);
    std::string all(kStreamMagic), on_the_way;
    for (unsigned step = 0; step < 300; ++step) {
      const std::string message = Number(step);
      all += message;
      const std::size_t half = random() % message.size();
      supervisor.OnOutput(message.substr(0, half));
      supervisor.OnOutput(message.substr(half));
      const std::string_view unsent = supervisor.Unsent();
      const std::size_t sent = std::min<std::size_t>(unsent.size(), random() % 400);
      on_the_way += unsent.substr(0, sent);
      supervisor.Sent(sent);
      const std::size_t arrives = on_the_way.empty() ? 0 : random() % on_the_way.size();
      listener.Hear(std::string_view(on_the_way).substr(0, arrives));
      on_the_way.erase(0, arrives);
      if (random() % 4 != 0) continue;
      on_the_way.clear();
      listener.BeginAnew();
      ASSERT_TRUE(supervisor.OnReconnection(std::to_string(listener.heard.size())));
    }
    listener.Hear(on_the_way);
    while (!supervisor.Unsent().empty()) {
      const std::string last(supervisor.Unsent());
      listener.Hear(last);
      supervisor.Sent(last.size());
    }
    ASSERT_EQ(listener.heard, all);
  }
}

TEST(WorkerSupervisor, TellsHowMuchHasCome) {
  const auto page = std::make_unique<SharedPage>();
  WorkerSupervisor supervisor(*page, "nobody");
  EXPECT_FALSE(supervisor.engaged());
  supervisor.OnInput(std::string(17, 'x'));
  EXPECT_TRUE(supervisor.engaged());
  ASSERT_TRUE(supervisor.OnReconnection("0"));
  EXPECT_EQ(supervisor.Unsent(), ResumptionGreeting(17));
}

TEST(WorkerSupervisor, RefusesAPlaceThatIsNone) {
  const auto page = std::make_unique<SharedPage>();
  WorkerSupervisor supervisor(*page, "nobody");
  supervisor.OnOutput(kStreamMagic);
  for (const char* place : {"", "x", "1x", "-1", " 1", "1", "18446744073709551616"})
    EXPECT_FALSE(supervisor.OnReconnection(place)) << place;
  EXPECT_EQ(supervisor.Unsent(), kStreamMagic);
}

}  // namespace
}  // namespace combtest::internal
