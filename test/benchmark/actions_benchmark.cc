// Growth with the number of actions: always 4^12 walks (2^12 where sizes are tiny).
#include <benchmark/benchmark.h>

#include <algorithm>

#include "test/benchmark/steps.h"

namespace combtest::bench {
namespace {

const int kBits = Size(1000) == 1000 ? 24 : 12;
const std::int64_t kWalks = 1 << kBits;

template <int... kPlaces>
void Actions(benchmark::State& run) {
  constexpr int kCount = sizeof...(kPlaces);
  option_counts.fill(1);
  std::fill_n(option_counts.begin(), kCount, 1 << (kBits / kCount));
  for (auto _ : run) {
    const auto results = RunTests<Numbers, Step<kPlaces>...>();
    if (results.ledger.passed != static_cast<std::uint64_t>(kWalks))
      run.SkipWithError("not all walks passed");
  }
  run.SetItemsProcessed(run.iterations() * kWalks * kCount);
}

BENCHMARK(Actions<0, 1>)->Name("Actions/2")->Unit(benchmark::kMillisecond);
BENCHMARK(Actions<0, 1, 2, 3>)->Name("Actions/4")->Unit(benchmark::kMillisecond);
BENCHMARK(Actions<0, 1, 2, 3, 4, 5>)->Name("Actions/6")->Unit(benchmark::kMillisecond);
BENCHMARK(Actions<0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11>)
    ->Name("Actions/12")
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace combtest::bench

BENCHMARK_MAIN();
