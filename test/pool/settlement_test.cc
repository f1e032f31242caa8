// From what workers say, and from how they end, to results.
#include "src/pool/settlement.h"

#include <combtest/walks.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "combtest/action.h"
#include "test/pool/pool_model.h"
#include "test/support/numbered.h"

namespace combtest::internal {
namespace {

using testing::HasSubstr;

constexpr std::uint64_t kWalks = 64;

// They run in one phase, on two workers.
class SettlementTest : public testing::Test {
 protected:
  SettlementTest()
      : plan_(Walks<NoState, test::Number<0, 8>, test::Number<1, 8>>().space(), Selection::All(),
              true),
        board_(plan_, stop_, false),
        pool_(Shape()),
        settlement_(plan_, pool_.scheduler(), board_, stop_, std::chrono::seconds(7), nullptr) {
    settlement_.BeginPhase(plan_.steps()[0], true);
    for (unsigned w = 0; w < 2; ++w) {
      pool_.Start(w);
      pool_.SetReady(w);
    }
    pool_.BeginPhase(0, kWalks, true);
  }

  static Scheduler::Shape Shape() {
    Scheduler::Shape shape;
    shape.workers = 2;
    shape.threads = 4;
    shape.slots = kWalks;
    return shape;
  }
  const Batch& BatchAt(unsigned w, std::size_t at) { return pool_.workers()[w].batches[at].batch; }
  const Batch& FirstBatch(unsigned w) { return BatchAt(w, 0); }
  std::uint64_t SlotAt(unsigned w, std::uint64_t position) { return FirstBatch(w).slots[position]; }
  Done DoneOf(unsigned w, std::uint64_t from, std::uint64_t to) {
    return {pool_.scheduler().phase(), FirstBatch(w).id, from, to, to - from, to - from};
  }
  // In the middle of the walk at `position`, with all before it done.
  WorkerDeath DeathAt(unsigned w, std::uint64_t position) {
    WorkerDeath death;
    death.worker = w;
    death.name = "[worker] ";
    death.host = "this machine";
    death.status = {SIGSEGV, 0};
    death.how = "crashed";
    ThreadState thread;
    thread.batch = FirstBatch(w).id;
    thread.begun = position + 1;
    thread.progress = {position, position, position};
    death.threads.push_back(thread);
    return death;
  }
  Outcome OutcomeOfSlot(std::uint64_t slot) { return board_.ResultOf(slot).outcome; }

  const Plan plan_;
  StopSignal stop_;
  WalkBoard board_;
  PoolModel pool_;
  Settlement settlement_;
};

TEST_F(SettlementTest, WhatIsDoneHasPassed) {
  ASSERT_GT(FirstBatch(0).size, 0u);
  EXPECT_TRUE(settlement_.OnDone(0, DoneOf(0, 0, 1), {}));
  EXPECT_EQ(OutcomeOfSlot(SlotAt(0, 0)), Outcome(outcome::Passed{}));
  EXPECT_EQ(board_.Count().passed, 1u);
}

TEST_F(SettlementTest, ReportsThatCannotBeTrueAreRefused) {
  EXPECT_THROW(settlement_.OnDone(0, DoneOf(0, 0, 1000), {}), Error);
  EXPECT_THROW(settlement_.OnDone(0, DoneOf(0, 1, 1), {}), Error);
  Done more = DoneOf(0, 0, 1);
  more.passed = 2;
  EXPECT_THROW(settlement_.OnDone(0, more, {}), Error);
  Done fewer = DoneOf(0, 0, 1);
  fewer.passed = 0;  // and nobody has said how it ended
  EXPECT_THROW(settlement_.OnDone(0, fewer, {}), Error);
  EXPECT_EQ(board_.Count().passed, 0u);
}

TEST_F(SettlementTest, AWorkerSpeaksForItsOwnWalksOnly) {
  WalkResult failed;
  failed.outcome = outcome::Failed{};
  const std::uint64_t phase = pool_.scheduler().phase();
  const std::uint64_t others = SlotAt(1, 0);
  EXPECT_THROW(settlement_.OnEnded(0, {phase, others, false, failed}), Error);
  EXPECT_THROW(settlement_.OnState(0, {others, "{}"}), Error);
  EXPECT_THROW(settlement_.OnEnded(0, {phase, kWalks - 1, false, failed}), Error);  // nobody's yet
  EXPECT_THROW(settlement_.OnEnded(0, {phase, 1u << 30, false, failed}), Error);
  const std::uint64_t own = SlotAt(0, 0);
  settlement_.OnDone(0, DoneOf(0, 0, 1), {});
  EXPECT_THROW(settlement_.OnEnded(0, {phase, own, false, failed}), Error);  // no more
  EXPECT_EQ(board_.Count().not_run, kWalks - 1);
  settlement_.OnEnded(1, {phase, others, false, failed});
  EXPECT_EQ(OutcomeOfSlot(others), Outcome(outcome::Failed{}));
}

TEST_F(SettlementTest, OutcomesThatAreNotAWorkersToTellAreRefused) {
  const std::uint64_t phase = pool_.scheduler().phase();
  for (const Outcome& outcome : {Outcome(outcome::Passed{}), Outcome(outcome::Crashed{SIGSEGV}),
                                 Outcome(outcome::NotRun{"no"}), Outcome(outcome::Lost{"no"})}) {
    WalkResult result;
    result.outcome = outcome;
    EXPECT_THROW(settlement_.OnEnded(0, {phase, SlotAt(0, 0), false, result}), Error);
  }
  WalkResult failed;
  failed.outcome = outcome::Failed{};
  EXPECT_THROW(settlement_.OnEnded(0, {phase, SlotAt(0, 0), true, failed}), Error);  // in a leaf
  failed.action = 3;
  EXPECT_THROW(settlement_.OnEnded(0, {phase, SlotAt(0, 0), false, failed}), Error);
  EXPECT_EQ(board_.Count().not_run, kWalks);
}

TEST_F(SettlementTest, OfALiarsWalksNoneIsBelieved) {
  WorkerDeath death = DeathAt(0, 0);
  death.lied = true;
  death.how = "said what can't be true";
  EXPECT_TRUE(settlement_.OnDeath(death).empty());
  EXPECT_TRUE(pool_.scheduler().outstanding(0).empty());
  EXPECT_EQ(board_.Count().lost, kWalks - board_.Count().not_run);
  EXPECT_THAT(ToString(OutcomeOfSlot(SlotAt(0, 0))), HasSubstr("is not to be trusted"));
}

TEST_F(SettlementTest, LateReportsAreDroppedAndCounted) {
  Done late = DoneOf(0, 0, 1);
  late.epoch = 0;
  EXPECT_FALSE(settlement_.OnDone(0, late, {}));
  EXPECT_FALSE(settlement_.OnDone(0, {pool_.scheduler().phase(), 99, 0, 1, 1, 1}, {}));
  settlement_.OnEnded(0, {0, SlotAt(0, 0), false, {}});  // of another phase
  EXPECT_EQ(settlement_.late_messages(), 3u);
  EXPECT_EQ(board_.Count().not_run, kWalks);
}

TEST_F(SettlementTest, TheWalkThatADeadWorkerWasInGetsTheBlame) {
  const std::uint64_t walk = SlotAt(0, 0);
  const std::vector<InFlight> in_flight = settlement_.OnDeath(DeathAt(0, 0));
  ASSERT_EQ(in_flight.size(), 1u);
  EXPECT_EQ(in_flight[0].slot, walk);
  EXPECT_EQ(OutcomeOfSlot(walk), Outcome(outcome::Crashed{SIGSEGV}));
  EXPECT_EQ(board_.Count().not_run, kWalks - 1);
  // Everything else goes on elsewhere.
  pool_.EndWalk(walk);
  pool_.scheduler().End(0, "");
  EXPECT_EQ(pool_.scheduler().open(), kWalks - 1);
}

TEST_F(SettlementTest, WhatItsMarkersSayIsDoneIsDone) {
  const std::uint64_t size = FirstBatch(1).size;
  WorkerDeath death = DeathAt(1, size);
  death.threads[0].begun = size;  // between two walks
  EXPECT_TRUE(settlement_.OnDeath(death).empty());
  EXPECT_EQ(board_.Count().passed, size);
}

TEST_F(SettlementTest, OfABrokenWorkersWalksNobodyKnows) {
  WorkerDeath death = DeathAt(0, 0);
  death.broken = true;
  settlement_.OnDeath(death);
  EXPECT_TRUE(pool_.scheduler().outstanding(0).empty());
  EXPECT_EQ(board_.Count().passed, 0u);
  EXPECT_EQ(board_.Count().lost + 1, kWalks - board_.Count().not_run);
}

TEST_F(SettlementTest, WhatAWorkerThatWasCutOffMayHaveBegunIsLost) {
  WorkerDeath death = DeathAt(0, 0);
  death.cut_off = true;
  EXPECT_TRUE(settlement_.OnDeath(death).empty());
  EXPECT_TRUE(pool_.scheduler().outstanding(0).empty());
  EXPECT_THAT(ToString(OutcomeOfSlot(SlotAt(0, 0))), HasSubstr("was cut off"));
}

TEST_F(SettlementTest, OfSeveralThreadsTheOneThatDiedIsToBlame) {
  WorkerDeath death = DeathAt(0, 0);
  death.threads.push_back(death.threads[0]);
  death.threads[1].batch = BatchAt(0, 1).id;
  death.threads[1].death.place = 1;
  const std::uint64_t culprit = BatchAt(0, 1).slots[0];
  settlement_.OnDeath(death);
  EXPECT_EQ(OutcomeOfSlot(culprit), Outcome(outcome::Crashed{SIGSEGV}));
  EXPECT_THAT(ToString(OutcomeOfSlot(SlotAt(0, 0))), HasSubstr("taken down by"));
}

TEST_F(SettlementTest, OfSeveralThreadsThatDiedTheFirstIsToBlame) {
  WorkerDeath death = DeathAt(0, 0);
  death.threads.push_back(death.threads[0]);
  death.threads[1].batch = BatchAt(0, 1).id;
  death.threads[0].death.place = 2;
  death.threads[1].death.place = 1;
  const std::uint64_t culprit = BatchAt(0, 1).slots[0];
  settlement_.OnDeath(death);
  EXPECT_EQ(OutcomeOfSlot(culprit), Outcome(outcome::Crashed{SIGSEGV}));
  EXPECT_THAT(ToString(OutcomeOfSlot(SlotAt(0, 0))), HasSubstr("taken down by"));
}

TEST_F(SettlementTest, WhoExitsHasExitedThoughAnotherThreadCrashesMeanwhile) {
  WorkerDeath death = DeathAt(0, 0);
  death.threads.push_back(death.threads[0]);
  death.threads[1].batch = BatchAt(0, 1).id;
  death.threads[0].death = {2, std::nullopt};
  death.threads[1].death = {1, 3};
  const std::uint64_t culprit = BatchAt(0, 1).slots[0];
  settlement_.OnDeath(death);
  EXPECT_EQ(OutcomeOfSlot(culprit), Outcome(outcome::Exited{3}));
  EXPECT_THAT(ToString(OutcomeOfSlot(SlotAt(0, 0))), HasSubstr("taken down by"));
}

TEST_F(SettlementTest, AWalkThatTookTooLongIsSaidToHave) {
  WorkerDeath death = DeathAt(0, 0);
  death.culprit = SlotAt(0, 0);
  settlement_.OnDeath(death);
  EXPECT_EQ(OutcomeOfSlot(SlotAt(0, 0)), Outcome(outcome::TimedOut{std::chrono::seconds(7)}));
}

}  // namespace
}  // namespace combtest::internal
