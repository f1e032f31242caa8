// Final states as JSON Lines.
#ifndef COMBTEST_SRC_REPORT_STATES_FILE_H_
#define COMBTEST_SRC_REPORT_STATES_FILE_H_

#include <cstdio>
#include <string>

#include "combtest/walk.h"

namespace combtest::internal {

// One line a walk: {"suite":…,"id":…,"name":…,"branch":…,"outcome":…,"state":…}. All methods throw
// Error, naming the file and what the system says, where it can't be written; lines that were
// written before stay.
class StatesFile {
 public:
  // `append` keeps what is there.
  StatesFile(const std::string& path, bool append);
  ~StatesFile();
  StatesFile(const StatesFile&) = delete;
  StatesFile& operator=(const StatesFile&) = delete;

  void Write(const std::string& suite, const Walk& walk, const Outcome& outcome,
             const boost::json::value& state);
  void Close();

 private:
  [[noreturn]] void Throw(const char* what) const;

  const std::string path_;
  std::FILE* file_;
};

// The walk's serial options: `Remount(true)`; empty without serial actions.
std::string BranchText(const Walk& walk);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_REPORT_STATES_FILE_H_
