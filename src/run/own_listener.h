// Combtest's own listeners of a run.
#ifndef COMBTEST_SRC_RUN_OWN_LISTENER_H_
#define COMBTEST_SRC_RUN_OWN_LISTENER_H_

#include "src/engine/walk_board.h"

namespace combtest::internal {

class FinishedRun;

// Called on the thread of the run, which waits for it, and sees the states that walks have left: a
// RunListener has neither.
class OwnListener {
 public:
  virtual ~OwnListener() = default;
  // All passes are over; test bodies may follow. Must not throw: what goes wrong is put on the
  // board.
  virtual void OnWalksOver(FinishedRun& run, WalkBoard& board) { (void)run, (void)board; }
  // The run is brought to its end while its own thread stands still, and may hold anything. From
  // another thread, before anybody else hears of it.
  virtual void OnCut(const FinishedRun& run) { (void)run; }
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_OWN_LISTENER_H_
