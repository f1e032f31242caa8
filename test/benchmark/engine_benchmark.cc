// What the engine costs: walks of four trivial actions, against the nested loop that a person would
// write. Linked with combtest::gtest it measures the same with assertions captured.
#include <benchmark/benchmark.h>

#include <algorithm>

#include "test/benchmark/steps.h"

namespace combtest::bench {
namespace {

void SetWalks(std::int64_t walks) { option_counts = {10, 10, 10, static_cast<int>(walks / 1000)}; }

template <class State>
void BareLoop(benchmark::State& run) {
  SetWalks(run.range(0));
  const std::vector<int> first = Step<0>::Options();
  const std::vector<int> second = Step<1>::Options();
  const std::vector<int> third = Step<2>::Options();
  const std::vector<int> fourth = Step<3>::Options();
  const State initial;
  for (auto _ : run) {
    for (const int a : first) {
      for (const int b : second) {
        for (const int c : third) {
          for (const int d : fourth) {
            State state = initial;
            Step<0>().Run(a, state);
            Step<1>().Run(b, state);
            Step<2>().Run(c, state);
            Step<3>().Run(d, state);
            benchmark::DoNotOptimize(state);
          }
        }
      }
    }
  }
  run.SetItemsProcessed(run.iterations() * run.range(0));
}

template <class State>
void Engine(benchmark::State& run) {
  SetWalks(run.range(0));
  for (auto _ : run) {
    const auto results = RunTests<State, Step<0>, Step<1>, Step<2>, Step<3>>();
    if (results.ledger.passed != static_cast<std::uint64_t>(run.range(0)))
      run.SkipWithError("not all walks passed");
  }
  run.SetItemsProcessed(run.iterations() * run.range(0));
}

BENCHMARK(BareLoop<Numbers>)->Arg(Size(10'000'000))->Unit(benchmark::kMillisecond);
BENCHMARK(Engine<Numbers>)->Arg(Size(10'000'000))->Unit(benchmark::kMillisecond);
BENCHMARK(BareLoop<Text>)->Arg(Size(10'000'000))->Unit(benchmark::kMillisecond);
BENCHMARK(Engine<Text>)->Arg(Size(10'000'000))->Unit(benchmark::kMillisecond);

// Growth with the number of walks.
BENCHMARK(Engine<Numbers>)
    ->Name("Walks")
    ->RangeMultiplier(10)
    ->Range(10'000, std::max<std::int64_t>(100'000, Size(100'000'000)))
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace combtest::bench

BENCHMARK_MAIN();
