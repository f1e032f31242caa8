// Tells where serial actions act that don't say what is meant.
#ifndef COMBTEST_SRC_RUN_SCOPE_NOTE_H_
#define COMBTEST_SRC_RUN_SCOPE_NOTE_H_

#include "src/run/run_spec.h"

namespace combtest::internal {

// One line on the error output where walks run in workers and serial actions declare no scope; for
// each run once in this process.
void TellUnsaidScopes(const RunSpec& spec);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_SCOPE_NOTE_H_
