// What the threads of a worker work on, and with.
#ifndef COMBTEST_SRC_WORKER_WORKBENCH_H_
#define COMBTEST_SRC_WORKER_WORKBENCH_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "combtest/integration.h"
#include "combtest/plan.h"
#include "src/engine/code_place.h"
#include "src/engine/state_slab.h"
#include "src/engine/walk_clock.h"
#include "src/engine/walk_runner.h"
#include "src/os/descriptors.h"
#include "src/os/system_call_timer.h"
#include "src/os/worker_process.h"
#include "src/space/space_data.h"
#include "src/wire/protocol.h"
#include "src/wire/shared_page.h"
#include "src/worker/outbox.h"
#include "src/worker/role.h"

namespace combtest::internal {

struct Workbench {
  Workbench(const WorkerRole& role, WalkSpace walks, const void* initial_state,
            const Integration& framework)
      : space(std::move(walks)),
        data(*WalkAccess::Data(space)),
        initial(initial_state),
        integration(framework),
        outbox(role.channel.out, role.page()),
        page(role.page()),
        output(role.channel.out),
        output_is_marked(MarkDescriptor(output)) {}

  const WalkSpace space;
  const SpaceData& data;
  const void* const initial;
  const Integration& integration;
  Outbox outbox;
  SharedPage* const page;  // null where no memory is shared
  const int output;        // of the channel
  const bool output_is_marked;
  int watched_input = -1;  // of the channel, where other threads could close it

  // From Setup on:
  Setup setup;
  std::optional<Plan> plan;
  std::optional<ScratchDirs> scratch;
  std::optional<LocalRun> run;
  std::unique_ptr<StateSlab> states;  // by slot; null where a state lives only as long as its walk
  std::vector<void*> fixtures;        // by slot, where walks have some and there are states
  std::vector<WalkClock> clocks;      // by thread
  std::vector<SystemCallTimer> timers;          // by thread
  std::unique_ptr<ThreadMarker[]> own_markers;  // where there is no page

  // From StartPhase on:
  PlanStep phase;
  std::uint64_t epoch = 0;  // 0: there has been none
  std::vector<AppliedUpdate> updates;
  SegmentTask task;

  bool walks_begin() const { return task.initial != nullptr; }
  bool leaf() const { return phase.end == data.actions.size(); }
  // After whatever is the user's: who closed the channel, or all descriptors, or put something else
  // in its place, is still the walk that runs. One system call.
  void CheckChannel() const {
    if (!(output_is_marked ? IsMarked(output) : IsOpen(output)) ||
        (watched_input >= 0 && !IsOpen(watched_input)))
      EndWorkerAtOnce(kChannelLost);
  }
  // The same after something short, on the thread that this timer is of.
  void CheckChannel(SystemCallTimer& timer) const {
    if (timer.TooShort()) return;
    CheckChannel();
    timer.Learn();
  }
  ThreadMarker& marker(unsigned thread) const {
    return page != nullptr ? page->markers[thread] : own_markers[thread];
  }
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WORKER_WORKBENCH_H_
