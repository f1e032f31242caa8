// The program on other hosts: copied there once, under its own hash.
#ifndef COMBTEST_SRC_LAUNCHER_PROGRAM_COPY_H_
#define COMBTEST_SRC_LAUNCHER_PROGRAM_COPY_H_

#include <string>
#include <vector>

namespace combtest::internal {

struct CopyTarget {
  std::string host;
  std::vector<std::string> shell;  // words that run one more word by the host's shell
  std::string path = {};           // where the copy is; empty: there is none, and `error` says why
  std::string error = {};
};

// To all of them at once. A copy that is there already is checked and taken. With `run`, a name of
// this run's, the copy is its own, for RemoveCopy: nothing that others use goes with it.
// Throws Error where the program's hash can't be had.
void CopyProgram(const std::string& program, const std::string& run,
                 std::vector<CopyTarget>& targets);
void RemoveCopy(std::vector<std::string> shell, const std::string& path);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_LAUNCHER_PROGRAM_COPY_H_
