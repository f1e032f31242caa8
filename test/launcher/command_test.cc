// Workers that any command starts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "combtest/action.h"
#include "combtest/launchers.h"
#include "test/worker/fault_run.h"

namespace combtest::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

FaultRun RunBy(const std::string& command, const Variables& more = {}) {
  Variables all{{"COMBTEST_LAUNCHER", command}, {"COMBTEST_HOST_VARIABLES", "FAULT*"}};
  for (const auto& [name, value] : more) all[name] = value;
  return RunFaults(all);
}

TEST(Command, WordsOrAShell) {
  for (const char* command : {"env -i {command}", "sh -c {shell_command}"}) {
    SCOPED_TRACE(command);
    const FaultRun run = RunBy(command);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_THAT(run.failed, IsEmpty());
    ExpectTheRestUnharmed(run);
  }
}

TEST(Command, FaultsAreToldAsByALocalWorker) {
  const FaultRun run = RunBy("env -i {command}", {{"FAULT",
                                                   "segv@Read(3,1,2,0,1) "
                                                   "_exit0@Read(2,1,2,0,1) "
                                                   "hang@Read(1,1,2,0,1)"},
                                                  {"COMBTEST_WALK_TIMEOUT", "1s"}});
  EXPECT_EQ(run.failed.size(), 3u);
  EXPECT_THAT(run.failed.at(FaultWalk{3, 1, 2, 0, 1}.id()), HasSubstr("crashed: SIGSEGV"));
  EXPECT_THAT(run.failed.at(FaultWalk{2, 1, 2, 0, 1}.id()), HasSubstr("exited: code 0"));
  EXPECT_THAT(run.failed.at(FaultWalk{1, 1, 2, 0, 1}.id()), HasSubstr("timed out after 1 s"));
  ExpectTheRestUnharmed(run);
}

// Whenever the signal comes: in a walk, between two, or while the worker writes.
TEST(Command, WorkersKilledAtAnyTime) {
  for (int round = 0; round < 4; ++round) {
    const FaultRun run =
        RunBy("env -i {command}",
              {{"FAULT", "kill-soon@Write(1,0,0) kill-soon@Write(5,1,2) kill-soon@Read(3,1,2,0,1)"},
               {"FAULT_BALLAST", round % 2 == 0 ? "0" : "20000"}});
    for (const auto& [id, text] : run.failed) EXPECT_THAT(text, HasSubstr("crashed: SIGKILL"));
    ExpectTheRestUnharmed(run);
  }
}

TEST(Command, AStoppedWorkerIsFoundOutByItsSilence) {
  const FaultRun run =
      RunBy("env -i {command}", {{"FAULT", "stop@Read(3,1,2,0,1)"}, {"COMBTEST_HEARTBEAT", "2s"}});
  EXPECT_TRUE(run.failed.contains(FaultWalk{3, 1, 2, 0, 1}.id()));
  for (const auto& [id, text] : run.failed)
    EXPECT_THAT(text, HasSubstr("had to be ended: it gave no sign of life for 2 s"));
  EXPECT_EQ(run.failed.size(), 1u);
  ExpectTheRestUnharmed(run);
}

TEST(Command, AProgramThatIsntThere) {
  const FaultRun run = RunBy("env -i {command}", {{"COMBTEST_HOST_PROGRAM", "/nowhere/program"}});
  EXPECT_EQ(run.exit_code, 1);
  ASSERT_EQ(run.run_failures.size(), 1u);
  EXPECT_THAT(run.run_failures[0], HasSubstr("say where it is by host_program"));
}

TEST(Command, TemplatesThatCantWorkAreRefused) {
  const auto error = [](const std::string& text) -> std::string {
    try {
      CommandLauncher launcher(text, {});
    } catch (const Error& refused) {
      return refused.what();
    }
    return "";
  };
  EXPECT_THAT(error("docker exec -i"), HasSubstr("it has no {command}"));
  EXPECT_THAT(error("sh -c x{command}"), HasSubstr("inside the word `x{command}`"));
  EXPECT_THAT(error("{command}"), HasSubstr("it has no program before"));
  EXPECT_THAT(error("a {command} {shell_command}"), HasSubstr("more than once"));
  EXPECT_THAT(error("docker exec {host} {command}"), HasSubstr("there are no hosts"));
  EXPECT_THAT(error("a '{command}"), HasSubstr("closing"));
}

TEST(Command, HostsAndWorkersAreFilledIn) {
  CommandLauncher launcher("docker exec -i box-{host} {command}", ParseHosts("a:2,b"));
  EXPECT_EQ(launcher.places(), 3u);
  EXPECT_EQ(launcher.HostOf(0), "a");
  EXPECT_EQ(launcher.HostOf(1), "b");
  EXPECT_EQ(launcher.HostOf(2), "a");
  WorkerRequest request;
  request.index = 1;
  request.program = "/p";
  request.arguments = {"--x={host}"};
  request.variables = {"A={worker}"};
  EXPECT_THAT(launcher.Command(request).argv, ElementsAre("docker", "exec", "-i", "box-b", "env",
                                                          "--", "A={worker}", "/p", "--x={host}"));
}

}  // namespace
}  // namespace combtest::test
