// RunTests: walks without a fixture, with or without GoogleTest.
#ifndef COMBTEST_RUN_TESTS_H_
#define COMBTEST_RUN_TESTS_H_

#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include "combtest/results.h"
#include "combtest/run_options.h"
#include "combtest/walks.h"

namespace combtest {

namespace internal {

// RunOptions without the state's type.
struct RunRequest {
  WalkSpace space;
  Selection selection = {};
  const void* initial_state = nullptr;  // null: the space's own
  std::optional<unsigned> workers = {};
  std::optional<unsigned> threads = {};
  std::string log_dir = {};  // empty: as in the settings
  std::optional<int> verbosity = {};
  std::optional<bool> checkpoint = {};
  std::optional<std::chrono::nanoseconds> walk_timeout = {};
  std::optional<std::chrono::nanoseconds> run_timeout = {};
  std::optional<unsigned> strength = {};
  std::optional<bool> isolate_serial = {};
  std::optional<unsigned> retries = {};
  std::shared_ptr<Launcher> launcher = nullptr;
  bool stop_on_failure = false;
  std::vector<std::shared_ptr<RunListener>> listeners = {};
  std::string name = {};
  bool replay = false;  // a walk by itself: the options rerun, order and log_dir don't bear on it
  // With gathering: called once with the number of states, then with each (to be moved from), by
  // walk id.
  std::function<void(std::uint64_t count)> expect_states = {};
  std::function<void(GatheredWalk walk, void* state)> take_state = {};
};

RunSummary Run(const RunRequest& request);

// The walk of this id or name in the trace, with the actions of the space. Throws Error where there
// is none, or what it needs isn't in the space.
Walk WalkFromTrace(const WalkSpace& space, const std::string& trace, std::string_view walk);
// The space of the run that left the logs.
const WalkSpace& SpaceOf(const RunLogs& logs);

// Throws Error where walks of its space don't run on this type of state.
void CheckRunsOn(const Walk& walk, const std::type_info& state);

// In a process that was started as a worker: takes the standard streams, before anything can be
// printed into them. Returns true.
bool PrepareForWorkers();
inline const bool kPreparedForWorkers = PrepareForWorkers();

}  // namespace internal

namespace internal {

template <class State>
Results<State> RunSpace(WalkSpace space, const RunOptions<State>& options,
                        const Selection& selection, bool replay = false) {
  Results<State> results{{}, {}, {}, std::move(space)};
  RunRequest request{.space = results.space,
                     .selection = selection,
                     .workers = options.workers,
                     .threads = options.threads,
                     .log_dir = options.log_dir,
                     .verbosity = options.verbosity,
                     .checkpoint = options.checkpoint,
                     .walk_timeout = options.walk_timeout,
                     .run_timeout = options.run_timeout,
                     .strength = options.strength,
                     .isolate_serial = options.isolate_serial,
                     .retries = options.retries,
                     .launcher = options.launcher,
                     .stop_on_failure = options.stop_on_failure,
                     .listeners = options.listeners,
                     .name = options.name,
                     .replay = replay};
  if (options.initial_state) request.initial_state = &*options.initial_state;
  if constexpr (std::is_copy_constructible_v<State>) {  // else the Walks have said so
    if (options.gather_states) {
      request.expect_states = [&results](std::uint64_t count) {
        results.states.reserve(count);
        results.walks.reserve(count);
      };
      request.take_state = [&results](GatheredWalk walk, void* state) {
        results.states.push_back(std::move(*static_cast<State*>(state)));
        results.walks.push_back(std::move(walk));
      };
    }
  }
  static_cast<RunSummary&>(results) = Run(request);
  // A replay may be of a walk with actions of its own.
  if (results.logs.space) results.space = *results.logs.space;
  results.logs.space = results.space;
  return results;
}

}  // namespace internal

// Runs all walks that aren't excluded, or the array of a strength that is asked for, or those
// selected, and returns when they are over. Serial actions that act in this process run on the
// calling thread. A walk that fails shows in the results and throws nothing. Throws Error where the
// suite or the options can't work: an empty option list, no initial state for a State that has no
// default constructor.
template <class Suite>
requires std::is_class_v<typename Suite::WalksOfState> Results<typename Suite::StateType> RunTests(
    const Suite& walks, const RunOptions<typename Suite::StateType>& options = {},
    const Selection& selection = Selection::All()) {
  return internal::RunSpace(walks.space(), options, selection);
}
template <class State, class... Actions>
Results<State> RunTests(const RunOptions<State>& options = {}) {
  return RunTests(Walks<State, Actions...>(), options);
}

// Runs one walk again, here and on one thread, its serial actions in their places; `state` is what
// it starts from. The results hold the final state. The walk may be one of a space, or one that
// MakeWalk<State> has built. Throws Error where it runs on another type of state.
template <class State>
Results<State> ReplayWalk(const Walk& walk, State state = {}) {
  internal::CheckRunsOn(walk, typeid(State));
  RunOptions<State> options;
  options.initial_state = std::move(state);
  options.workers = 0;
  options.threads = 1;
  options.gather_states = true;
  return internal::RunSpace(walk.space(), options, Selection::Of({walk.id()}), true);
}

// A walk of an earlier run, by its id in the trace or by its name. Actions and options are found by
// their names and values, so the trace may be of an older build. Throws Error where the trace can't
// be read, or has no such walk, or this program lacks what it needs, naming that.
//
// Of a run of this program:
template <class State>
Results<State> ReplayWalk(const RunLogs& logs, WalkId id, State state = {}) {
  return ReplayWalk(
      internal::WalkFromTrace(internal::SpaceOf(logs), logs.trace, std::to_string(id)),
      std::move(state));
}
template <class State>
Results<State> ReplayWalk(const RunLogs& logs, std::string_view name, State state = {}) {
  return ReplayWalk(internal::WalkFromTrace(internal::SpaceOf(logs), logs.trace, name),
                    std::move(state));
}
// Of a run of another process; `trace` is its file, or a directory that holds one:
template <class Suite>
requires std::is_class_v<typename Suite::WalksOfState> Results<typename Suite::StateType>
ReplayWalk(const Suite& walks, const std::string& trace, WalkId id,
           typename Suite::StateType state = {}) {
  return ReplayWalk(internal::WalkFromTrace(walks.space(), trace, std::to_string(id)),
                    std::move(state));
}
template <class Suite>
requires std::is_class_v<typename Suite::WalksOfState> Results<typename Suite::StateType>
ReplayWalk(const Suite& walks, const std::string& trace, std::string_view name,
           typename Suite::StateType state = {}) {
  return ReplayWalk(internal::WalkFromTrace(walks.space(), trace, name), std::move(state));
}

}  // namespace combtest

#endif  // COMBTEST_RUN_TESTS_H_
