// Workers on hosts that are reached by real ssh.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "test/launcher/ssh_hosts.h"
#include "test/worker/fault_run.h"

namespace combtest::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

Variables With(Variables all, const Variables& more) {
  for (const auto& [name, value] : more) all[name] = value;
  return all;
}

FaultRun RunOn(const SshHosts& hosts, unsigned workers_each, const Variables& more = {}) {
  const Variables all = With(hosts.Environment(workers_each), more);
  Program program(COMBTEST_FAULT_SUITE, all);
  FaultRun run = ResultsOf(program, all);
  // A worker that was still on its way when the run ended may arrive only to end.
  Eventually([&] { return (run.left_behind = program.Descendants()).empty(); });
  return run;
}

// As RunOn, one worker on each host; a walk on host a keeps the run going until b has failed
// `times`.
FaultRun RunUntilFailed(const SshHosts& hosts, int times, const Variables& more = {}) {
  Variables all = With(hosts.Environment(1), more);
  all["FAULT"] = "wait@Open(0)";
  Program program(COMBTEST_FAULT_SUITE, all);
  const auto failed = [&] {
    const std::string err = program.err();
    int count = 0;
    for (std::size_t at = 0; (at = err.find("on b] ended between walks", at)) != err.npos; ++at)
      ++count;
    return count >= times;
  };
  EXPECT_TRUE(Eventually(failed)) << program.err();
  std::ofstream(program.directory() / "go").flush();
  return ResultsOf(program, all);
}

// Of a run that had to do without a host.
void ExpectAllPassedElsewhere(const FaultRun& run) {
  EXPECT_EQ(run.exit_code, 1);  // what was lost is said, and not passed over
  EXPECT_THAT(run.failed, IsEmpty());
  EXPECT_EQ(run.run_failures.size(), 1u) << run.err;
  ExpectTheRestUnharmed(run);
}

TEST(Ssh, TheSameAsHere) {
  const SshHosts hosts(2);
  const FaultRun run = RunOn(hosts, 2);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.failed, IsEmpty());
  EXPECT_THAT(run.run_failures, IsEmpty());
  ExpectTheRestUnharmed(run);
  const FaultRun local = RunFaults({});
  EXPECT_EQ(run.states, local.states);
  EXPECT_EQ(run.ledger, local.ledger);
}

// Where a walk has failed they stay, and its message names the host; the others are gone, also
// those of walks that went on elsewhere.
TEST(Ssh, DirectoriesOfWalks) {
  const SshHosts hosts(2);
  const std::filesystem::path place = hosts.directory() / "directories";
  std::filesystem::create_directory(place);
  Program program(
      COMBTEST_CURRENT_SUITE,
      With(hosts.Environment(1), {{"COMBTEST_HOST_VARIABLES", "CURRENT_* FAULT* TMPDIR"},
                                  {"CURRENT_ENDINGS", "fail"},
                                  {"TMPDIR", place}}),
      {"--gtest_filter=All/*"});
  EXPECT_EQ(program.Wait(), 1) << program.err();
  const std::string out = program.out();
  EXPECT_THAT(out, HasSubstr(" on a"));
  int count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(place)) {
    if (entry.path().filename() != "made") continue;
    ++count;
    EXPECT_THAT(out, HasSubstr(entry.path().parent_path().string() + " on "));
  }
  EXPECT_GE(count, 12);
}

// Extra walks run where the run's own did, and end there in the same ways.
class SshExplained : public testing::TestWithParam<const char*> {};
TEST_P(SshExplained, ByExtraWalks) {
  const SshHosts hosts(2);
  const Variables all = With(hosts.Environment(2), {{"COMBTEST_HOST_VARIABLES", "FAULT*"},
                                                    {"COMBTEST_WALK_TIMEOUT", "2s"},
                                                    {"FAULTS", GetParam()}});
  Program program(
      COMBTEST_EXPLAINED_SUITE, all,
      {"--gtest_filter=All/Disks.*", "--combtest_strength=2", "--combtest_explain=run"});
  EXPECT_EQ(program.Wait(), 1) << program.err();
  EXPECT_THAT(program.out(), HasSubstr("extra walks: ")) << program.err();
  EXPECT_THAT(program.out(), HasSubstr(" with BlockSize=4096 and Remount=true: confirmed by "));
}
INSTANTIATE_TEST_SUITE_P(Faults, SshExplained, testing::Values("one", "crash", "hang"),
                         [](const auto& fault) { return std::string(fault.param); });

// What is counted is counted over all hosts.
TEST(Ssh, ResourcesAreSharedByAllHosts) {
  const SshHosts hosts(2);
  const std::filesystem::path place = hosts.directory() / "gauges";
  std::filesystem::create_directory(place);
  const Variables all = With(hosts.Environment(2), {{"COMBTEST_HOST_VARIABLES", "RESOURCES_*"},
                                                    {"RESOURCES_DIR", place},
                                                    {"RESOURCES_WANTED", "2"}});
  Program program(COMBTEST_RESOURCE_SUITE, all, {"--gtest_filter=All/Phases.*"});
  EXPECT_EQ(program.Wait(), 0) << program.out() << program.err();
  for (const char* resource : {"license", "port"}) {
    std::array<int, 2> inside{};  // now, and at most
    std::ifstream(place / resource, std::ios::binary)
        .read(reinterpret_cast<char*>(inside.data()), sizeof inside);
    EXPECT_EQ(inside, (std::array{0, 2})) << resource;
  }
}

struct Ending {
  const char* kind;
  const char* says;
};
void PrintTo(const Ending& ending, std::ostream* out) { *out << ending.kind; }

class SshEndings : public testing::TestWithParam<Ending> {};

// A walk that takes its worker down does so in the same words as in a local worker.
TEST_P(SshEndings, OfOneWalk) {
  const SshHosts hosts(2);
  const FaultRun run = RunOn(hosts, 1,
                             {{"FAULT", GetParam().kind + std::string("@Read(3,1,2,0,1)")},
                              {"COMBTEST_WALK_TIMEOUT", "2s"}});
  EXPECT_EQ(run.OnlyFailed(), (FaultWalk{3, 1, 2, 0, 1}.id()));
  EXPECT_THAT(run.failed.begin()->second, HasSubstr(std::string("at Read(1): ") + GetParam().says));
  EXPECT_EQ(run.exit_code, 1);
  ExpectTheRestUnharmed(run);
}

INSTANTIATE_TEST_SUITE_P(All, SshEndings,
                         testing::Values(Ending{"segv", "crashed: SIGSEGV"},
                                         Ending{"kill", "crashed: SIGKILL"},
                                         Ending{"_exit0", "exited: "}, Ending{"exit7", "exited: "},
                                         Ending{"throw", "failed"}, Ending{"hang", "timed out"},
                                         Ending{"close", "exited: "}),
                         [](const auto& ending) { return std::string(ending.param.kind); });

TEST(Ssh, ThreadsOfAWorkerAreToldApart) {
  const SshHosts hosts(1);
  const FaultRun run =
      RunOn(hosts, 2, {{"FAULT", "segv@Read(3,1,2,0,1)"}, {"COMBTEST_THREADS", "4"}});
  const std::uint64_t culprit = FaultWalk{3, 1, 2, 0, 1}.id();
  ASSERT_TRUE(run.failed.contains(culprit)) << run.err;
  for (const auto& [id, text] : run.failed)
    EXPECT_THAT(text, HasSubstr(id == culprit ? "crashed: SIGSEGV" : "lost: its worker was taken"));
  ExpectTheRestUnharmed(run);
}

TEST(Ssh, LeftoversAreEndedOverThere) {
  const SshHosts hosts(1);
  const FaultRun run = RunOn(hosts, 1, {{"FAULT", "daemon@Read(3,1,2,0,1)"}});
  EXPECT_THAT(run.failed, IsEmpty());
  EXPECT_THAT(run.err, HasSubstr("left process "));
  ExpectTheRestUnharmed(run);
}

TEST(Ssh, ANoisyProfileIsPassedOver) {
  SshHosts hosts(1);
  hosts.SetProfile("a", "echo Welcome to the machine; echo and more >&2");
  const FaultRun run = RunOn(hosts, 2);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("Welcome to the machine"));
  ExpectTheRestUnharmed(run);
}

TEST(Ssh, AProfileThatNeverStopsIsNot) {
  SshHosts hosts(1);
  hosts.SetProfile("a", "yes nonsense");
  const FaultRun run = RunOn(hosts, 1);
  EXPECT_EQ(run.exit_code, 1);
  ASSERT_EQ(run.run_failures.size(), 1u);
  EXPECT_THAT(Joined(run.run_failures),
              HasSubstr("bytes, but no worker's stream; they begin `nonsense"));
}

// --- Hosts that can't be used

TEST(SshFaults, AnUnreachableHost) {
  SshHosts hosts(3);
  hosts.TakeDown("b");
  const FaultRun run = RunUntilFailed(hosts, 3);
  ExpectAllPassedElsewhere(run);
  EXPECT_THAT(Joined(run.run_failures), AllOf(HasSubstr("the host `b` is given up"),
                                              HasSubstr("no ssh server listens there")));
}

TEST(SshFaults, AWrongKey) {
  SshHosts hosts(2);
  hosts.Configure("b", "  IdentityFile " + hosts.NewKey("wrong") + "\n  IdentityAgent none\n");
  hosts.LetIn("a");
  const FaultRun run = RunUntilFailed(hosts, 3);
  ExpectAllPassedElsewhere(run);
  EXPECT_THAT(Joined(run.run_failures),
              AllOf(HasSubstr("the host `b`"), HasSubstr("refused to let us in")));
}

TEST(SshFaults, AnotherHostKey) {
  SshHosts hosts(2);
  hosts.ChangeHostKey("b");
  const FaultRun run = RunUntilFailed(hosts, 3);
  ExpectAllPassedElsewhere(run);
  EXPECT_THAT(Joined(run.run_failures),
              AllOf(HasSubstr("the host `b`"), HasSubstr("its host key")));
}

TEST(SshFaults, NoProgramThere) {
  SshHosts hosts(2);
  const FaultRun run =
      RunUntilFailed(hosts, 3, {{"COMBTEST_HOSTS", "a:1,b:1;program=/nowhere/program"}});
  ExpectAllPassedElsewhere(run);
  EXPECT_THAT(Joined(run.run_failures),
              AllOf(HasSubstr("the program isn't on `b`"), HasSubstr("/nowhere/program")));
}

TEST(SshFaults, AnotherBuildThere) {
  SshHosts hosts(2);
  hosts.SetProfile("b", "export FAULT_OPENS=9");  // another option list
  const FaultRun run = RunUntilFailed(hosts, 1);
  ExpectAllPassedElsewhere(run);
  EXPECT_THAT(
      Joined(run.run_failures),
      AllOf(HasSubstr("the host `b`"), HasSubstr("a different build"), HasSubstr("fingerprint")));
}

TEST(SshFaults, NoHostAtAll) {
  SshHosts hosts(2);
  hosts.TakeDown("a");
  hosts.TakeDown("b");
  const FaultRun run = RunOn(hosts, 2);
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(run.ledger, "192 selected = 192 not run; balanced");
  EXPECT_THAT(run.log, IsEmpty());
}

TEST(SshFaults, MoreWorkersThanPlaces) {
  const SshHosts hosts(1);
  const FaultRun run = RunOn(hosts, 1, {{"COMBTEST_WORKERS", "3"}});
  EXPECT_NE(run.exit_code, 0);
  EXPECT_THAT(run.err, HasSubstr("the hosts have places for 1"));
}

// Where the other host is done before, nobody waits for this one.
TEST(SshFaults, AWorkerThatHangsBeforeItsHandshake) {
  SshHosts hosts(2);
  hosts.SetProfile("b", "exec cat >/dev/null");
  const FaultRun run = RunOn(hosts, 1);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.failed, IsEmpty());
  ExpectTheRestUnharmed(run);
}

TEST(SshFaults, OnlyWorkersThatHangBeforeTheirHandshake) {
  SshHosts hosts(1);
  hosts.SetProfile("a", "exec cat >/dev/null");
  const FaultRun run = RunOn(hosts, 1, {{"COMBTEST_START_TIMEOUT", "500ms"}});
  EXPECT_EQ(run.exit_code, 1);
  ASSERT_EQ(run.run_failures.size(), 1u);
  EXPECT_THAT(Joined(run.run_failures),
              HasSubstr("hadn't said hello within start_timeout (500 ms)"));
}

// --- The program is copied

TEST(SshCopy, OnceAndUnderItsHash) {
  SshHosts hosts(2);
  const std::string home = (hosts.directory() / "tmp").string();
  std::filesystem::create_directory(home);
  for (const char* host : {"a", "b"}) hosts.SetProfile(host, "echo noise; export TMPDIR=" + home);
  const auto copies = [&] {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(home)) {
      if (entry.is_regular_file()) found.push_back(entry.path());
    }
    return found;
  };
  FaultRun run = RunOn(hosts, 1, {{"COMBTEST_SSH_COPY", "keep"}});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  ExpectTheRestUnharmed(run);
  ASSERT_EQ(copies().size(), 1u);
  const auto copy = copies()[0];
  std::string hash;
  Shell("sha256sum < " + std::string(COMBTEST_FAULT_SUITE), &hash);
  EXPECT_EQ(copy.parent_path().filename(), hash.substr(0, 64));
  // One that isn't what its name says is replaced.
  const auto size = std::filesystem::file_size(copy);
  std::filesystem::resize_file(copy, size / 2);
  run = RunOn(hosts, 1, {{"COMBTEST_SSH_COPY", "keep"}});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  ASSERT_EQ(copies().size(), 1u);
  EXPECT_EQ(std::filesystem::file_size(copy), size);
}

// While another run has one of its own, which needs it till its end.
TEST(SshCopy, IsRemovedByTheRunThatBroughtIt) {
  SshHosts hosts(1);
  const std::string home = (hosts.directory() / "tmp").string();
  std::filesystem::create_directory(home);
  hosts.SetProfile("a", "export TMPDIR=" + home);
  const auto copies = [&] {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(home))
      count += entry.is_regular_file() ? 1 : 0;
    return count;
  };
  const Variables remove = With(hosts.Environment(1), {{"COMBTEST_SSH_COPY", "remove"}});
  const Variables held = With(remove, {{"FAULT", "once-wait@Open(0) segv@Read(3,1,2,0,1)"}});
  Program program(COMBTEST_FAULT_SUITE, held);
  ASSERT_TRUE(Eventually([&] { return !program.File("log").empty(); })) << program.err();
  EXPECT_EQ(copies(), 1u);
  const FaultRun other = RunOn(hosts, 1, {{"COMBTEST_SSH_COPY", "remove"}});
  EXPECT_EQ(other.exit_code, 0) << other.err;
  ExpectTheRestUnharmed(other);
  EXPECT_EQ(copies(), 1u);
  // Its worker crashes, and another one takes over.
  std::ofstream(program.directory() / "go").flush();
  const FaultRun run = ResultsOf(program, held);
  EXPECT_EQ(run.OnlyFailed(), (FaultWalk{3, 1, 2, 0, 1}.id()));
  ExpectTheRestUnharmed(run);
  EXPECT_EQ(copies(), 0u);
}

TEST(SshCopy, ADirectoryThatIsSomebodyElsesIsNotUsed) {
  SshHosts hosts(1);
  const std::string home = (hosts.directory() / "tmp").string();
  std::filesystem::create_directory(home);
  hosts.SetProfile(
      "a", "export TMPDIR=" + home + "; ln -s / " + home + "/combtest-$(id -u) 2>/dev/null");
  const FaultRun run = RunOn(hosts, 1, {{"COMBTEST_SSH_COPY", "keep"}});
  EXPECT_EQ(run.exit_code, 1);
  ASSERT_EQ(run.run_failures.size(), 1u);
  EXPECT_THAT(Joined(run.run_failures), HasSubstr("isn't a directory of ours"));
}

}  // namespace
}  // namespace combtest::test
