// How the walks of runs ended, for comparing runs.
#ifndef COMBTEST_TEST_MERGE_VERDICTS_H_
#define COMBTEST_TEST_MERGE_VERDICTS_H_

#include <map>
#include <sstream>
#include <string>

#include "src/trace/trace_files.h"
#include "src/trace/trace_reader.h"

namespace combtest::test {

// Without what differs from run to run.
inline std::string Verdicts(const combtest::internal::Trace& trace) {
  std::ostringstream text;
  text << trace.header.name << " " << trace.header.fingerprint << " "
       << (trace.header.selection.all() ? trace.header.walks : trace.header.selection.size()) << " "
       << ToString(trace.end->ledger) << " segments " << trace.end->segments << "\n";
  for (const combtest::internal::TraceWalk& walk : trace.walks)
    text << walk.name << " [" << walk.branch << "] " << walk.result << "\n";
  return text.str();
}

// Of the newest trace of each run, by the run's name.
inline std::map<std::string, std::string> VerdictsIn(const std::string& directory) {
  std::map<std::string, std::string> verdicts;
  for (const std::string& path : combtest::internal::NewestTraces(directory)) {
    const combtest::internal::Trace trace = combtest::internal::ReadTrace(path);
    verdicts[trace.header.name] = Verdicts(trace);
  }
  return verdicts;
}

}  // namespace combtest::test

#endif  // COMBTEST_TEST_MERGE_VERDICTS_H_
