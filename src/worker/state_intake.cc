#include "src/worker/state_intake.h"

#include <exception>
#include <string>

#include "combtest/action.h"

namespace combtest::internal {
namespace {

void TakeIn(Workbench& bench, const ShippedState& shipped) {
  StateSlab& states = *bench.states;
  states.Leave(shipped.slot);  // as an earlier stay has left it
  const auto say = [&](const std::string& why) {
    bench.outbox.Append(Encode(FromWorker(Unread{bench.epoch, shipped.slot, why})));
  };
  try {
    bench.data.state->from_json(states[shipped.slot], shipped.state);
    states.MarkAlive(shipped.slot);
  } catch (const std::exception& error) {
    say(error.what());
  } catch (...) {
    say("an exception that isn't a std::exception");
  }
}

}  // namespace

void TakeInStates(Workbench& bench, const RunBatch& batch, unsigned thread) {
  if (batch.states.empty()) return;
  if (bench.walks_begin()) throw Error("states came for a phase in which walks begin");
  if (bench.states == nullptr || bench.data.state->from_json == nullptr)
    throw Error("states came that nothing here can read");
  std::size_t taken = 0;
  ThreadMarker& marker = bench.marker(thread);
  batch.slots.ForEach(0, batch.slots.size(), [&](std::uint64_t position, std::uint64_t slot) {
    if (taken == batch.states.size() || batch.states[taken].slot != slot) return;
    marker.from.store(position, std::memory_order_relaxed);
    marker.begun.store(position + 1, std::memory_order_relaxed);
    marker.progress.store(0, std::memory_order_relaxed);
    marker.action.store(bench.phase.begin, std::memory_order_relaxed);
    marker.batch.store(batch.batch, std::memory_order_release);
    TakeIn(bench, batch.states[taken++]);
    bench.CheckChannel();
    marker.batch.store(0, std::memory_order_release);
  });
  if (taken != batch.states.size()) throw Error("states came for walks that aren't in their batch");
}

}  // namespace combtest::internal
