// Log statements that aren't written, in walks that do nothing else.
#include <benchmark/benchmark.h>

#include "combtest/log.h"
#include "test/benchmark/steps.h"

namespace combtest::bench {
namespace {

constexpr int kStatements = 100;

template <bool kLogs>
struct Talk : Action {
  static std::vector<int> Options() { return OptionsUpTo(static_cast<int>(Size(100'000))); }
  void Run(int option, Numbers& state) const {
    for (int i = 0; i < kStatements; ++i) {
      if constexpr (kLogs) COMBTEST_LOG(debug) << "at " << i << " of " << option;
      benchmark::DoNotOptimize(state.sum += i);
    }
  }
};

// At the default verbosity, which writes warnings.
template <bool kLogs>
void Statements(benchmark::State& run) {
  for (auto _ : run) {
    if (!RunTests<Numbers, Talk<kLogs>>().ok()) run.SkipWithError("a walk failed");
  }
  run.SetItemsProcessed(run.iterations() * Size(100'000) * kStatements);
}

BENCHMARK(Statements<false>)->Name("Silent")->Unit(benchmark::kMillisecond);
BENCHMARK(Statements<true>)->Name("BelowThreshold")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace combtest::bench

BENCHMARK_MAIN();
