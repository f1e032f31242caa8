// The final states of runs in the file of --combtest_states.
#ifndef COMBTEST_SRC_RUN_RUN_STATES_H_
#define COMBTEST_SRC_RUN_RUN_STATES_H_

#include <string>
#include <utility>

#include "src/run/own_listener.h"
#include "src/space/space_data.h"

namespace combtest::internal {

// Before a run. Throws Error where its states can't go to the file: they aren't JSON-able, or it
// can't be opened. It is created if need be; what is in it stays until the program has states to
// put in its place.
void CheckStatesFile(const std::string& path, const StateOps& state);

// Writes a line for each state that the run has left, by walk id, after those of the program's
// other runs. What goes wrong is a failure of the run.
class StatesListener : public OwnListener {
 public:
  // `drop`: a state that has been written is destroyed.
  StatesListener(std::string path, bool drop) : path_(std::move(path)), drop_(drop) {}
  void OnWalksOver(FinishedRun& run, WalkBoard& board) override;
  void OnCut(const FinishedRun& run) override;

 private:
  const std::string path_;
  const bool drop_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_RUN_STATES_H_
