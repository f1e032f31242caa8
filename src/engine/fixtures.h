// What is left of walks' fixtures when a process runs no more walks.
#ifndef COMBTEST_SRC_ENGINE_FIXTURES_H_
#define COMBTEST_SRC_ENGINE_FIXTURES_H_

#include <functional>
#include <vector>

#include "combtest/integration.h"
#include "combtest/plan.h"
#include "src/engine/code_place.h"

namespace combtest::internal {

// Those of walks that ended with their branch, or went on in another process. `fixtures` are by
// slot, and null afterwards. `tell` hears of what went wrong, which is no walk's any more.
void TearDownRest(const Plan& plan, const Integration& integration, const LocalRun& run,
                  std::vector<void*>& fixtures, const std::function<void(const WalkResult&)>& tell);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_FIXTURES_H_
