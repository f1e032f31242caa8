// What failed walks have in common, of a million walks of 19 actions with 10 options each.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <random>
#include <vector>

#include "src/explain/search.h"

namespace combtest::bench {
namespace {

using namespace internal::explain;  // NOLINT(google-build-using-namespace)

constexpr std::uint32_t kActions = 19;

// Walks that a fault of two options makes fail in the last action or in the one before it.
std::vector<Observation> Observed(std::size_t walks) {
  std::mt19937_64 random(1);
  const std::vector<Combination> faults = {{{2, 3}, {11, 7}}, {{5, 0}, {9, 9}}, {{1, 4}, {16, 2}}};
  std::vector<Observation> seen;
  Row row(kActions);
  for (std::size_t i = 0; i < walks; ++i) {
    WalkId id = 0;
    for (std::uint32_t& option : row) {
      option = static_cast<std::uint32_t>(random() % 10);
      id = id * 10 + option;
    }
    seen.push_back({id});
    for (std::uint32_t group = 0; group < faults.size(); ++group) {
      const std::uint32_t action = kActions - 1 - group % 2;
      if (action >= seen.back().reached || !faults[group].Matches(row)) continue;
      seen.back().group = group;
      seen.back().reached = action;
    }
  }
  return seen;
}

void Explain(benchmark::State& run) {
  const std::vector<Observation> seen = Observed(static_cast<std::size_t>(run.range(0)));
  const std::vector<std::uint32_t> actions = {kActions - 1, kActions - 2, kActions - 1};
  for (auto _ : run) {
    const Evidence evidence(Levels(kActions, 10), actions, seen);
    for (std::size_t group = 0; group < actions.size(); ++group) {
      const GroupFindings found = Search(evidence, group, {});
      if (found.findings.size() != 1 || !found.findings[0].exact())
        run.SkipWithError("the fault wasn't named");
    }
  }
}

BENCHMARK(Explain)->Arg(20'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace combtest::bench

BENCHMARK_MAIN();
