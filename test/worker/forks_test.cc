// Child processes that come back out of what combtest runs, wherever that runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

struct ForkRun {
  int exit_code = 0;
  std::string out, err;
  std::vector<std::string> log;  // sorted
  std::string codes;
};

// In the test body, ahead of it on threads, and in workers.
struct Place {
  const char* name;
  std::vector<std::string> arguments;
};
void PrintTo(const Place& place, std::ostream* out) { *out << place.name; }

const Place kBody{"Body", {}};
const Place kWorker{"Worker", {"--combtest_workers=1"}};

ForkRun RunForks(const std::string& mode, const Place& place,
                 const std::string& suite = "ForkWalks", Variables variables = {}) {
  variables["FORK"] = mode;
  std::vector<std::string> arguments = place.arguments;
  arguments.push_back("--gtest_filter=*" + suite + "*");
  Program program(COMBTEST_FORK_SUITE, variables, arguments);
  ForkRun run;
  run.exit_code = program.Wait();
  run.out = program.out();
  run.err = program.err();
  std::istringstream log(program.File("log"));
  for (std::string line; std::getline(log, line);) run.log.push_back(line);
  std::sort(run.log.begin(), run.log.end());
  run.codes = program.File("codes");
  return run;
}

// However often the child went on, nobody ran anything twice.
const std::vector<std::string> kOnce = {"After(a) of 1", "After(a) of 2", "After(a) of 3",
                                        "After(b) of 1", "After(b) of 2", "After(b) of 3",
                                        "Child(1)",      "Child(1)",      "Child(2)",
                                        "Child(2)",      "Child(3)",      "Child(3)"};

// But in the summary, which says it once more.
int Count(const std::string& text, const std::string& what) {
  int count = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("[  WALKS   ]")) continue;
    for (auto at = line.find(what); at != line.npos; at = line.find(what, at + 1)) ++count;
  }
  return count;
}

class Forks : public testing::TestWithParam<Place> {};
INSTANTIATE_TEST_SUITE_P(All, Forks,
                         testing::Values(kBody, Place{"Threads", {"--combtest_threads=2"}}, kWorker,
                                         Place{"Workers", {"--combtest_workers=2"}},
                                         Place{"WorkerThreads",
                                               {"--combtest_workers=1", "--combtest_threads=2"}}),
                         [](const auto& place) { return std::string(place.param.name); });

TEST_P(Forks, AChildThatComesBackFailsItsWalkAlone) {
  for (const char* mode : {"return", "throw", "cancel", "assert", "pthread_exit", "grandchild"}) {
    SCOPED_TRACE(mode);
    const ForkRun run = RunForks(mode, GetParam());
    SCOPED_TRACE(run.out + run.err);
    EXPECT_EQ(run.log, kOnce);
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_EQ(Count(run.out, "a child process came back from Child(2), and has been ended"), 2);
    EXPECT_EQ(Count(run.out, "[       OK ]"), 4);
    for (const char* failed : {"Child_2__After_a", "Child_2__After_b"})
      EXPECT_THAT(run.out, HasSubstr(std::string("[  FAILED  ] All/ForkWalks.Pass/") + failed));
  }
}

TEST_P(Forks, SoDoesOneThatCallsExit) {
  for (const char* mode : {"exit", "quick_exit"}) {
    const ForkRun run = RunForks(mode, GetParam());
    SCOPED_TRACE(run.out + run.err);
    EXPECT_EQ(run.log, kOnce);
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_EQ(Count(run.out, "a child process came back from Child(2) by exit(), and has"), 2);
    EXPECT_EQ(Count(run.out, "[       OK ]"), 4);
  }
}

TEST_P(Forks, ItsParentMayWaitForIt) {
  const ForkRun run = RunForks("waited", GetParam());
  SCOPED_TRACE(run.out + run.err);
  EXPECT_EQ(run.log, kOnce);
  EXPECT_EQ(run.codes, "115\n115\n");
  EXPECT_EQ(Count(run.out, "a child process came back from Child(2)"), 2);
}

// Not by the C library, and so without its handlers.
TEST_P(Forks, ARawChildIsKnownToo) {
  const ForkRun run = RunForks("raw", GetParam());
  SCOPED_TRACE(run.out + run.err);
  EXPECT_EQ(run.log, kOnce);
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(Count(run.out, "a child process came back from Child(2)"), 2);
}

// ThreadSanitizer's own thread goes on in a child, which so never comes to its end.
#ifdef __SANITIZE_THREAD__
constexpr bool kChildrenOfThreadsEnd = false;
#else
constexpr bool kChildrenOfThreadsEnd = true;
#endif

TEST_P(Forks, OneThatTheWalkHasLeftBehindFailsTheRun) {
  if (!kChildrenOfThreadsEnd) GTEST_SKIP() << "not under ThreadSanitizer";
  const ForkRun run = RunForks("late", GetParam());
  SCOPED_TRACE(run.out + run.err);
  EXPECT_EQ(run.log, kOnce);
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_GE(Count(run.out, "a child process came back from Child(2)"), 1);
}

TEST_P(Forks, ChildrenThatEndOrReplaceTheirProgramHarmNobody) {
  for (const char* mode : {"_exit", "exec", "death"}) {
    if (mode == std::string("death") && GetParam().name != kBody.name &&
        GetParam().arguments.back() == "--combtest_threads=2")
      continue;  // death tests need a process of one thread
    const ForkRun run = RunForks(mode, GetParam());
    SCOPED_TRACE(run.out + run.err);
    EXPECT_EQ(run.log, kOnce);
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_EQ(Count(run.out, "[       OK ]"), 6);
  }
}

TEST_P(Forks, ADaemonMayStay) {
  const ForkRun run = RunForks("daemon", GetParam());
  SCOPED_TRACE(run.out + run.err);
  EXPECT_EQ(run.log, kOnce);
  EXPECT_EQ(run.exit_code, 0);
}

const std::vector<std::string> kMountOnce = {"Mount(1)", "Mount(2)", "Undo(1)",
                                             "Write(1)", "Write(2)", "Write(3)"};

TEST_P(Forks, OutOfASerialActionTheyFailItsBranch) {
  for (const char* mode : {"return", "throw", "exit"}) {
    const ForkRun run = RunForks(mode, GetParam(), "MountWalks");
    SCOPED_TRACE(run.out + run.err);
    EXPECT_EQ(run.log, kMountOnce);
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_EQ(Count(run.out, "[       OK ]"), 3);
    EXPECT_EQ(Count(run.out, "a child process came back from Mount(2)"), 3);
  }
}

TEST_P(Forks, OutOfUndoTheyFailTheRun) {
  const ForkRun run = RunForks("return", GetParam(), "MountWalks", {{"FORK_IN_UNDO", "1"}});
  SCOPED_TRACE(run.out + run.err);
  EXPECT_EQ(run.log.size(), 10u);
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(Count(run.out, "[       OK ]"), 6);
  EXPECT_THAT(run.out, HasSubstr("a child process came back from Undo of Mount(2)"));
}

// Its walk is over by then.
TEST_P(Forks, OutOfAStatesDestructorTheyFailTheRun) {
  for (const char* mode : {"return", "waited", "exit"}) {
    const ForkRun run = RunForks(mode, GetParam(), "TornWalks");
    SCOPED_TRACE(run.out + run.err);
    EXPECT_THAT(run.log, testing::ElementsAre("Enter(1)", "Enter(2)", "Enter(3)", "torn down"));
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_EQ(Count(run.out, "[       OK ]"), 3);
    EXPECT_EQ(Count(run.out, "a child process came back from the destructor of "), 1);
  }
}

TEST_P(Forks, OutOfAListenerTheyFailTheRun) {
  for (const char* mode : {"return", "waited", "throw"}) {
    const ForkRun run = RunForks(mode, GetParam(), "HeardWalks", {{"FORK_LISTENS", "1"}});
    SCOPED_TRACE(run.out + run.err);
    EXPECT_THAT(run.log, testing::ElementsAre("Write(1)", "Write(2)", "Write(3)", "heard"));
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_EQ(Count(run.out, "[       OK ]"), 3);
    EXPECT_GE(Count(run.out, "a child process came back from the listener "), 1);
  }
}

// In a worker, where it would be a second one. One that comes only after the other has served is
// ended as any process that a worker leaves behind.
TEST(ForksAtStart, LetOneProcessServe) {
  for (const char* mode : {"return", "waited"}) {
    const ForkRun run = RunForks(mode, kWorker, "StartWalks", {{"FORK_AT_START", "worker"}});
    SCOPED_TRACE(mode + run.out + run.err);
    const int back = Count(run.out, "a child process came back from what the program does");
    EXPECT_GE(back + Count(run.out + run.err, "left process "), 1);
    EXPECT_EQ(run.exit_code, back > 0 ? 1 : 0);
    // Where the child serves, its parent's end is taken for the worker's, and what it ran is run
    // again in the next one.
    EXPECT_LE(run.log.size(), back > 0 ? 4u : 2u);
  }
}

// On a thread of the action's own, nobody's code is left when the child comes back.
TEST(ForksOnThreads, AreAttributedWhereOneWalkRuns) {
  if (!kChildrenOfThreadsEnd) GTEST_SKIP() << "not under ThreadSanitizer";
  for (const Place& place : {kBody, kWorker}) {
    const ForkRun run = RunForks("thread", place);
    SCOPED_TRACE(run.out + run.err);
    EXPECT_EQ(run.log, kOnce);
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_EQ(Count(run.out, "a child process came back from Child(2)"), 2);
  }
}

}  // namespace
}  // namespace combtest::test
