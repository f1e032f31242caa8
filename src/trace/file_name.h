// How files of runs are named, and times in them written.
#ifndef COMBTEST_SRC_TRACE_FILE_NAME_H_
#define COMBTEST_SRC_TRACE_FILE_NAME_H_

#include <chrono>
#include <string>

namespace combtest::internal {

// "2026-01-31T23:59:59.123456Z"
std::string IsoTime(std::chrono::system_clock::time_point time);
// The same as "20260131T235959Z".
std::string FileTime(const std::string& iso);
// For a file's name: the run's, where every other character than a letter, a digit, - or _ is one
// underscore.
std::string FileName(const std::string& name);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TRACE_FILE_NAME_H_
