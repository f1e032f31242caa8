// RunTests: walks without a fixture, with or without GoogleTest.
#ifndef COMBTEST_RUN_TESTS_H_
#define COMBTEST_RUN_TESTS_H_

#include <functional>
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
  bool checkpoint = true;
  std::optional<std::chrono::nanoseconds> walk_timeout = {};
  std::optional<std::chrono::nanoseconds> run_timeout = {};
  bool stop_on_failure = false;
  std::string name = {};
  // With gathering: called once with the number of states, then with each (to be moved from), by
  // walk id.
  std::function<void(std::uint64_t count)> expect_states = {};
  std::function<void(GatheredWalk walk, void* state)> take_state = {};
};

RunSummary Run(const RunRequest& request);

// In a process that was started as a worker: takes the standard streams, before anything can be
// printed into them. Returns true.
bool PrepareForWorkers();
inline const bool kPreparedForWorkers = PrepareForWorkers();

}  // namespace internal

// Runs all walks that aren't excluded, or those selected, and returns when they are over. Blocks;
// serial actions run on the calling thread. A walk that fails shows in the results and throws
// nothing. Throws Error where the suite or the options can't work: an empty option list, no initial
// state for a State that has no default constructor.
template <class State, class... Actions>
Results<State> RunTests(const Walks<State, Actions...>& walks,
                        const RunOptions<State>& options = {},
                        const Selection& selection = Selection::All()) {
  Results<State> results{{}, {}, {}, walks.space()};
  internal::RunRequest request{.space = results.space,
                               .selection = selection,
                               .workers = options.workers,
                               .threads = options.threads,
                               .checkpoint = options.checkpoint,
                               .walk_timeout = options.walk_timeout,
                               .run_timeout = options.run_timeout,
                               .stop_on_failure = options.stop_on_failure,
                               .name = options.name};
  if (options.initial_state) request.initial_state = &*options.initial_state;
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
  static_cast<RunSummary&>(results) = internal::Run(request);
  return results;
}

template <class State, class... Actions>
Results<State> RunTests(const RunOptions<State>& options = {}) {
  return RunTests(Walks<State, Actions...>(), options);
}

}  // namespace combtest

#endif  // COMBTEST_RUN_TESTS_H_
