// Who runs what: single decisions, and long random runs against a model of the workers.
#include "src/pool/scheduler.h"

#include <gtest/gtest.h>

#include <random>

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

struct Chaos {
  unsigned seed = 0;
  Scheduler::Shape shape;
};

// Whatever happens in whatever order.
void RunChaos(const Chaos& chaos) {
  std::mt19937 random(chaos.seed);
  const auto chance = [&](unsigned of) { return random() % of == 0; };
  PoolModel pool(chaos.shape);
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
        pool.Run(w, 1 + random() % 8, leaf || chance(20));
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
  }
}

}  // namespace
}  // namespace combtest::internal
