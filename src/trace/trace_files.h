// Which traces there are.
#ifndef COMBTEST_SRC_TRACE_TRACE_FILES_H_
#define COMBTEST_SRC_TRACE_TRACE_FILES_H_

#include <string>
#include <vector>

namespace combtest::internal {

// `path` is a trace or a directory of traces. The traces of the run of this name, the newest first;
// none where there is none. Throws Error where `path` isn't there.
std::vector<std::string> FindTraces(const std::string& path, const std::string& name);
// The newest trace of every run whose traces are in the directory, by name; `path` itself where it
// is a trace.
std::vector<std::string> NewestTraces(const std::string& path);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TRACE_TRACE_FILES_H_
