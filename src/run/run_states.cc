#include "src/run/run_states.h"

#include <mutex>
#include <set>

#include "src/record/state_json.h"
#include "src/report/states_file.h"

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

}  // namespace

void CheckStatesFile(const std::string& path, const StateOps& state) {
  if (state.to_json == nullptr) {
    throw Error("--combtest_states asks for states as JSON, and " + NotJsonAble(state));
  }
  StatesFile(path, true).Close();
}

void WriteStates(const std::string& path, const std::string& suite, const FinishedRun& run,
                 const std::function<void(std::uint64_t slot)>& on_written) {
  StatesFile file(path, Appends(path));
  const WalkSpace& space = run.plan().space();
  for (const auto& [id, slot] : run.WalksWithStates()) {
    file.Write(suite, space[id], run.board().ResultOf(slot).outcome, run.StateJson(slot));
    if (on_written) on_written(slot);
  }
  file.Close();
}

}  // namespace combtest::internal
