// A large suite in which some walks crash, some hang and some leave, all at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "test/worker/fault_run.h"

namespace combtest::test {
namespace {

using testing::HasSubstr;

std::string PlaceOf(std::uint64_t id) {
  const FaultWalk w = WalkOf(id);
  return "Read(" + std::to_string(w.open) + "," + std::to_string(w.remount) + "," +
         std::to_string(w.write) + "," + std::to_string(w.sync) + "," + std::to_string(w.read) +
         ")";
}

// FAULT_HANGS: how many hang (one per cent takes long); FAULT_SEED: which walks misbehave.
TEST(TenThousand, OnlyThoseThatMisbehaveFailForTheRightReasons) {
  constexpr int kOpens = 417;
  constexpr std::uint64_t kWalks = kOpens * 24;
  const char* wanted = std::getenv("FAULT_HANGS");
  const std::size_t hangs = wanted == nullptr ? 10 : std::strtoul(wanted, nullptr, 10);
  const char* seed = std::getenv("FAULT_SEED");
  std::mt19937 random(seed == nullptr ? 1 : static_cast<unsigned>(std::atoi(seed)));
  std::vector<std::uint64_t> ids(kWalks);
  for (std::uint64_t id = 0; id < kWalks; ++id) ids[id] = id;
  std::shuffle(ids.begin(), ids.end(), random);

  const std::vector<std::pair<std::string, std::string>> crashes{{"segv", "crashed: SIGSEGV"},
                                                                 {"abort", "crashed: SIGABRT"},
                                                                 {"fpe", "crashed: SIGFPE"},
                                                                 {"kill", "crashed: SIGKILL"}};
  std::string faults;
  std::map<std::uint64_t, std::string> expected;
  for (std::size_t i = 0; i < 200 + hangs; ++i) {
    const auto& [kind, says] = i < 100   ? crashes[i % crashes.size()]
                               : i < 200 ? std::pair<std::string, std::string>{"exit0", "exited: "}
                                         : std::pair<std::string, std::string>{"hang", "timed out"};
    faults += kind + "@" + PlaceOf(ids[i]) + " ";
    expected[ids[i]] = "at Read(" + std::to_string(WalkOf(ids[i]).read) + "): " + says;
  }
  const FaultRun run = RunFaults({{"FAULT", faults},
                                  {"FAULT_OPENS", std::to_string(kOpens)},
                                  {"COMBTEST_WORKERS", "8"},
                                  {"COMBTEST_WALK_TIMEOUT", "3s"}});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(run.failed.size(), expected.size());
  for (const auto& [id, says] : expected) {
    ASSERT_TRUE(run.failed.contains(id))
        << id << " " << says << "; exit code " << run.exit_code << "; " << run.ledger << "\n"
        << run.err.substr(0, 3000);
    EXPECT_THAT(run.failed.at(id), HasSubstr(says));
  }
  ExpectTheRestUnharmed(run);
}

}  // namespace
}  // namespace combtest::test
