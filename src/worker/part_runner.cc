#include "src/worker/part_runner.h"

#include <algorithm>
#include <exception>
#include <functional>
#include <optional>
#include <utility>

#include "combtest/action.h"
#include "src/record/state_json.h"
#include "src/wire/output_mark.h"

namespace combtest::internal {
namespace {

// A mark before each walk is a system call; where there are many quick ones, one before the part
// has to do.
constexpr std::uint64_t kMostMarks = 8;
constexpr auto kWorthAMark = std::chrono::microseconds(20);

}  // namespace

PartRunner::PartRunner(Workbench& bench, unsigned thread, const RunBatch& batch)
    : bench_(bench),
      batch_(batch),
      order_(bench.plan->order()),
      segments_(bench.data, bench.integration, bench.task, *bench.run, thread),
      exclusions_(WalkAccess::Data(bench.space)),
      marker_(bench.marker(thread)),
      mark_output_(bench.setup.threads == 1),
      check_channel_([this] { bench_.CheckChannel(timer_); }),
      clock_(bench.clocks[thread]),
      timer_(bench.timers[thread]) {
  segments_.ShareAction(&marker_.action);
  if (bench.states == nullptr) scratch_ = std::make_unique<StateSlab>(*bench.data.state, 1);
}

void PartRunner::TakeInStates() {
  if (batch_.states.empty()) return;
  if (bench_.walks_begin()) throw Error("states came for a phase in which walks begin");
  if (bench_.states == nullptr || bench_.data.state->from_json == nullptr)
    throw Error("states came that nothing here can read");
  std::size_t taken = 0;
  batch_.slots.ForEach(0, batch_.slots.size(), [&](std::uint64_t position, std::uint64_t slot) {
    if (taken == batch_.states.size() || batch_.states[taken].slot != slot) return;
    Mark(position);
    marker_.begun.store(position + 1, std::memory_order_relaxed);
    marker_.action.store(bench_.phase.begin, std::memory_order_relaxed);
    marker_.batch.store(batch_.batch, std::memory_order_release);
    TakeIn(batch_.states[taken++]);
    bench_.CheckChannel();
    marker_.batch.store(0, std::memory_order_release);
  });
  if (taken != batch_.states.size())
    throw Error("states came for walks that aren't in their batch");
}

void PartRunner::TakeIn(const ShippedState& shipped) {
  const StateOps& ops = *bench_.data.state;
  StateSlab& states = *bench_.states;
  const std::uint64_t slot = shipped.slot;
  const WalkId id = order_[slot];
  states.Leave(slot);  // as an earlier stay has left it
  std::string unread;
  const auto end = segments_.RunBefore(slot, id, "the state that came from another worker", [&] {
    try {
      ops.from_json(states[slot], shipped.state);
      states.MarkAlive(slot);
    } catch (const std::exception& error) {
      unread = error.what();
    } catch (...) {
      unread = "an exception that isn't a std::exception";
    }
  });
  if (end != WalkRunner::End::kClean) {
    took_ = {};
    if (!states.alive(slot)) SendNoState(slot);
    Report(slot, id, states.alive(slot) ? states[slot] : nullptr, WalkRunner::End::kEnded, states,
           slot);
  } else if (!states.alive(slot)) {
    bench_.outbox.Append(Encode(FromWorker(Unread{bench_.epoch, slot, unread})));
  }
  SendProperties(slot);
}

void PartRunner::Mark(std::uint64_t from) {
  marker_.from.store(from, std::memory_order_relaxed);
  marker_.begun.store(from, std::memory_order_relaxed);
  marker_.progress.store(0, std::memory_order_relaxed);
}

void PartRunner::Run(Chunk part) {
  Mark(part.first);
  marker_.batch.store(batch_.batch, std::memory_order_release);
  progress_ = {};
  Done done{bench_.epoch, batch_.batch, part.first, part.last, 0, 0, {}, {}};
  const auto begun = std::chrono::steady_clock::now();
  clock_.Start();
  // Where walks are quick it has to do that the channel is checked after each of them.
  segments_.CallAfterActions(clock_.precise() ? &check_channel_ : nullptr);
  mark_each_ =
      mark_output_ && (part.last - part.first <= kMostMarks || clock_.average() >= kWorthAMark);
  if (mark_output_ && !mark_each_) WriteOutputMark(OutputMark::kOther, 0);
  batch_.slots.ForEach(part.first, part.last, [&](std::uint64_t position, std::uint64_t slot) {
    RunPosition(position, slot, done);
  });
  if (mark_output_) WriteOutputMark(OutputMark::kOther, 0);
  clock_.Adapt(std::chrono::steady_clock::now() - begun, progress_.ran);
  done.ran = progress_.ran;
  done.passed = progress_.passed;
  bench_.outbox.Append(Encode(FromWorker(std::move(done))));
  marker_.batch.store(0, std::memory_order_release);
  if (bench_.page == nullptr) bench_.outbox.Flush();
}

void PartRunner::RunPosition(std::uint64_t position, std::uint64_t slot, Done& done) {
  marker_.begun.store(position + 1, std::memory_order_release);
  if (mark_each_) WriteOutputMark(OutputMark::kBegin, slot);
  took_ = {};
  if (RunWalk(slot)) ++progress_.ran;
  NoteTime(done, position);
  bench_.CheckChannel(timer_);
  ++progress_.finished;
  marker_.progress.store(progress_.Pack(), std::memory_order_release);
}

bool PartRunner::RunWalk(std::uint64_t slot) {
  const bool kept = bench_.states != nullptr;
  StateSlab& slab = kept ? *bench_.states : *scratch_;
  const std::uint64_t place = kept ? slot : 0;
  if (!bench_.walks_begin() && !slab.alive(place)) return false;
  const WalkId id = order_[slot];
  if (!order_.listed() && bench_.data.has_exclusions && exclusions_.Excluded(id)) return false;
  void* const state = slab[place];
  bool has_state = !bench_.walks_begin();
  WalkRunner::End end =
      segments_.Run(slot, id, state, has_state, HasFailedBefore(slot), FixtureOf(slot));
  took_ = clock_.Lap();
  if (has_state) slab.MarkAlive(place);
  bool sendable = has_state;
  if (end == WalkRunner::End::kClean && IsSent(end)) {
    const WalkRunner::Written sent = SendState(slot, state);
    if (!sent.ok && (bench_.leaf() || sent.noted)) {
      if (!sent.why.empty()) segments_.Fail(sent.why);
      end = WalkRunner::End::kEnded;
      sendable = false;
    }
  }
  if (end == WalkRunner::End::kClean && bench_.leaf()) {
    end = segments_.Drop(slab, place);
    sendable = false;
  }
  if (end == WalkRunner::End::kClean) {
    SendProperties(slot);
    if (bench_.leaf()) segments_.CloseScratch(HasFailedBefore(slot));
    ++progress_.passed;
  } else {
    Report(slot, id, sendable ? state : nullptr, end, slab, place);
    clock_.Start();  // what a failure costs isn't the next walk's
  }
  return true;
}

void PartRunner::SendProperties(std::uint64_t slot) {
  if (!segments_.has_properties()) return;
  bench_.outbox.Append(
      Encode(FromWorker(WalkProperties{bench_.epoch, slot, segments_.TakeProperties()})));
}

WalkRunner::Written PartRunner::SendState(std::uint64_t slot, const void* state) {
  std::optional<SystemCallTimer::Pause> ours;  // where no code of the user's writes it
  if (bench_.data.state->always_plain_json()) ours.emplace(timer_);
  text_.clear();
  const auto write = [&] {
    json_.clear();
    AppendStateJson(*bench_.data.state, state, json_);
    AppendState(text_, slot, json_);
  };
  WalkRunner::Written written = segments_.WriteState(std::ref(write));
  if (!written.ok) {
    SendNoState(slot);
  } else {
    bench_.outbox.Append(text_);
  }
  return written;
}

// There is none for anybody else, nor is the one that it had before. A walk that goes on does so
// here.
void PartRunner::SendNoState(std::uint64_t slot) {
  text_.clear();
  AppendState(text_, slot, {});
  bench_.outbox.Append(text_);
}

void PartRunner::Report(std::uint64_t slot, WalkId id, const void* state, WalkRunner::End end,
                        StateSlab& slab, std::uint64_t place) {
  WalkRunner::Written sent;
  if (state != nullptr && IsSent(end)) sent = SendState(slot, state);
  Ended ended{bench_.epoch, slot, false, segments_.TakeResult(id, sent.ok ? state : nullptr),
              static_cast<std::uint64_t>(took_.count())};
  if (!sent.why.empty() && IsOver(end) && !ended.result.cancelled()) {
    segments_.Fail(sent.why);
    segments_.AddFailures(ended.result);
  }
  const bool goes_on = end == WalkRunner::End::kFailed && !bench_.leaf();
  if (!goes_on) segments_.Drop(slab, place, ended.result);
  if (!goes_on) segments_.CloseScratch(HasFailedBefore(slot) || !ended.result.cancelled());
  ended.goes_on = goes_on;
  if (goes_on) ++progress_.passed;
  SendProperties(slot);
  if (mark_output_) WriteOutputMark(mark_each_ ? OutputMark::kEnd : OutputMark::kEndOfSome, slot);
  bench_.outbox.Append(Encode(FromWorker(ended)));
}

}  // namespace combtest::internal
