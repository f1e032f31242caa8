#include "src/run/run_states.h"

#include <boost/json/value.hpp>
#include <exception>
#include <iostream>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>

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

// Throws Error as StatesFile does. `on_written` is called with each slot. Returns what went wrong
// with the state of a walk that had passed; the others are written all the same. Where a serial
// action has ended a walk, nobody has looked at its state before: it has none if it can't be JSON.
template <class OnWritten>
std::string Write(const std::string& path, const FinishedRun& run, OnWritten on_written) {
  StatesFile file(path, Appends(path));
  const WalkSpace& space = run.plan().space();
  std::string wrong;
  for (const auto& [id, slot] : run.WalksWithStates()) {
    const WalkResult result = run.board().ResultOf(slot);
    std::optional<boost::json::value> state;
    try {
      state = run.StateJson(slot);
    } catch (...) {
      if (wrong.empty() && (result.passed() || result.flaky()))
        wrong = ToString(space[id]) + ": " + WhyNotJson();
    }
    if (state) file.Write(run.name(), space[id], result.outcome, *state);
    on_written(slot);
  }
  file.Close();
  return wrong;
}

}  // namespace

void CheckStatesFile(const std::string& path, const StateOps& state) {
  if (state.to_json == nullptr) {
    throw Error("--combtest_states asks for states as JSON, and " + NotJsonAble(state));
  }
  StatesFile(path, true).Close();
}

void StatesListener::OnWalksOver(FinishedRun& run, WalkBoard& board) {
  std::string wrong;
  try {
    wrong = Write(path_, run, [&](std::uint64_t slot) {
      if (drop_) run.DropState(slot);
    });
  } catch (const std::exception& error) {
    wrong = error.what();
  }
  if (!wrong.empty()) {
    board.AddRunFailure({Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                         std::move(wrong), "the states"});
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
