// After a run with failures: extra walks, chosen by what is learned from them, that confirm or
// refute which combinations of options account for the failures. They run as the run's own did, in
// this process or over the same workers, serial actions included; they have no part in its
// verdicts.
#ifndef COMBTEST_SRC_RUN_EXTRA_WALKS_H_
#define COMBTEST_SRC_RUN_EXTRA_WALKS_H_

#include "combtest/explanation.h"
#include "combtest/integration.h"
#include "src/run/audience.h"
#include "src/run/run_pass.h"
#include "src/run/run_spec.h"

namespace combtest::internal {

// Adds what came of them to `explanations`, where the spec asks for them and walks of `run` failed;
// its order is listed. They leave no states and no coverage. Doesn't throw.
void AddExtraWalks(Explanations& explanations, const RunSpec& spec, const RunPass& run,
                   const Integration& integration, Audience& audience);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_EXTRA_WALKS_H_
