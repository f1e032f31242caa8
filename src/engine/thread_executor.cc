#include "src/engine/thread_executor.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <utility>

#include "src/engine/fixtures.h"
#include "src/engine/portions.h"
#include "src/engine/segment_runner.h"
#include "src/engine/walk_clock.h"
#include "src/plan/order_cursor.h"
#include "src/record/state_json.h"
#include "src/space/exclusion.h"

namespace combtest::internal {

// What one thread of a phase has for itself.
class ThreadExecutor::Thread {
 public:
  Thread(ThreadExecutor& executor, unsigned index, const PlanStep& phase, const SegmentTask& task)
      : executor_(executor),
        observer_(executor.board_.walk_observer()),
        index_(index),
        space_(executor.space_),
        phase_(phase),
        task_(task),
        runner_(space_, executor.integration_, task, executor.run_, index),
        order_(executor.plan_.order()),
        exclusions_(WalkAccess::Data(executor.plan_.space())),
        last_phase_(phase.end == space_.actions.size()),
        runs_whole_(observer_ == nullptr && executor.states_ == nullptr &&
                    !executor.plan_.order().listed() && !space_.has_exclusions &&
                    space_.fixtures == nullptr),
        clock_(observer_ != nullptr) {
    if (executor.states_ == nullptr) scratch_ = std::make_unique<StateSlab>(*space_.state, 1);
  }

  void Work(Chunker& chunks, std::uint64_t max_chunk) {
    ChunkSize size(max_chunk);
    while (true) {
      // A run that stops passes over what is left as a whole, however much it is.
      const Chunk chunk = executor_.stop_.stopped() ? chunks.TakeRest() : chunks.Take(size.value());
      if (chunk.empty()) break;
      RunTimed(size, [&] { RunChunk(chunk); });
    }
  }

  void Work(Portions& portions, std::uint64_t max_chunk) {
    ChunkSize size(max_chunk);
    while (!executor_.stop_.stopped()) {
      const Portion portion = portions.Take(size.value());
      if (portion.over) break;
      if (portion.slots.count == 0) {
        Tick();
        continue;
      }
      RunTimed(size, [&] {
        for (std::uint64_t i = 0; i < portion.slots.count && !executor_.stop_.stopped(); ++i)
          RunListed(portion.slots[i]);
      });
      portions.GiveBack(portion);
    }
  }

 private:
  // What `run` does, and says what came of it.
  template <class F>
  void RunTimed(ChunkSize& size, F run) {
    const auto before = std::chrono::steady_clock::now();
    clock_.Start();
    const std::uint64_t ran = segments_;
    run();
    if (!over_.empty()) Report();
    const auto took = std::chrono::steady_clock::now() - before;
    size.Adapt(took);
    clock_.Adapt(took, segments_ - ran);
    executor_.board_.AddPassed(std::exchange(passed_, 0));
    if (task_.begin < task_.end) executor_.board_.AddSegments(segments_ - ran);
    Tick();
  }

  void Tick() {
    RunObserver* const ticked = index_ == 0 ? executor_.board_.observer() : nullptr;
    if (ticked != nullptr) ticked->OnTick(phase_, [] { return RunningWalk{}; });
  }

  void RunListed(std::uint64_t slot) {
    if (executor_.board_.Unfinished(slot)) RunWalk(slot, order_[slot]);
  }

  void RunChunk(Chunk chunk) {
    if (executor_.plan_.order().listed()) {
      for (std::uint64_t slot = chunk.first; slot < chunk.last && !executor_.stop_.stopped();
           ++slot)
        RunListed(slot);
      return;
    }
    WalkId id = chunk.first;
    if (runs_whole_) {
      id = RunWhole(chunk);
    } else if (space_.has_exclusions) {
      const std::uint64_t before = segments_;
      for (; (id = exclusions_.Next(id, chunk.last)) < chunk.last && !executor_.stop_.stopped();
           ++id)
        RunWalk(id, id);
      executor_.board_.AddExcluded(std::min(id, chunk.last) - chunk.first - (segments_ - before));
    } else {
      for (; id < chunk.last && !executor_.stop_.stopped(); ++id) RunWalk(id, id);
    }
    if (id < chunk.last) {
      const std::uint64_t included =
          CountIncluded(WalkAccess::Data(executor_.plan_.space()), id, chunk.last);
      executor_.board_.AddNotRun(included);
      executor_.board_.AddExcluded(chunk.last - id - included);
    }
  }

  // Where nobody is to hear of a walk that passes, but how many there are.
  WalkId RunWhole(Chunk chunk) {
    WalkId next = chunk.first;
    const auto passed = [this, &next] {
      if (executor_.stop_.stopped()) return false;
      executor_.board_.AddTime(next - 1, clock_.Lap());
      ++segments_;
      ++passed_;
      return true;
    };
    while (next < chunk.last && !executor_.stop_.stopped()) {
      const auto end = runner_.RunWhilePassing(next, chunk.last, *scratch_, passed);
      if (end) Settle(next - 1, next - 1, *scratch_, 0, scratch_->alive(0), *end, false);
    }
    return next;
  }

  void RunWalk(std::uint64_t slot, WalkId id) {
    StateSlab& slab = executor_.states_ != nullptr ? *executor_.states_ : *scratch_;
    const std::uint64_t place = executor_.states_ != nullptr ? slot : 0;
    void* const state = slab[place];
    bool has_state = task_.initial == nullptr;
    const bool failed_before = executor_.board_.HasNoted(slot);
    void** const fixture = space_.fixtures == nullptr    ? nullptr
                           : executor_.fixtures_.empty() ? &fixture_
                                                         : &executor_.fixtures_[slot];
    const WalkRunner::End end = runner_.Run(slot, id, state, has_state, failed_before, fixture);
    Settle(slot, id, slab, place, has_state, end, failed_before);
  }

  // It has ended so here.
  void Settle(std::uint64_t slot, WalkId id, StateSlab& slab, std::uint64_t place, bool has_state,
              WalkRunner::End end, bool failed_before) {
    void* const state = slab[place];
    const std::chrono::nanoseconds took = clock_.Lap();
    executor_.board_.AddTime(slot, took);
    ++segments_;
    if (has_state) slab.MarkAlive(place);
    const bool leaves_state =
        has_state && (last_phase_ || end == WalkRunner::End::kEnded) && executor_.settings_.as_json;
    const WalkRunner::Written json = leaves_state ? WriteJson(state) : WalkRunner::Written();
    if (end == WalkRunner::End::kClean && !json.ok) {
      if (!json.why.empty()) runner_.Fail(json.why);
      has_state = false;
      end = WalkRunner::End::kEnded;
    }
    const bool over = last_phase_ || end == WalkRunner::End::kEnded;
    const bool drops = over && (!executor_.settings_.keep || !json.ok);
    if (end == WalkRunner::End::kClean && drops) {
      end = runner_.Drop(slab, place);
      has_state = false;
    }
    if (end == WalkRunner::End::kClean) {
      AddProperties(slot);
      if (!last_phase_) return Note(slot, took);
      runner_.CloseScratch(failed_before);
      Complete(slot, took);
    } else {
      WalkResult result = runner_.TakeResult(id, has_state && json.ok ? state : nullptr);
      if (has_state && !json.why.empty() && !result.cancelled()) {
        runner_.Fail(json.why);
        runner_.AddFailures(result);
      }
      if (drops) runner_.Drop(slab, place, result);
      AddProperties(slot);
      if (over) runner_.CloseScratch(failed_before || !result.cancelled());
      if (end == WalkRunner::End::kEnded) {
        executor_.board_.End(slot, std::move(result), {took, std::nullopt});
      } else {
        executor_.board_.NoteFailures(slot, std::move(result));
        if (!last_phase_) return Note(slot, took);
        executor_.board_.Complete(slot, {took, std::nullopt});
      }
      clock_.Start();  // what a failure costs isn't the next walk's
    }
  }

  // Whether the state of the walk that ran last can be written.
  WalkRunner::Written WriteJson(const void* state) {
    const StateOps& ops = *space_.state;
    if (ops.to_json == nullptr || ops.always_plain_json()) return {};
    return runner_.WriteState([&] { StateToJson(ops, state); });
  }

  void AddProperties(std::uint64_t slot) {
    if (runner_.has_properties()) executor_.board_.AddProperties(slot, runner_.TakeProperties());
  }

  void Complete(std::uint64_t slot, std::chrono::nanoseconds took) {
    if (executor_.plan_.order().listed()) {
      if (executor_.board_.Complete(slot, {took, std::nullopt})) Note(slot, took);
    } else {
      ++passed_;  // one phase only, so nothing can have been noted before
    }
  }

  // For the observer: the walk has passed the segment.
  void Note(std::uint64_t slot, std::chrono::nanoseconds took) {
    if (observer_ == nullptr) return;
    over_.push_back({slot, took});
    if (took > std::chrono::milliseconds(1)) Report();
  }

  void Report() {
    observer_->OnSegments({&phase_, last_phase_, index_, std::nullopt, over_});
    over_.clear();
  }

  ThreadExecutor& executor_;
  RunObserver* const observer_;
  const unsigned index_;
  const SpaceData& space_;
  const PlanStep& phase_;
  const SegmentTask& task_;
  SegmentRunner runner_;
  OrderCursor order_;
  ExclusionCursor exclusions_;
  const bool last_phase_;
  const bool runs_whole_;  // walks run as a whole, all of them, and nobody listens
  std::unique_ptr<StateSlab> scratch_;
  void* fixture_ = nullptr;  // of the walk that runs
  std::uint64_t passed_ = 0;
  std::uint64_t segments_ = 0;
  WalkClock clock_;
  std::vector<SegmentTime> over_;  // walks of the chunk that the observer hasn't heard of
};

ThreadExecutor::ThreadExecutor(const Plan& plan, const void* initial,
                               const Integration& integration, WalkBoard& board, StopSignal& stop,
                               const LocalRun& run, const StateSettings& states)
    : plan_(plan),
      space_(*WalkAccess::Data(plan.space())),
      initial_(initial),
      integration_(integration),
      board_(board),
      stop_(stop),
      run_(run),
      settings_(states),
      pool_(run.threads) {
  if (settings_.keep || !space_.serial_actions.empty()) {
    states_ = std::make_unique<StateSlab>(*space_.state, plan.order().size());
  }
  if (settings_.keep) final_states_.emplace(*states_);
  if (space_.fixtures != nullptr && !space_.serial_actions.empty())
    fixtures_.resize(plan.order().size());
}

void ThreadExecutor::Finish() {
  const std::shared_ptr<void> foreign = integration_.CaptureForeign();
  TearDownRest(plan_, integration_, run_, fixtures_,
               [this](const WalkResult& result) { board_.AddRunFailures(result); });
  if (final_states_)
    final_states_->DropUnless([this](std::uint64_t slot) { return !board_.Unfinished(slot); });
}

void ThreadExecutor::RunPhase(const PlanStep& phase) {
  Chunker chunks(phase.first_slot, phase.last_slot);
  // Small enough that the last chunks of a phase keep no thread waiting for long.
  const std::uint64_t max_chunk =
      std::clamp<std::uint64_t>(phase.walks() / (std::uint64_t{8} * pool_.size()), 1, 4096);
  const SegmentTask task = TaskOf(space_, phase, initial_, updates_);
  const std::shared_ptr<void> foreign = integration_.CaptureForeign();
  const PhaseNeeds needs = NeedsOf(plan_, phase);
  std::optional<Portions> portions;
  if (needs.resources && pool_.size() > 1)
    portions.emplace(phase, needs, Stock(CountsOf(space_)), pool_.size());
  pool_.Run([&](unsigned index) {
    Thread thread(*this, index, phase, task);
    if (portions) {
      thread.Work(*portions, max_chunk);
    } else {
      thread.Work(chunks, max_chunk);
    }
  });
  updates_.clear();
}

void ThreadExecutor::AddUpdate(const PlanStep& serial, const boost::json::value& update) {
  updates_.push_back(
      {serial.begin, serial.option, space_.actions[serial.begin].parse_update(update)});
}

}  // namespace combtest::internal
