// Walks of about a microsecond of arithmetic, on one thread and on two.
#include <benchmark/benchmark.h>

#include "test/benchmark/steps.h"

namespace combtest::bench {
namespace {

// A chain of multiplications, each of which waits for the one before: some 4 cycles each.
struct Compute : Action {
  static std::vector<int> Options() { return OptionsUpTo(static_cast<int>(Size(100'000))); }
  void Run(int option, Numbers& state) const {
    auto value = static_cast<std::uint64_t>(option);
    for (int i = 0; i < 700; ++i) value = value * 6364136223846793005u + 1442695040888963407u;
    state.sum += static_cast<std::int64_t>(value >> 60);
  }
};

void Threads(benchmark::State& run) {
  option_counts[0] = 10;
  const RunOptions<Numbers> options{.threads = static_cast<unsigned>(run.range(0))};
  for (auto _ : run) {
    if (!RunTests<Numbers, Step<0>, Compute>(options).ok()) run.SkipWithError("a walk failed");
  }
  run.SetItemsProcessed(run.iterations() * Size(1'000'000));
}

BENCHMARK(Threads)->Arg(1)->Arg(2)->UseRealTime()->MeasureProcessCPUTime()->Unit(
    benchmark::kMillisecond);

}  // namespace
}  // namespace combtest::bench

BENCHMARK_MAIN();
