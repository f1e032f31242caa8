// The final states of runs in the file of --combtest_states.
#ifndef COMBTEST_SRC_RUN_RUN_STATES_H_
#define COMBTEST_SRC_RUN_RUN_STATES_H_

#include <cstdint>
#include <functional>
#include <string>

#include "src/run/finished_run.h"

namespace combtest::internal {

// Before a run. Throws Error where its states can't go to the file: they aren't JSON-able, or it
// can't be opened. It is created if need be; what is in it stays until the program has states to
// put in its place.
void CheckStatesFile(const std::string& path, const StateOps& state);

// A line for each state that the run has left, by walk id, after those of the program's other
// runs. `on_written` is called with each slot. Throws Error as StatesFile does.
void WriteStates(const std::string& path, const std::string& suite, const FinishedRun& run,
                 const std::function<void(std::uint64_t slot)>& on_written = {});

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_RUN_STATES_H_
