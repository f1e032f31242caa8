#include <gtest/gtest.h>
#include <stdlib.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "combtest/combtest.h"
#include "test/support/text.h"

namespace combtest {
namespace {

struct Trail {
  std::string text;
};

struct Say : Action {
  static constexpr std::array kOptions = {"a", "b"};
  void Run(std::string_view word, Trail& trail) const { trail.text += word; }
};
struct Turn : SerialAction {
  static constexpr std::array kOptions = {1, 2};
  void Run(int) const { ++runs; }
  static inline int runs = 0;
};

TEST(ReplayWalkTest, RunsAWalkOfASpaceWithItsSerialActionsFromTheGivenState) {
  Turn::runs = 0;
  const WalkSpace space = Walks<Trail, Say, Turn, Say>().space();
  const Results results = ReplayWalk(space.At({1, 0, 0}), Trail{">"});
  EXPECT_EQ(results.ledger.passed, 1u);
  ASSERT_EQ(results.states.size(), 1u);
  EXPECT_EQ(results.states[0].text, ">ba");
  EXPECT_EQ(Turn::runs, 1);
}

TEST(ReplayWalkTest, RunsAWalkBuiltByHand) {
  const Results results = ReplayWalk<Trail>(MakeWalk<Trail>(With<Say>("x"), With<Say>("y")));
  ASSERT_EQ(results.states.size(), 1u);
  EXPECT_EQ(results.states[0].text, "xy");
}

TEST(ReplayWalkTest, RefusesAnotherStateAndNone) {
  const Walk walk = MakeWalk<Trail>(With<Say>("x"));
  EXPECT_THROW(ReplayWalk<int>(walk), Error);
  EXPECT_THROW(ReplayWalk<Trail>(MakeWalk(With<Say>("x"))), Error);
}

// A run of a suite whose walks fail with "b", and its trace.
struct Judge : Action {
  static constexpr std::array kOptions = {"strict"};
  void Run(std::string_view, Trail& trail) const {
    if (trail.text.ends_with("b")) throw std::runtime_error("no b, please");
    trail.text += "!";
  }
};

class ReplayOfLogs : public testing::Test {
 protected:
  using Suite = Walks<Trail, Say, Turn, Judge>;
  static std::string FreshDirectory() {
    std::string pattern = std::filesystem::temp_directory_path() / "combtest-replay-XXXXXX";
    return ::mkdtemp(pattern.data());
  }
  ~ReplayOfLogs() override { std::filesystem::remove_all(directory_); }

  void ExpectFailsAgain(const Results<Trail>& again) const {
    ASSERT_EQ(again.failed_walks.size(), 1u);
    ASSERT_EQ(again.failed_walks[0].failures.size(), 1u);
    EXPECT_EQ(again.failed_walks[0].failures[0].message,
              results_.failed_walks[0].failures[0].message);
    EXPECT_EQ(again.ledger.selected, 1u);
  }
  std::string ErrorOf(const std::string& trace) const {
    return test::MessageOf<Error>([&] { ReplayWalk(Suite(), trace, WalkId{2}); });
  }

  const std::string directory_ = FreshDirectory();
  const Results<Trail> results_ = RunTests(Suite(), {.log_dir = directory_});
};

TEST_F(ReplayOfLogs, RunsAWalkOfTheSameProgramByItsIdOrName) {
  ASSERT_EQ(results_.failed_walks.size(), 2u);
  const WalkId id = results_.failed_walks[0].id;
  ExpectFailsAgain(ReplayWalk<Trail>(results_.logs, id));
  ExpectFailsAgain(ReplayWalk<Trail>(results_.logs, "Say_b__Turn_1__Judge_strict"));
  // A walk that passed, from another state.
  const Results other = ReplayWalk(results_.logs, 0, Trail{">"});
  ASSERT_EQ(other.states.size(), 1u);
  EXPECT_EQ(other.states[0].text, ">a!");
}

TEST_F(ReplayOfLogs, RunsAWalkOfATraceOfAnotherProcess) {
  const WalkId id = results_.failed_walks[0].id;
  ExpectFailsAgain(ReplayWalk(Suite(), results_.logs.trace, id));
  ExpectFailsAgain(ReplayWalk(Suite(), directory_, id));
  ExpectFailsAgain(ReplayWalk(Suite(), results_.logs.trace, "Say_b__Turn_1__Judge_strict"));
  const Results other =
      ReplayWalk(Suite(), results_.logs.trace, "Say_a__Turn_2__Judge_strict", Trail{">"});
  ASSERT_EQ(other.states.size(), 1u);
  EXPECT_EQ(other.states[0].text, ">a!");
}

TEST_F(ReplayOfLogs, NamesTheWalkThatIsntThere) {
  EXPECT_EQ(test::MessageOf<Error>([&] { ReplayWalk<Trail>(results_.logs, 4); }),
            "replay: " + results_.logs.trace + " has the walks 0 to 3, and no walk 4");
  EXPECT_EQ(test::MessageOf<Error>([&] { ReplayWalk<Trail>(results_.logs, "Say_c"); }),
            "replay: " + results_.logs.trace + " has no walk of the name `Say_c`");
  EXPECT_EQ(test::MessageOf<Error>([] { ReplayWalk<Trail>(RunTests(Suite()).logs, 0); }),
            "replay: the run left no trace; give it a log_dir");
  EXPECT_EQ(test::MessageOf<Error>([] { ReplayWalk<Trail>(RunLogs(), 0); }),
            "replay: these logs aren't of a run of this program; say which Walks they are of");
}

TEST_F(ReplayOfLogs, SaysWhichTraceCantBeRead) {
  const std::string path = directory_ + "/damaged.jsonl";
  for (const char* text : {"", "nonsense\n", "{}\n", "{\"record\":\"run\"}\n", "[1,2]\n"}) {
    std::ofstream(path) << text;
    const std::string error = ErrorOf(path);
    EXPECT_TRUE(test::Contains(error, path)) << text;
    EXPECT_EQ(error.find('\n'), error.npos) << error;
  }
  EXPECT_TRUE(test::Contains(ErrorOf("/no/such/trace"), "/no/such/trace"));
  EXPECT_TRUE(test::Contains(ErrorOf(directory_ + "/.."), "replay: the directory "));
}

}  // namespace
}  // namespace combtest
