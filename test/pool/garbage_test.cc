// Both ends of the channel, where the other one isn't what it should be.
#include <combtest/walks.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "combtest/integration.h"
#include "combtest/internal/type_name.h"
#include "combtest/launcher.h"
#include "src/engine/walk_board.h"
#include "src/os/process_info.h"
#include "src/pool/worker_executor.h"
#include "src/wire/frame.h"
#include "src/wire/protocol.h"
#include "test/support/numbered.h"

namespace combtest::internal {
namespace {

using testing::HasSubstr;

// Starts a shell that writes these bytes and then waits for the end of its input.
class TalkingLauncher : public Launcher {
 public:
  explicit TalkingLauncher(std::string bytes) : bytes_(std::move(bytes)) {}
  std::string name() const override { return "talking"; }
  WorkerCommand Command(const WorkerRequest&) override {
    std::string script = "printf '%b' '";
    for (const unsigned char c : bytes_) {
      for (const char digit :
           {'\\', '0', static_cast<char>('0' + (c >> 6)), static_cast<char>('0' + (c >> 3 & 7)),
            static_cast<char>('0' + (c & 7))})
        script += digit;
    }
    script += "'; cat >/dev/null";
    return {{"/bin/sh", "-c", script}, Environment()};
  }

 private:
  const std::string bytes_;
};

struct Account {
  Ledger ledger;
  std::string why;
};

Account RunAgainst(const std::string& bytes) {
  const WalkSpace space = Walks<NoState, test::Number<0, 3>, test::Number<1, 2>>().space();
  const Plan plan(space, Selection::All(), true);
  StopSignal stop;
  WalkBoard board(plan, stop, false);
  PoolSettings settings;
  settings.launcher = std::make_shared<TalkingLauncher>(bytes);
  settings.workers = 2;
  settings.heartbeat = std::chrono::seconds(1);
  const Limits limits{{}, std::chrono::seconds(5)};
  WorkerExecutor executor(plan, Selection::All(), true, board, stop, settings, limits, {}, 1);
  for (const PlanStep& step : plan.steps()) {
    if (!stop.stopped()) executor.RunPhase(step);
  }
  executor.Finish();
  Account outcome{board.Count(), ""};
  for (const Failure& failure : board.run_failures()) outcome.why += failure.message;
  return outcome;
}

std::string Stream(const std::vector<FromWorker>& messages) {
  std::string stream(kStreamMagic);
  for (const FromWorker& message : messages) stream += Frame(Encode(message));
  return stream;
}

Hello RightHello() {
  const WalkSpace space = Walks<NoState, test::Number<0, 3>, test::Number<1, 2>>().space();
  return {kProtocolVersion, space.Fingerprint(), TypeName(typeid(NoState)), 1, "host"};
}

void ExpectNothingPassed(const Account& outcome) {
  EXPECT_EQ(outcome.ledger.passed, 0u);
  EXPECT_EQ(outcome.ledger.selected, 6u);
  EXPECT_TRUE(outcome.ledger.Balanced()) << outcome.ledger;
  EXPECT_NE(outcome.why, "");
}

TEST(Garbage, AWorkerThatIsAnotherProgram) {
  const Account outcome = RunAgainst(std::string(20'000, 'x'));
  ExpectNothingPassed(outcome);
}

TEST(Garbage, ADifferentBuildIsRefused) {
  Hello hello = RightHello();
  hello.fingerprint = 1;
  const Account outcome = RunAgainst(Stream({hello}));
  ExpectNothingPassed(outcome);
  EXPECT_THAT(outcome.why, HasSubstr("different build"));
  EXPECT_THAT(outcome.why, HasSubstr("0000000000000001"));
  Hello old = RightHello();
  old.protocol = 77;
  EXPECT_THAT(RunAgainst(Stream({old})).why, HasSubstr("version 77 of the protocol"));
}

TEST(Garbage, ValidMessagesInWrongOrder) {
  const Hello hello = RightHello();
  const std::vector<std::vector<FromWorker>> streams{
      {Ready{}, Ready{}},
      {Done{1, 1, 0, 1, 1, 1}},
      {hello, Ready{}, Ready{}},
      {hello, Ready{}, Done{1, 1, 0, 1000, 1, 1}},
      {hello, Ready{}, Ended{1, 999, false, {}}},
      {hello, Ready{}, StateMessage{999, "null"}},
      {hello, Ready{}, Released{1, {99}}},
      {hello, Ready{}, Trouble{"no more"}},
  };
  for (const std::vector<FromWorker>& stream : streams)
    ExpectNothingPassed(RunAgainst(Stream(stream)));
}

TEST(Garbage, AHugeLengthOrNoJson) {
  EXPECT_THAT(RunAgainst(std::string(kStreamMagic) + "\xff\xff\xff\xff").why,
              HasSubstr("over the limit"));
  EXPECT_THAT(RunAgainst(std::string(kStreamMagic) + Frame("{{{")).why, HasSubstr("isn't JSON"));
}

TEST(Garbage, Fuzz) {
  const std::string valid = Stream({RightHello(), Ready{}, Pong{}, Trouble{"over"}});
  for (unsigned seed = 0; seed < 20; ++seed) {
    std::mt19937 random(seed);
    std::string stream = valid;
    for (int flips = 0; flips < 4; ++flips)
      stream[kStreamMagic.size() + random() % (stream.size() - kStreamMagic.size())] ^=
          static_cast<char>(1u << random() % 8);
    ExpectNothingPassed(RunAgainst(stream));
  }
}

}  // namespace
}  // namespace combtest::internal
