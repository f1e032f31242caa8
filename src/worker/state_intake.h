// States of walks that go on here after another worker.
#ifndef COMBTEST_SRC_WORKER_STATE_INTAKE_H_
#define COMBTEST_SRC_WORKER_STATE_INTAKE_H_

#include "src/wire/protocol.h"
#include "src/worker/workbench.h"

namespace combtest::internal {

// Makes them out of their JSON, on this thread of the worker, each as part of its walk: that is to
// blame if this ends the process, and isn't run here if it throws. Throws Error where the message
// can't be meant for this program.
void TakeInStates(Workbench& bench, const RunBatch& batch, unsigned thread);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WORKER_STATE_INTAKE_H_
