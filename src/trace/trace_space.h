// The walks of a trace as a space: to ask for texts, not to be run.
#ifndef COMBTEST_SRC_TRACE_TRACE_SPACE_H_
#define COMBTEST_SRC_TRACE_TRACE_SPACE_H_

#include "combtest/walk_space.h"
#include "src/trace/trace_reader.h"

namespace combtest::internal {

// Ids, actions and options are those of the trace, constraints aren't in it. For walks' names ask
// the header.
WalkSpace SpaceOf(const TraceHeader& header);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TRACE_TRACE_SPACE_H_
