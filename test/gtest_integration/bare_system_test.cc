// Programs with workers where the system lacks something: namespaces of their own, made by
// unshare(1).
#include <unistd.h>

#include "test/gtest_integration/suite_run.h"
#include "test/support/text.h"

namespace combtest::test {
namespace {

class BareSystem : public testing::Test {
 protected:
  void SetUp() override {
    Binary probe;
    probe.argv = {kUnshare, "--mount", "--pid", "--fork", "/bin/true"};
    if (geteuid() != 0 || access(kUnshare, X_OK) != 0 || RunBinary(probe).exit_code != 0)
      GTEST_SKIP() << "this takes root and namespaces";
  }

  // What `command` of the shell makes of the system holds for the program alone.
  static BinaryRun RunAfter(const std::string& command, const Words& unshare) {
    Binary binary;
    binary.argv = {kUnshare};
    binary.argv.insert(binary.argv.end(), unshare.begin(), unshare.end());
    for (const char* word : {"/bin/sh", "-c"}) binary.argv.push_back(word);
    binary.argv.push_back(command + " && exec \"$@\"");
    for (const char* word :
         {"sh", SUITES_PROGRAM, "--gtest_filter=All/Good.Pass/A_1__*", "--combtest_workers=2"})
      binary.argv.push_back(word);
    return RunBinary(binary);
  }

  static void ExpectPassed(const BinaryRun& run) {
    EXPECT_EQ(run.exit_code, 0) << run;
    EXPECT_TRUE(Contains(run.out, "6 selected = 6 passed; 1 phase, 2 workers"));
  }

 private:
  static constexpr const char* kUnshare = "/usr/bin/unshare";
};

TEST_F(BareSystem, WhoseProcess1IsTheProgram) {
  ExpectPassed(RunAfter("test $$ = 1", {"--pid", "--fork", "--mount-proc"}));
}

TEST_F(BareSystem, WithAnotherNamespacesProc) {
  ExpectPassed(RunAfter("true", {"--pid", "--fork"}));
}

TEST_F(BareSystem, WithoutAWritableTmp) {
  ExpectPassed(
      RunAfter("mount --bind /tmp /tmp && mount -o remount,bind,ro /tmp && ! touch "
               "/tmp/written 2>/dev/null",
               {"--mount"}));
}

TEST_F(BareSystem, WithFewDescriptors) { ExpectPassed(RunAfter("ulimit -n 32", {"--mount"})); }

TEST_F(BareSystem, WithoutProcSaysThatThereAreNoWorkers) {
  const BinaryRun run = RunAfter("mount -t tmpfs none /proc", {"--mount"});
  EXPECT_EQ(run.exit_code, 1) << run;
  EXPECT_TRUE(Contains(run.out,
                       "no worker could be started by the launcher `local`: this program "
                       "can't be found without /proc"));
}

}  // namespace
}  // namespace combtest::test
