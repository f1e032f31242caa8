#include "src/run/run_states.h"

#include <boost/json/value.hpp>
#include <exception>
#include <iostream>
#include <mutex>
#include <set>

#include "src/record/state_json.h"
#include "src/report/states_file.h"
#include "src/run/finished_run.h"

namespace combtest::internal {
namespace {

// True from the second call for a file on: what the program has written is kept, and what was there
// before it is not.
bool Appends(const std::string& path) {
  static std::mutex mutex;
  static std::set<std::string> begun;
  const std::lock_guard lock(mutex);
  return !begun.insert(path).second;
}

// Throws Error as StatesFile does. `on_written` is called with each slot.
template <class OnWritten>
void Write(const std::string& path, const FinishedRun& run, OnWritten on_written) {
  StatesFile file(path, Appends(path));
  const WalkSpace& space = run.plan().space();
  for (const auto& [id, slot] : run.WalksWithStates()) {
    file.Write(run.name(), space[id], run.board().ResultOf(slot).outcome, run.StateJson(slot));
    on_written(slot);
  }
  file.Close();
}

}  // namespace

void CheckStatesFile(const std::string& path, const StateOps& state) {
  if (state.to_json == nullptr) {
    throw Error("--combtest_states asks for states as JSON, and " + NotJsonAble(state));
  }
  StatesFile(path, true).Close();
}

void StatesListener::OnWalksOver(FinishedRun& run, WalkBoard& board) {
  try {
    Write(path_, run, [&](std::uint64_t slot) {
      if (drop_) run.DropState(slot);
    });
  } catch (const std::exception& error) {
    board.AddRunFailure({Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                         error.what(), "the states"});
  }
}

void StatesListener::OnCut(const FinishedRun& run) {
  try {
    Write(path_, run, [](std::uint64_t) {});
  } catch (const std::exception& error) {
    std::cerr << ("combtest: " + std::string(error.what()) + "\n") << std::flush;
  }
}

}  // namespace combtest::internal
