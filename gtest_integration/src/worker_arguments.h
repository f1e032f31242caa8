#ifndef COMBTEST_GTEST_INTEGRATION_WORKER_ARGUMENTS_H_
#define COMBTEST_GTEST_INTEGRATION_WORKER_ARGUMENTS_H_

#include <string>
#include <vector>

namespace combtest::internal {

// GoogleTest's flags for a worker: this filter, what bears on how walks run, and nothing that
// selects, shuffles, repeats or reports, which is the orchestrator's.
std::vector<std::string> ArgumentsForWorker(const std::string& filter);

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_WORKER_ARGUMENTS_H_
