// Which seeds a test of random things takes, and how a plan's program is asked.
#ifndef COMBTEST_TEST_CHAOS_SEEDS_H_
#define COMBTEST_TEST_CHAOS_SEEDS_H_

#include <cstdint>
#include <cstdlib>
#include <string>

#include "test/chaos/account.h"
#include "test/chaos/chaos_plan.h"

namespace combtest::test {

struct Seeds {
  std::uint64_t first = 1, last = 0;
};

// The variable is a count or `first-last`; without it `count` are taken.
inline Seeds SeedsOf(const char* variable, std::uint64_t count) {
  const char* text = std::getenv(variable);
  if (text == nullptr) return {1, count};
  char* rest = nullptr;
  const std::uint64_t number = std::strtoull(text, &rest, 10);
  if (*rest != '-') return {1, number};
  return {number, std::strtoull(rest + 1, nullptr, 10)};
}

inline Asked AskedOf(const ChaosPlan& plan) {
  Asked asked;
  asked.suite = plan.suite();
  asked.variables = {{"CHAOS_SEED", std::to_string(plan.seed)}};
  asked.flags = {"--combtest_workers=" + std::to_string(plan.workers),
                 "--combtest_threads=" + std::to_string(plan.threads),
                 std::string("--combtest_checkpoint=") + (plan.checkpoint ? "true" : "false"),
                 std::string("--combtest_walk_timeout=") + (plan.Has(Fault::kHang) ? "2s" : "60s")};
  asked.states = plan.states;
  asked.xml = plan.seed % 2 == 0;
  return asked;
}

}  // namespace combtest::test

#endif  // COMBTEST_TEST_CHAOS_SEEDS_H_
