// Workers as a scheduler sees them, without any process: what they have been sent, what they hold,
// and what has been run. Checks all that must hold of each message.
#ifndef COMBTEST_TEST_POOL_POOL_MODEL_H_
#define COMBTEST_TEST_POOL_POOL_MODEL_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "src/pool/scheduler.h"

namespace combtest::internal {

class PoolModel : public Dispatcher {
 public:
  struct SentBatch {
    Batch batch;
    std::uint64_t done = 0;  // positions from 0 that have run
  };
  struct ModelWorker {
    bool alive = false, ready = false, connected = true;
    bool asked = false;  // for a release, not yet answered
    std::deque<SentBatch> batches;
    std::map<std::uint64_t, int> memory;  // by slot: how many segments its state has behind it
  };

  explicit PoolModel(const Scheduler::Shape& shape, PhaseNeeds needs = {})
      : shape_(shape),
        needs_(std::move(needs)),
        states_(kOps, shape.slots),
        scheduler_(shape, *this, &states_),
        workers_(shape.workers),
        segments_(shape.slots),
        over_(shape.slots),
        secret_(shape.slots),
        unreadable_(shape.slots),
        runs_(shape.slots) {}

  Scheduler& scheduler() { return scheduler_; }
  std::vector<ModelWorker>& workers() { return workers_; }
  Scheduler::Time now() const { return now_; }
  void Pass(std::chrono::microseconds time) { now_ += time; }

  void BeginPhase(std::uint64_t first, std::uint64_t last, bool walks_begin) {
    first_ = first;
    last_ = last;
    walks_begin_ = walks_begin;
    for (std::uint64_t slot = first; slot < last; ++slot) runs_[slot] = 0;
    sent_.clear();
    owners_.clear();
    for (ModelWorker& worker : workers_) worker.asked = false;
    scheduler_.BeginPhase(first, last, walks_begin, needs_);
    scheduler_.FillAll(now_);
  }

  void Start(unsigned w) {
    workers_[w] = {};
    workers_[w].alive = true;
    scheduler_.Start(w, true);
  }
  void SetReady(unsigned w) {
    workers_[w].ready = true;
    scheduler_.SetReady(w);
    scheduler_.Fill(w, now_);
  }
  void SetConnected(unsigned w, bool connected) {
    workers_[w].connected = connected;
    scheduler_.SetConnected(w, connected);
    if (connected) scheduler_.FillAll(now_);
  }

  // The walk's state never becomes JSON, or nobody can read what it becomes.
  void MakeSecret(std::uint64_t slot) { any_secrets_ = secret_[slot] = true; }
  void MakeUnreadable(std::uint64_t slot) { any_secrets_ = unreadable_[slot] = true; }

  // How many of its batches a worker runs at a time.
  std::size_t at_once() const { return shape_.threads; }
  // The most that held a resource at a time.
  std::uint64_t most_held(std::size_t resource) const { return most_held_.at(resource); }

  // Runs the next `count` walks of one of the worker's batches, less than at_once(). `ends`: each
  // of them is over by it.
  void Run(unsigned w, std::uint64_t count, bool ends, std::size_t at = 0) {
    SentBatch& sent = workers_[w].batches[at];
    const std::uint64_t from = sent.done;
    const std::uint64_t to = std::min(sent.batch.size, from + count);
    sent.batch.slots.ForEach(from, to, [&](std::uint64_t, std::uint64_t slot) {
      if (IsUnread(sent.batch, slot)) {
        if (scheduler_.Return(w, slot, "nobody can read it")) return;
        for (unsigned other = 0; other < workers_.size(); ++other)
          EXPECT_FALSE(workers_[other].ready && Holds(other, slot)) << slot << " is in " << other;
        over_[slot] = true;
        return;
      }
      RunWalk(w, slot);
      if (ends) over_[slot] = true;
      if (!ends && shape_.branches) scheduler_.NoteHeld(w, slot);
    });
    sent.done = to;
    const std::uint64_t id = sent.batch.id;
    sent.batch.slots.ForEach(from, to,
                             [&](std::uint64_t, std::uint64_t slot) { sent_.erase(slot); });
    if (to == sent.batch.size)
      workers_[w].batches.erase(workers_[w].batches.begin() + static_cast<std::ptrdiff_t>(at));
    ExpectEnoughForAll();  // it goes on before anybody hears of it
    scheduler_.Settle(w, id, from, to, now_);
    scheduler_.Fill(w, now_);
  }

  // Gives back all but the batches that it is at.
  void AnswerRelease(unsigned w) {
    ModelWorker& worker = workers_[w];
    worker.asked = false;
    std::vector<std::uint64_t> ids;
    for (; worker.batches.size() > at_once(); worker.batches.pop_back()) {
      ids.push_back(worker.batches.back().batch.id);
      Unsend(worker.batches.back());
    }
    scheduler_.TakeBack(w, ids);
    scheduler_.FillAll(now_);
  }

  // In the middle of a walk, where it has one: that one is over.
  void Die(unsigned w) {
    ModelWorker& worker = workers_[w];
    for (const SentBatch& sent : worker.batches) Unsend(sent);
    if (!worker.batches.empty()) {
      const SentBatch& sent = worker.batches.front();
      sent.batch.slots.ForEach(sent.done, sent.done + 1, [&](std::uint64_t, std::uint64_t slot) {
        if (IsUnread(sent.batch, slot)) return;
        ++runs_[slot];
        over_[slot] = true;
      });
    }
    worker = {};
    std::erase_if(owners_, [w](const auto& owner) { return owner.second == w; });
    scheduler_.End(w, "its worker died");
  }

  void EndWalk(std::uint64_t slot) { over_[slot] = true; }

  // Each walk of the phase has run once, or was over before.
  void ExpectPhaseComplete() const {
    for (std::uint64_t slot = first_; slot < last_; ++slot)
      EXPECT_TRUE(runs_[slot] == 1 || (runs_[slot] == 0 && over_[slot])) << "slot " << slot;
    EXPECT_TRUE(sent_.empty());
  }
  // Whoever has a thread with nothing to do could do nothing of what nobody does.
  void ExpectNobodyIdle() const {
    if (!walks_begin_ && !shape_.checkpoints) return;
    for (unsigned w = 0; w < workers_.size(); ++w) {
      if (!workers_[w].ready || !workers_[w].connected || workers_[w].batches.size() >= at_once())
        continue;
      for (std::uint64_t slot = first_; slot < last_; ++slot) {
        if (over_[slot] || runs_[slot] > 0 || sent_.contains(slot)) continue;
        if (!IsFree(slot) || (needs_.group && !MayOwn(w, slot))) continue;
        EXPECT_TRUE(!walks_begin_ && (secret_[slot] || unreadable_[slot]) && !Holds(w, slot))
            << "worker " << w << " could run " << slot;
      }
      bool release_asked = false, could_release = false;
      for (const ModelWorker& other : workers_) {
        release_asked = release_asked || other.asked;
        could_release = could_release || (other.ready && other.batches.size() > at_once());
      }
      EXPECT_TRUE(release_asked || !could_release || needs_.resources || needs_.group);
    }
  }

  void SendBatch(unsigned w, const Batch& batch, const std::vector<ShippedText>& states) override {
    ModelWorker& worker = workers_[w];
    EXPECT_TRUE(worker.ready && worker.connected) << "worker " << w;
    EXPECT_GT(batch.size, 0u);
    EXPECT_EQ(batch.size, batch.slots.size());
    for (const ShippedText& state : states) {
      EXPECT_FALSE(walks_begin_);
      EXPECT_EQ(state.state, std::to_string(segments_[state.slot])) << "slot " << state.slot;
      if (!unreadable_[state.slot]) worker.memory[state.slot] = segments_[state.slot];
    }
    batch.slots.ForEach(0, batch.size, [&](std::uint64_t, std::uint64_t slot) {
      EXPECT_TRUE(first_ <= slot && slot < last_) << slot;
      EXPECT_EQ(runs_[slot], 0) << slot << " has run already";
      if (walks_begin_ || !shape_.branches || IsUnread(batch, slot)) return;
      const auto held = worker.memory.find(slot);
      ASSERT_NE(held, worker.memory.end()) << slot;
      EXPECT_EQ(held->second, segments_[slot]) << "an old state of " << slot;
    });
    batch.slots.ForEach(0, batch.size,
                        [&](std::uint64_t, std::uint64_t slot) { sent_.insert(slot); });
    worker.batches.push_back({batch, 0});
    ExpectEnoughForAll();
  }
  void AskForRelease(unsigned w) override { workers_[w].asked = true; }
  void Lose(std::uint64_t slot, std::string) override {
    EXPECT_FALSE(over_[slot]) << slot;
    EXPECT_TRUE(!shape_.checkpoints || secret_[slot] || unreadable_[slot])
        << slot << " needn't be lost";
    for (const ModelWorker& worker : workers_) {
      const auto held = worker.memory.find(slot);
      EXPECT_FALSE(worker.ready && held != worker.memory.end() && held->second == segments_[slot])
          << slot << " could go on where it is";
    }
    over_[slot] = true;
  }
  bool Unfinished(std::uint64_t slot) const override { return !over_[slot]; }
  bool stopped() const override { return false; }

 private:
  void Unsend(const SentBatch& sent) {
    sent.batch.slots.ForEach(sent.done, sent.batch.size,
                             [&](std::uint64_t, std::uint64_t slot) { sent_.erase(slot); });
  }
  void RunWalk(unsigned w, std::uint64_t slot) {
    EXPECT_EQ(++runs_[slot], 1) << "slot " << slot << " runs twice";
    if (needs_.group) {
      const unsigned owner = owners_.try_emplace(needs_.group(slot), w).first->second;
      EXPECT_TRUE(owner == w || any_secrets_) << slot << " runs apart from its like";
    }
    ++segments_[slot];
    workers_[w].memory[slot] = segments_[slot];
    if (!shape_.checkpoints) return;
    states_.Drop(slot);
    if (!secret_[slot]) states_.SetJson(slot, std::to_string(segments_[slot]));
  }
  // Its state as it is now.
  bool Holds(unsigned w, std::uint64_t slot) const {
    const auto held = workers_[w].memory.find(slot);
    return held != workers_[w].memory.end() && held->second == segments_[slot];
  }
  bool IsUnread(const Batch& batch, std::uint64_t slot) const {
    const auto& shipped = batch.shipped;
    return unreadable_[slot] && std::find(shipped.begin(), shipped.end(), slot) != shipped.end();
  }

  // By resource: walks that may be running now.
  std::vector<std::uint64_t> Held() const {
    std::vector<std::uint64_t> held(shape_.resources.size());
    for (const ModelWorker& worker : workers_) {
      for (std::size_t i = 0; i < std::min(at_once(), worker.batches.size()); ++i) {
        const Batch& batch = worker.batches[i].batch;
        const std::uint64_t mask = needs_.resources ? needs_.resources(batch.slots[0]) : 0;
        for (std::size_t r = 0; r < held.size(); ++r) held[r] += mask >> r & 1;
      }
    }
    return held;
  }
  void ExpectEnoughForAll() {
    const std::vector<std::uint64_t> held = Held();
    most_held_.resize(held.size());
    for (std::size_t r = 0; r < held.size(); ++r) {
      EXPECT_LE(held[r], shape_.resources[r]) << "resource " << r;
      most_held_[r] = std::max(most_held_[r], held[r]);
    }
  }
  // Whether a walk could have all that it needs, whatever comes next where it is held.
  bool IsFree(std::uint64_t slot) const {
    if (!needs_.resources) return true;
    std::vector<std::uint64_t> taken(shape_.resources.size());
    for (const ModelWorker& worker : workers_) {
      std::uint64_t all = 0;
      for (const SentBatch& sent : worker.batches) {
        const std::uint64_t mask = needs_.resources(sent.batch.slots[0]);
        for (std::size_t r = 0; r < taken.size(); ++r)
          taken[r] += mask >> r & (shape_.threads > 1 || (all >> r & 1) == 0 ? 1 : 0);
        all |= mask;
      }
    }
    const std::uint64_t mask = needs_.resources(slot);
    for (std::size_t r = 0; r < taken.size(); ++r) {
      if ((mask >> r & 1) != 0 && taken[r] >= shape_.resources[r]) return false;
    }
    return true;
  }
  // Whether the walk's like may be no other worker's.
  bool MayOwn(unsigned w, std::uint64_t slot) const {
    if (!walks_begin_) return false;
    const std::uint64_t group = needs_.group(slot);
    const auto owner = owners_.find(group);
    if (owner != owners_.end() && owner->second != w) return false;
    for (unsigned other = 0; other < workers_.size(); ++other) {
      for (const SentBatch& sent : workers_[other].batches) {
        if (other != w && needs_.group(sent.batch.slots[0]) == group) return false;
      }
    }
    return true;
  }

  static inline const StateOps kOps{};

  const Scheduler::Shape shape_;
  const PhaseNeeds needs_;
  std::map<std::uint64_t, unsigned> owners_;  // by group: the worker that runs it, in this phase
  std::vector<std::uint64_t> most_held_;
  bool any_secrets_ = false;
  FinalStates states_;
  Scheduler scheduler_;
  std::vector<ModelWorker> workers_;
  std::vector<int> segments_;  // by slot: that it has behind it
  std::vector<bool> over_;     // by slot, as are the next two
  std::vector<bool> secret_, unreadable_;
  std::vector<int> runs_;  // by slot, in this phase
  std::uint64_t first_ = 0, last_ = 0;
  bool walks_begin_ = true;
  std::set<std::uint64_t> sent_;  // and not settled
  Scheduler::Time now_{};
};

}  // namespace combtest::internal

#endif  // COMBTEST_TEST_POOL_POOL_MODEL_H_
