// What workers are started from is taken away while they run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "test/worker/fault_run.h"

namespace combtest::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class NoWorkerLeft : public testing::Test {
 protected:
  NoWorkerLeft() {
    std::string path =
        (std::filesystem::temp_directory_path() / "combtest-removed-XXXXXX").string();
    directory_ = ::mkdtemp(path.data());
  }
  ~NoWorkerLeft() override { std::filesystem::remove_all(directory_); }

  // Until so many walks have begun, all of them waiting.
  static bool Wait(const Program& program, int walks) {
    return Eventually([&] {
      const std::string pids = program.File("pids");
      return std::count(pids.begin(), pids.end(), '\n') == walks;
    });
  }

  std::filesystem::path directory_;
};

TEST_F(NoWorkerLeft, AProgramThatIsRemovedGoesOn) {
  const std::filesystem::path copy = directory_ / "a suite";
  std::filesystem::copy_file(COMBTEST_FAULT_SUITE, copy);
  const Variables variables{{"COMBTEST_WORKERS", "1"}, {"FAULT", "gate+segv@Read(0,0,0,0,0)"}};
  Program program(copy, variables);
  ASSERT_TRUE(Eventually([&] { return program.File("log").find("Read(") != std::string::npos; }));
  std::filesystem::remove(copy);
  std::ofstream(program.directory() / "gate").flush();
  const FaultRun run = ResultsOf(program, variables);
  EXPECT_EQ(run.OnlyFailed(), 0u);
  EXPECT_THAT(run.run_failures, IsEmpty());
  ExpectTheRestUnharmed(run);
}

// They die one right after the other, so that each of them seems to be left when the other can't be
// started again.
TEST_F(NoWorkerLeft, ARunWithoutWorkersEnds) {
  const std::filesystem::path lead = directory_ / "lead";
  std::ofstream(lead) << "#!/bin/sh\nexec \"$@\"\n";
  std::filesystem::permissions(lead, std::filesystem::perms::owner_all);
  const Variables variables{{"COMBTEST_WORKERS", "2"},
                            {"COMBTEST_LAUNCHER", lead.string() + " {command}"},
                            {"FAULT", "gate+kill@Open(0)"}};
  Program program(COMBTEST_FAULT_SUITE, variables);
  ASSERT_TRUE(Wait(program, 2)) << program.err();
  std::filesystem::remove(lead);
  std::ofstream(program.directory() / "gate").flush();
  const FaultRun run = ResultsOf(program, variables);
  EXPECT_EQ(run.exit_code, 1);
  ASSERT_FALSE(run.run_failures.empty());
  EXPECT_THAT(run.run_failures.back(), HasSubstr("no worker is left"));
  EXPECT_THAT(run.run_failures.back(), HasSubstr("no worker could be started"));
  EXPECT_THAT(run.ledger, HasSubstr("192 selected = 2 crashed + 190 not run; balanced"));
  EXPECT_THAT(run.left_behind, IsEmpty());
}

}  // namespace
}  // namespace combtest::test
