// One walk of an earlier run, and the same walk in this program.
#ifndef COMBTEST_SRC_REPLAY_TRACED_WALK_H_
#define COMBTEST_SRC_REPLAY_TRACED_WALK_H_

#include <optional>
#include <string>
#include <string_view>

#include "combtest/walk_space.h"
#include "src/trace/trace_reader.h"

namespace combtest::internal {

struct TracedWalk {
  std::string path;  // of the trace
  TraceHeader header;
  WalkId id = 0;                    // in the trace
  std::optional<TraceWalk> record;  // nothing: the walk wasn't over when the run was
};

// `walk` is an id or a name. `path` may be a directory with the traces of one run. Throws Error
// where there is no such trace, or no such walk in it.
TracedWalk ReadTracedWalk(const std::string& path, std::string_view walk);

// The walk with the same actions and options, found by their names and JSON: one of `space` where
// its actions are those of the trace, else one of a space of its own. Throws Error, naming all that
// isn't there any more.
Walk WalkOfTrace(const WalkSpace& space, const TracedWalk& traced);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_REPLAY_TRACED_WALK_H_
