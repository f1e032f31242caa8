// A worker's side of a run.
#ifndef COMBTEST_SRC_WORKER_SESSION_H_
#define COMBTEST_SRC_WORKER_SESSION_H_

#include "combtest/integration.h"
#include "combtest/walk_space.h"
#include "src/worker/role.h"

namespace combtest::internal {

// Says hello to the orchestrator and runs what it is told to, on this thread and the others that it
// is told to use. Returns when the orchestrator ends it. Where the orchestrator is gone, the
// process ends at once.
void ServeAsWorker(const WorkerRole& role, const WalkSpace& space, const void* initial,
                   const Integration& integration);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WORKER_SESSION_H_
