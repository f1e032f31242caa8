// Who runs what: single decisions, and long random runs against a model of the workers.
#include "src/pool/scheduler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "combtest/action.h"
#include "test/pool/pool_model.h"

namespace combtest::internal {
namespace {

using namespace std::chrono_literals;

Scheduler::Shape Shape(unsigned workers, std::uint64_t slots) {
  Scheduler::Shape shape;
  shape.workers = workers;
  shape.slots = slots;
  return shape;
}

void StartAll(PoolModel& pool) {
  for (unsigned w = 0; w < pool.workers().size(); ++w) {
    pool.Start(w);
    pool.SetReady(w);
  }
}

std::vector<std::uint64_t> SlotsOf(const Batch& batch) { return batch.slots.ids(); }

TEST(Scheduler, WalksBelongToShardsByTheirSlotModuloTheWorkers) {
  PoolModel pool(Shape(3, 90));
  StartAll(pool);
  pool.BeginPhase(10, 70, true);
  for (unsigned w = 0; w < 3; ++w) {
    for (const auto& sent : pool.workers()[w].batches) {
      for (const std::uint64_t slot : SlotsOf(sent.batch)) EXPECT_EQ(slot % 3, w);
    }
  }
}

TEST(Scheduler, BatchesGrowWhileTheyAreQuickAndShrinkWhenTheyAreSlow) {
  PoolModel pool(Shape(1, 10'000));
  StartAll(pool);
  pool.BeginPhase(0, 10'000, true);
  std::uint64_t largest = 0;
  for (int i = 0; i < 20; ++i) {
    largest = pool.workers()[0].batches.front().batch.size;
    pool.Pass(100us);
    pool.Run(0, largest, false);
  }
  EXPECT_GT(largest, 100u);
  for (int i = 0; i < 6; ++i) {
    pool.Pass(1s);
    pool.Run(0, 10'000, false);
  }
  EXPECT_LT(pool.workers()[0].batches.front().batch.size, largest / 4);
}

TEST(Scheduler, NobodyGetsASecondBatchBeforeAllHaveOne) {
  PoolModel pool(Shape(4, 4));
  StartAll(pool);
  pool.BeginPhase(0, 4, true);
  for (const auto& worker : pool.workers()) EXPECT_EQ(worker.batches.size(), 1u);
}

TEST(Scheduler, AnIdleWorkerHasABusyOneAskedForWhatItHasNotBegun) {
  PoolModel pool(Shape(2, 2));
  pool.Start(0);
  pool.SetReady(0);
  pool.Start(1);
  pool.BeginPhase(0, 2, true);
  EXPECT_EQ(pool.workers()[0].batches.size(), 2u);
  pool.SetReady(1);
  EXPECT_TRUE(pool.workers()[0].asked);
  pool.AnswerRelease(0);
  EXPECT_EQ(pool.workers()[1].batches.size(), 1u);
}

TEST(Scheduler, WhatAWorkerCannotHaveIsNotTakenBackFromIt) {
  PoolModel pool(Shape(2, 8));
  StartAll(pool);
  pool.BeginPhase(0, 8, true);
  const std::uint64_t others = pool.workers()[1].batches.front().batch.id;
  EXPECT_THROW(pool.scheduler().TakeBack(0, {others}), Error);
  EXPECT_THROW(pool.scheduler().TakeBack(0, {99}), Error);
}

TEST(Scheduler, WithoutCheckpointsTheStatesOfADeadWorkerAreLost) {
  Scheduler::Shape shape = Shape(2, 10);
  shape.branches = true;
  PoolModel pool(shape);
  StartAll(pool);
  pool.BeginPhase(0, 10, true);
  while (pool.scheduler().open() > 0) {
    for (unsigned w = 0; w < 2; ++w) {
      if (!pool.workers()[w].batches.empty()) pool.Run(w, 100, false);
    }
  }
  pool.Die(0);
  pool.Start(0);
  pool.SetReady(0);
  pool.BeginPhase(0, 10, false);
  while (pool.scheduler().open() > 0) pool.Run(1, 100, true);
  pool.ExpectPhaseComplete();
}

// --- Resources ---

// Every so many slots one walk needs each of these resources.
PhaseNeeds EveryNth(std::vector<std::uint64_t> nth) {
  PhaseNeeds needs;
  needs.resources = [nth](std::uint64_t slot) {
    std::uint64_t mask = 0;
    for (std::size_t r = 0; r < nth.size(); ++r) mask |= std::uint64_t{slot % nth[r] == 0} << r;
    return mask;
  };
  return needs;
}

TEST(Scheduler, WalksThatNeedAResourceAreOutOnlyAsOftenAsThereIsOne) {
  Scheduler::Shape shape = Shape(4, 40);
  shape.resources = {2};
  PoolModel pool(shape, EveryNth({1}));
  StartAll(pool);
  pool.BeginPhase(0, 40, true);
  unsigned busy = 0;
  for (const auto& worker : pool.workers()) busy += worker.batches.empty() ? 0 : 1;
  EXPECT_EQ(busy, 2u);
}

TEST(Scheduler, AWorkerThatDiesGivesBackWhatItHeld) {
  Scheduler::Shape shape = Shape(2, 10);
  shape.resources = {1};
  PoolModel pool(shape, EveryNth({1}));
  StartAll(pool);
  pool.BeginPhase(0, 10, true);
  ASSERT_TRUE(pool.workers()[1].batches.empty());
  pool.Die(0);
  pool.scheduler().FillAll(pool.now());
  EXPECT_FALSE(pool.workers()[1].batches.empty());
}

// Walks that take as long as `length` says, in workers that do nothing else. What the run takes.
std::chrono::microseconds Makespan(
    PoolModel& pool, std::uint64_t slots, unsigned workers,
    const std::function<std::chrono::microseconds(std::uint64_t)>& length) {
  StartAll(pool);
  pool.BeginPhase(0, slots, true);
  std::map<std::uint64_t, Scheduler::Time> ends;  // by batch
  while (pool.scheduler().open() > 0 && !testing::Test::HasFailure()) {
    std::optional<Scheduler::Time> next;
    unsigned worker = 0;
    std::size_t place = 0;
    for (unsigned w = 0; w < workers; ++w) {
      const auto& batches = pool.workers()[w].batches;
      for (std::size_t i = 0; i < std::min(pool.at_once(), batches.size()); ++i) {
        Scheduler::Time& end = ends[batches[i].batch.id];
        if (end == Scheduler::Time{}) {
          end = pool.now();
          for (const std::uint64_t slot : SlotsOf(batches[i].batch)) end += length(slot);
        }
        if (next && *next <= end) continue;
        next = end;
        worker = w;
        place = i;
      }
    }
    if (!next) {
      ADD_FAILURE() << "nobody runs anything";
      break;
    }
    pool.Pass(std::chrono::duration_cast<std::chrono::microseconds>(*next - pool.now()));
    pool.Run(worker, slots, true, place);
    for (unsigned w = 0; w < workers; ++w) {
      if (pool.workers()[w].asked) pool.AnswerRelease(w);
    }
  }
  pool.ExpectPhaseComplete();
  return std::chrono::duration_cast<std::chrono::microseconds>(pool.now() - Scheduler::Time{});
}

TEST(Scheduler, AResourceIsInUseAsLongAsWalksWaitForIt) {
  for (const unsigned workers : {1u, 2u, 8u}) {
    for (const unsigned threads : {1u, 4u}) {
      for (const std::uint64_t count : {1u, 2u, 3u}) {
        SCOPED_TRACE(std::to_string(workers) + " x " + std::to_string(threads) + ", " +
                     std::to_string(count));
        Scheduler::Shape shape = Shape(workers, 2000);
        shape.threads = threads;
        shape.resources = {count};
        PoolModel pool(shape, EveryNth({4}));
        const auto took = Makespan(pool, 2000, workers,
                                   [](std::uint64_t slot) { return slot % 4 == 0 ? 20ms : 12ms; });
        const std::uint64_t at_once = std::min<std::uint64_t>(count, workers * threads);
        const double best = std::max(500 * 20.0 / static_cast<double>(at_once),
                                     (500 * 20.0 + 1500 * 12.0) / (workers * threads));
        EXPECT_LE(took.count() / 1000.0, best * 1.03 + 40);
        EXPECT_EQ(pool.most_held(0), at_once);
      }
    }
  }
}

TEST(Scheduler, WalksThatNeedMuchAreNotLeftToTheEnd) {
  Scheduler::Shape shape = Shape(8, 1200);
  shape.resources = {2, 1};
  PoolModel pool(shape, EveryNth({3, 4}));
  const auto took = Makespan(pool, 1200, 8, [](std::uint64_t) { return 15ms; });
  // The second resource is the scarcest: 300 walks, one after the other.
  EXPECT_LE(took, 4700ms);
}

TEST(Scheduler, WalksThatBelongTogetherRunInOneWorkerAndTheWorkersAreBalanced) {
  PhaseNeeds needs;
  needs.group = [](std::uint64_t slot) { return slot % 40; };
  PoolModel pool(Shape(4, 4000), needs);
  const auto took = Makespan(pool, 4000, 4, [](std::uint64_t) { return 15ms; });
  EXPECT_LE(took, 16s);  // 15 s if it were perfect
}

// All that is left of a phase, in workers that do nothing else.
void RunPhase(PoolModel& pool, bool ends) {
  while (pool.scheduler().open() > 0 && !testing::Test::HasFailure()) {
    bool any = false;
    for (unsigned w = 0; w < pool.workers().size(); ++w) {
      if (pool.workers()[w].asked) pool.AnswerRelease(w);
      if (pool.workers()[w].batches.empty()) continue;
      any = true;
      pool.Pass(100us);
      pool.Run(w, pool.workers()[w].batches[0].batch.size, ends);
    }
    ASSERT_TRUE(any) << "nobody runs anything";
  }
  pool.ExpectPhaseComplete();
}

// CPU time of two phases of walks that belong together, two and two.
std::clock_t TimeOfGroups(std::uint64_t groups, bool limited) {
  Scheduler::Shape shape = Shape(8, 2 * groups);
  shape.branches = true;
  shape.checkpoints = true;
  shape.resources = {2};
  PhaseNeeds needs = limited ? EveryNth({5}) : PhaseNeeds();
  needs.group = [groups](std::uint64_t slot) { return slot % groups; };
  PoolModel pool(shape, needs);
  StartAll(pool);
  const std::clock_t begin = std::clock();
  pool.BeginPhase(0, 2 * groups, true);
  RunPhase(pool, false);
  pool.BeginPhase(0, 2 * groups, false);
  pool.Die(3);
  pool.Start(3);
  pool.SetReady(3);
  RunPhase(pool, true);
  const std::clock_t end = std::clock();
  EXPECT_EQ(pool.most_held(0), limited ? 2u : 0u);
  return end - begin;
}

// A group is looked at a few times, and not by each worker each time. So ten times as many take
// some ten times as long, not a hundred times.
TEST(Scheduler, VeryManyGroupsTakeLittleEach) {
  for (const bool limited : {false, true})
    EXPECT_LT(TimeOfGroups(20'000, limited), 40 * TimeOfGroups(2'000, limited));
}

struct Chaos {
  unsigned seed = 0;
  Scheduler::Shape shape;
  PhaseNeeds needs = {};
};

// Whatever happens in whatever order.
void RunChaos(const Chaos& chaos) {
  std::mt19937 random(chaos.seed);
  const auto chance = [&](unsigned of) { return random() % of == 0; };
  PoolModel pool(chaos.shape, chaos.needs);
  const unsigned workers = chaos.shape.workers;
  const std::uint64_t slots = chaos.shape.slots;
  for (std::uint64_t slot = 0; slot < slots && chaos.shape.checkpoints; ++slot) {
    if (chance(9)) pool.MakeSecret(slot);
    if (chance(9)) pool.MakeUnreadable(slot);
  }
  const auto run_phase = [&](std::uint64_t first, std::uint64_t last, bool begins, bool leaf) {
    pool.BeginPhase(first, last, begins);
    int steps = 0;
    for (; pool.scheduler().open() > 0 && steps < 200'000; ++steps) {
      const unsigned w = static_cast<unsigned>(random() % workers);
      auto& worker = pool.workers()[w];
      pool.Pass(std::chrono::microseconds(random() % 3000));
      if (!worker.alive) {
        pool.Start(w);
      } else if (!worker.ready) {
        if (chance(2)) pool.SetReady(w);
      } else if (!worker.connected) {
        if (chance(2)) pool.SetConnected(w, true);
      } else if (chance(60)) {
        pool.Die(w);
      } else if (chance(60)) {
        pool.SetConnected(w, false);
      } else if (worker.asked && chance(2)) {
        pool.AnswerRelease(w);
      } else if (!worker.batches.empty()) {
        const std::size_t at = random() % std::min(pool.at_once(), worker.batches.size());
        pool.Run(w, 1 + random() % 8, leaf || chance(20), at);
      }
      if (chance(200)) pool.EndWalk(first + random() % (last - first));
      pool.scheduler().FillAll(pool.now());
      pool.ExpectNobodyIdle();
      if (testing::Test::HasFailure()) return;
    }
    EXPECT_EQ(pool.scheduler().open(), 0u) << "the phase doesn't end";
    pool.ExpectPhaseComplete();
  };
  if (!chaos.shape.branches) return run_phase(0, slots, true, true);
  run_phase(0, slots, true, false);
  for (std::uint64_t branch = 0; branch < 2 && !testing::Test::HasFailure(); ++branch) {
    const std::uint64_t first = branch * slots / 2;
    const std::uint64_t last = (branch + 1) * slots / 2;
    run_phase(first, last, false, false);
    if (!testing::Test::HasFailure()) run_phase(first, last, false, true);
  }
}

TEST(Scheduler, EveryWalkRunsOnceWhateverHappens) {
  for (unsigned seed = 0; seed < 400 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    Chaos chaos;
    chaos.seed = seed;
    chaos.shape = Shape(1 + seed % 7, 2 + seed * 7 % 300);
    chaos.shape.threads = 1 + seed % 3;
    chaos.shape.branches = seed % 4 != 0;
    chaos.shape.listed = seed % 8 != 0;
    chaos.shape.checkpoints = chaos.shape.branches && seed % 4 != 1;
    RunChaos(chaos);
    if (seed % 5 != 1) continue;
    chaos.shape.listed = true;
    chaos.shape.resources = {1 + seed % 3, 1 + seed % 5};
    if (seed % 3 != 1) chaos.needs = EveryNth({1 + seed % 4, 2 + seed % 3});
    if (seed % 3 != 0)
      chaos.needs.group = [seed](std::uint64_t slot) { return slot * 7 % (1 + seed % 11); };
    RunChaos(chaos);
  }
}

}  // namespace
}  // namespace combtest::internal
