// A worker on the way to its own run: what the calls of RunTests gave that it passes over.
#ifndef COMBTEST_SRC_WORKER_PASSED_CALLS_H_
#define COMBTEST_SRC_WORKER_PASSED_CALLS_H_

#include <string>

#include "combtest/run_tests.h"
#include "src/wire/worker_target.h"
#include "src/worker/role.h"

namespace combtest::internal {

// As the orchestrator has it: throws Error where the call threw, hands over the states that were
// gathered. Where that can't be had, this process ends, and its orchestrator says why.
RunSummary PassOver(const WorkerRole& role, const WorkerTarget& call, const RunRequest& request,
                    const std::string& name);

// The text of a trace that an earlier call has left. Throws Error where there is none.
std::string FetchTrace(const WorkerRole& role, const std::string& path);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WORKER_PASSED_CALLS_H_
