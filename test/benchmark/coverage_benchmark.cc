// Large things that must stay small: exclusions of nearly everything, many branches, what many
// walks cover, and arrays under predicates that can only be asked.
#include <benchmark/benchmark.h>

#include <memory>
#include <numeric>
#include <vector>

#include "src/arrays/generate.h"
#include "src/arrays/random.h"
#include "src/coverage/coverage.h"
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

// 10^6 walks over 20 actions of 10 options. None has the last ones, so nothing is ever full.
void Cover(benchmark::State& run, std::size_t strength) {
  constexpr std::size_t kActions = 20, kWalks = 1'000'000;
  std::vector<std::size_t> all(kActions);
  std::iota(all.begin(), all.end(), std::size_t{0});
  internal::arrays::Random random(1);
  std::vector<internal::coverage::Option> cells(kWalks * kActions);
  for (internal::coverage::Option& cell : cells) cell = random.Below(9);
  for (auto _ : run) {
    internal::coverage::Coverage covered(internal::coverage::Levels(kActions, 10),
                                         {{all, strength, {}}});
    for (std::size_t walk = 0; walk < kWalks; ++walk)
      covered.Add({cells.data() + walk * kActions, kActions});
    covered.Decide({});
    if (covered.counts().covered == 0) run.SkipWithError("nothing is covered");
  }
}
void CoverPairs(benchmark::State& run) { Cover(run, 2); }
void CoverTriples(benchmark::State& run) { Cover(run, 3); }

// Refuses some options of three actions together, one after the other as && does.
class OfThree : public internal::arrays::Predicate {
 public:
  explicit OfThree(int first) : columns_{first, (first + 7) % 20, (first + 13) % 20} {}
  bool Holds(std::span<const internal::arrays::Value> row, std::vector<int>& read) const override {
    for (const int column : columns_) {
      read.push_back(column);
      if (row[column] > 1) return true;
    }
    return false;
  }

 private:
  const std::vector<int> columns_;
};

// Pairs of 20 actions of 4 options, and nothing of the search, which takes as long as it may.
void MakePairs(benchmark::State& run, int predicates) {
  internal::arrays::Model model;
  model.levels.assign(20, 4);
  // A constraint in both, so that both are made alike.
  model.clauses.push_back({{{0, {0, 1, 2}}, {1, {0, 1, 2}}}});
  for (int i = 0; i < predicates; ++i) model.predicates.push_back(std::make_shared<OfThree>(2 * i));
  internal::arrays::Settings settings;
  settings.steps = 1;
  for (auto _ : run) {
    if (internal::arrays::Generate(model, settings).counts.undecided > 0)
      run.SkipWithError("something is undecided");
  }
}
void NoPredicates(benchmark::State& run) { MakePairs(run, 0); }
void TenPredicates(benchmark::State& run) { MakePairs(run, 10); }

BENCHMARK(CoverPairs)->Unit(benchmark::kMillisecond);
BENCHMARK(CoverTriples)->Unit(benchmark::kMillisecond);
BENCHMARK(NoPredicates)->Unit(benchmark::kMillisecond);
BENCHMARK(TenPredicates)->Unit(benchmark::kMillisecond);
BENCHMARK(ExcludedInBlocks)->Unit(benchmark::kMillisecond);
BENCHMARK(ExcludedOneByOne)->Unit(benchmark::kMillisecond);
BENCHMARK(Nested)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace combtest::bench

BENCHMARK_MAIN();
