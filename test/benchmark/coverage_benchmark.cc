// Large things that must stay small: exclusions of nearly everything, and many branches.
#include <benchmark/benchmark.h>

#include "test/benchmark/steps.h"

namespace combtest::bench {
namespace {

using Suite = Walks<Numbers, Step<0>, Step<1>, Step<2>, Step<3>>;

void RunExpecting(benchmark::State& run, const Suite& suite, std::uint64_t walks) {
  for (auto _ : run) {
    if (RunTests(suite).ledger.passed != walks)
      run.SkipWithError("not the walks that were expected");
  }
}

// 10^8 walks, of which a look at the first two actions leaves 10^4.
void ExcludedInBlocks(benchmark::State& run) {
  option_counts = {100, 100, 100, 100};
  RunExpecting(run, Suite().Where([](const Walk& walk) {
    return *walk.Option<Step<0>>() == 7 && *walk.Option<Step<1>>() == 7;
  }),
               10'000);
}

// The same number, of which only a look at all four actions tells.
void ExcludedOneByOne(benchmark::State& run) {
  option_counts = {100, 100, 100, 100};
  RunExpecting(run, Suite().Where([](const Walk& walk) {
    return *walk.Option<Step<3>>() == *walk.Option<Step<0>>() && *walk.Option<Step<2>>() == 7 &&
           *walk.Option<Step<1>>() < 1;
  }),
               100);
}

// 10 * 10 * 10 branches of three nested serial actions, 10 walks in each.
void Nested(benchmark::State& run) {
  option_counts = {10, 10, 10, 1, 10, 1, 1, 1};
  for (auto _ : run) {
    const auto results =
        RunTests<Numbers, Step<3>, Barrier<0>, Step<4>, Barrier<1>, Step<5>, Barrier<2>, Step<6>>();
    if (results.ledger.passed != 10'000) run.SkipWithError("not all walks passed");
  }
}

BENCHMARK(ExcludedInBlocks)->Unit(benchmark::kMillisecond);
BENCHMARK(ExcludedOneByOne)->Unit(benchmark::kMillisecond);
BENCHMARK(Nested)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace combtest::bench

BENCHMARK_MAIN();
