// --combtest_replay in a program that calls RunTests.
#include <filesystem>
#include <fstream>

#include "test/gtest_integration/suite_run.h"
#include "test/support/text.h"

namespace combtest::test {
namespace {

BinaryRun Call(Words arguments) {
  Binary binary;
  binary.argv = {REPLAYED_CALLS_PROGRAM};
  binary.argv.insert(binary.argv.end(), arguments.begin(), arguments.end());
  return RunBinary(binary);
}

// The traces of both calls.
class ReplayCall : public testing::Test {
 protected:
  ReplayCall() {
    const std::string directory = FreshDirectory();
    const BinaryRun run = Call({"--combtest_workers=2", "--combtest_log_dir=" + directory});
    EXPECT_EQ(run.exit_code, 1) << run;
    EXPECT_TRUE(Contains(run.out, "first ran 12 with 6 errors\nsecond ran 6 with 3 errors\n"));
    for (const auto& file : std::filesystem::directory_iterator(directory)) {
      const std::string path = file.path();
      if (!path.ends_with(".trace.jsonl")) continue;
      (file.path().filename().string().starts_with("first") ? first_ : second_) = path;
    }
  }

  std::string first_, second_;
};

TEST_F(ReplayCall, RunsTheWalkInTheCallThatTheTraceIsOf) {
  const BinaryRun first = Call({"--combtest_replay=" + first_ + ":Take_1__Lock_true__Give_3"});
  EXPECT_EQ(first.exit_code, 1) << first;
  EXPECT_TRUE(Contains(first.out, "first ran 1 with 1 errors"));
  EXPECT_TRUE(Contains(first.out, "second ran 0 with 0 errors"));
  EXPECT_TRUE(Contains(first.out + first.err, "as in the trace: failed, with the same failures"));
  const BinaryRun second = Call({"--combtest_replay=" + second_ + ":Take_3__Give_2"});
  EXPECT_EQ(second.exit_code, 0) << second;
  EXPECT_TRUE(Contains(second.out, "first ran 0 with 0 errors"));
  EXPECT_TRUE(Contains(second.out, "second ran 1 with 0 errors"));
  EXPECT_TRUE(Contains(second.out + second.err, "final state: {\"taken\":1}"));
}

TEST_F(ReplayCall, ItsStateIsCheckedInOneSentence) {
  const auto told = [&](const std::string& state) {
    const BinaryRun run =
        Call({"--combtest_replay=" + second_ + ":0", "--combtest_state=" + state});
    EXPECT_NE(run.exit_code, 0) << run;
    return run.out + run.err;
  };
  EXPECT_TRUE(
      Contains(told("{\"taken\":"), "--combtest_state: `{\"taken\":` isn't JSON: incomplete JSON"));
  EXPECT_TRUE(Contains(told("[7]"), "--combtest_state doesn't fit: "));
  const BinaryRun more =
      Call({"--combtest_replay=" + second_ + ":0", "--combtest_state={\"taken\":5}"});
  EXPECT_EQ(more.exit_code, 0) << more;
  EXPECT_TRUE(Contains(more.out + more.err, "final state: {\"taken\":4}"));
}

TEST_F(ReplayCall, ADamagedTraceIsNamed) {
  std::ofstream(second_) << "{\"nonsense\":";
  const BinaryRun run = Call({"--combtest_replay=" + second_ + ":0"});
  EXPECT_NE(run.exit_code, 0) << run;
  EXPECT_TRUE(Contains(run.out + run.err, second_));
}

}  // namespace
}  // namespace combtest::test
