// Workers in a real Slurm cluster of two nodes, both of them this machine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <optional>

#include "test/launcher/processes.h"
#include "test/worker/fault_run.h"

namespace combtest::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// munged, slurmctld and two slurmd, with all their files in one directory.
class SlurmCluster {
 public:
  SlurmCluster() {
    const std::string base = directory_.path().string();
    std::ofstream(base + "/key") << std::string(1024, 'k') << ::getpid();
    std::filesystem::permissions(base + "/key", std::filesystem::perms::owner_read);
    std::filesystem::create_directory(base + "/state");
    std::filesystem::permissions(directory_.path(), std::filesystem::perms(0755));
    munged_.emplace(
        std::vector<std::string>{
            "/usr/sbin/munged", "--foreground", "--force", "--key-file=" + base + "/key",
            "--socket=" + base + "/munge", "--pid-file=" + base + "/munge.pid",
            "--log-file=" + base + "/munge.log", "--seed-file=" + base + "/seed"},
        base + "/munged.out");
    Expect([&] { return std::filesystem::exists(base + "/munge"); }, "munged.out");
    std::string host;
    Shell("hostname -s", &host);
    host.erase(host.find_last_not_of('\n') + 1);
    std::ofstream conf(base + "/slurm.conf");
    conf << "ClusterName=test\nSlurmctldHost=" << host << "(127.0.0.1)\nSlurmUser=root\n"
         << "SlurmdUser=root\nSlurmctldPort=" << FreePort("127.0.0.1")
         << "\nAuthType=auth/munge\nAuthInfo=socket=" << base
         << "/munge\nStateSaveLocation=" << base << "/state\nSlurmdSpoolDir=" << base
         << "/spool-%n\nSlurmctldPidFile=" << base << "/ctld.pid\nSlurmdPidFile=" << base
         << "/%n.pid\nSlurmctldLogFile=" << base << "/ctld.log\nSlurmdLogFile=" << base
         << "/%n.log\n"
         << "ProctrackType=proctrack/linuxproc\nTaskPlugin=task/none\nSwitchType=switch/none\n"
         << "MpiDefault=none\nSelectType=select/cons_tres\nSelectTypeParameters=CR_Core\n"
         << "ReturnToService=2\nJobAcctGatherType=jobacct_gather/none\n"
         << "AccountingStorageType=accounting_storage/none\nSlurmdParameters=config_overrides\n"
         << "InactiveLimit=0\nKillWait=5\n";
    for (const char* node : {"n1", "n2"}) {
      conf << "NodeName=" << node << " NodeHostname=" << host
           << " NodeAddr=127.0.0.1 Port=" << FreePort("127.0.0.1") << " CPUs=4 State=UNKNOWN\n";
    }
    conf << "PartitionName=p Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP\n";
    conf.close();
    // Newer versions don't start without control groups, which containers may lack, unless told to.
    std::string version;
    Shell("/usr/sbin/slurmd -V", &version);
    if (version >= "slurm-wlm 23.11")
      std::ofstream(base + "/cgroup.conf") << "CgroupPlugin=disabled\n";
    ::setenv("SLURM_CONF", (base + "/slurm.conf").c_str(), 1);
    controller_.emplace(
        std::vector<std::string>{"/usr/sbin/slurmctld", "-D", "-f", base + "/slurm.conf"},
        base + "/ctld.out");
    for (const char* node : {"n1", "n2"}) {
      nodes_.push_back(
          std::make_unique<Server>(std::vector<std::string>{"/usr/sbin/slurmd", "-D", "-N", node,
                                                            "-f", base + "/slurm.conf"},
                                   base + "/" + node + ".out"));
    }
    Expect(
        [] {
          std::string states;
          Shell("sinfo -h -o %T", &states);
          return states == "idle\n";
        },
        "ctld.log");
  }
  ~SlurmCluster() { ::unsetenv("SLURM_CONF"); }

 private:
  void Expect(const std::function<bool()>& condition, const char* log) {
    if (!Eventually(condition))
      throw std::runtime_error("Slurm doesn't start: " + ReadFile(directory_.path() / log));
  }

  TemporaryDirectory directory_;
  std::optional<Server> munged_, controller_;
  std::vector<std::unique_ptr<Server>> nodes_;
};

const Variables kSlurm{{"COMBTEST_LAUNCHER", "slurm"}, {"COMBTEST_HOST_VARIABLES", "FAULT*"}};

Variables And(const Variables& more) {
  Variables all = kSlurm;
  for (const auto& [name, value] : more) all[name] = value;
  return all;
}

bool CanRun() {
  for (const char* program : {"munged", "slurmctld", "slurmd"}) {
    if (::access(("/usr/sbin/" + std::string(program)).c_str(), X_OK) != 0)
      throw std::runtime_error("these tests need " + std::string(program) +
                               ": scripts/install-deps --tests installs it");
  }
  return ::geteuid() == 0;
}
#define NEEDS_ROOT() \
  if (!CanRun()) GTEST_SKIP() << "SLURM IS NOT TESTED: slurmd must be run as root, and this isn't"

TEST(Slurm, AnAllocationIsRequestedAndGivenBack) {
  NEEDS_ROOT();
  const SlurmCluster cluster;
  const Variables all = And({{"COMBTEST_WORKERS", "4"}});
  Program program(COMBTEST_FAULT_SUITE, all);
  const FaultRun run = ResultsOf(program, all);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.failed, IsEmpty());
  ExpectTheRestUnharmed(run);
  std::string jobs = "x";
  EXPECT_TRUE(Eventually([&] {
    jobs.clear();
    return Shell("squeue -h", &jobs) == 0 && jobs.empty();
  })) << jobs;
  const FaultRun local = RunFaults({});
  EXPECT_EQ(run.states, local.states);
}

TEST(Slurm, InAnAllocationItsCpusAreWorkers) {
  NEEDS_ROOT();
  const SlurmCluster cluster;
  const Variables all = And({{"FAULT", "segv@Read(3,1,2,0,1)"}});
  Program program("/usr/bin/salloc", all, {"-Q", "-N2", "-n6", COMBTEST_FAULT_SUITE});
  const FaultRun run = ResultsOf(program, all);
  EXPECT_EQ(run.OnlyFailed(), (FaultWalk{3, 1, 2, 0, 1}.id())) << run.err;
  EXPECT_THAT(run.failed.begin()->second, HasSubstr("at Read(1): crashed: SIGSEGV"));
  ExpectTheRestUnharmed(run);
  const Variables many = And({{"COMBTEST_WORKERS", "7"}});
  Program too_many("/usr/bin/salloc", many, {"-Q", "-N2", "-n6", COMBTEST_FAULT_SUITE});
  EXPECT_NE(too_many.Wait(), 0);
  EXPECT_THAT(too_many.err(), HasSubstr("has CPUs for 6"));
}

TEST(Slurm, ExtraWalksRunInTheAllocationToo) {
  NEEDS_ROOT();
  const SlurmCluster cluster;
  Program program(
      COMBTEST_EXPLAINED_SUITE, And({{"COMBTEST_WORKERS", "2"}, {"FAULTS", "crash"}}),
      {"--gtest_filter=All/Disks.*", "--combtest_strength=2", "--combtest_explain=run"});
  EXPECT_EQ(program.Wait(), 1) << program.err();
  EXPECT_THAT(program.out(), HasSubstr("crashed: SIGSEGV (segmentation fault) in Remount with "
                                       "BlockSize=4096 and Remount=true: confirmed by "))
      << program.err();
}

// A walk waits while the step that it runs in is cancelled.
TEST(Slurm, ACancelledStepIsADeadWorker) {
  NEEDS_ROOT();
  const SlurmCluster cluster;
  const Variables all = And({{"COMBTEST_WORKERS", "4"}, {"FAULT", "gate@Read(3,1,2,0,1)"}});
  Program program(COMBTEST_FAULT_SUITE, all);
  ASSERT_TRUE(Eventually([&] {
    return std::filesystem::exists(program.directory() / "claimed.gate");
  })) << program.err();
  std::string out;
  EXPECT_EQ(
      Shell("for s in $(squeue -s -h -o %i | grep -E '\\.[0-9]+$'); do scancel $s; done", &out), 0)
      << out;
  FaultRun run = ResultsOf(program, all);
  // Newer versions of Slurm tell that a step has ended before all its processes are gone.
  if (Eventually([&] { return program.Descendants().empty(); })) run.left_behind.clear();
  EXPECT_TRUE(run.failed.contains(FaultWalk{3, 1, 2, 0, 1}.id())) << run.err;
  EXPECT_LE(run.failed.size(), 4u * 32);
  // Slurm kills the worker and its supervisor one after the other; where the worker is the first,
  // the other may still tell.
  for (const auto& [id, text] : run.failed) {
    EXPECT_THAT(text, testing::AnyOf(HasSubstr("lost: its worker on"),
                                     HasSubstr("at Read(1): crashed: SIGKILL")));
  }
  EXPECT_EQ(run.exit_code, 1);
  ExpectTheRestUnharmed(run);
}

}  // namespace
}  // namespace combtest::test
