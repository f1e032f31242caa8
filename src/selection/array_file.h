// Arrays that are kept in a file, for version control: JSON Lines, a line for each walk.
//
//   {"combtest":"array","version":1}
//   {"suite":"All/DiskWalks.Pass"}
//   {"times_us":{"walk":210,"serial":{"Reboot":10200000},"walks":[210,0]}}   where they are known
//   ["SetBlockSize_4096","Write_hello"]
//   …
//   {"walk":1,"and":["Cache_on"]}         an action came later: the first walk has this option of
//   it
#ifndef COMBTEST_SRC_SELECTION_ARRAY_FILE_H_
#define COMBTEST_SRC_SELECTION_ARRAY_FILE_H_

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "combtest/walk_space.h"
#include "src/arrays/rows.h"

namespace combtest::internal {

// What walks and serial actions took.
struct ArrayTimes {
  std::chrono::nanoseconds walk{};                         // of one that isn't known
  std::map<std::string, std::chrono::nanoseconds> serial;  // by action: a run with its Undo
  // By the walks of the file, from the first on; 0: not known.
  std::vector<std::chrono::nanoseconds> walks;
};

class ArrayFile {
 public:
  // Reads it; without a file it is empty. Throws Error, naming the file and the line, where that
  // isn't one of its lines.
  explicit ArrayFile(const std::string& path);

  // The suite's walks in the order of the file, with kDontCare for an action that they lack. Throws
  // Error, naming the line, where a walk has an option that the suite hasn't, or is excluded.
  arrays::Rows RowsOf(const std::string& suite, const WalkSpace& space) const;

  // Makes these the suite's: `rows` begins with those that RowsOf gave, completed. No line of the
  // file changes. The file on the disk is replaced as a whole, unless nothing is new. Throws Error
  // where it can't be written.
  void Extend(const std::string& suite, const WalkSpace& space, const arrays::Rows& rows);
  // Nothing where the file has none of the suite.
  std::optional<ArrayTimes> TimesOf(const std::string& suite) const;
  // With three digits of precision, in microseconds.
  void SetTimes(const std::string& suite, const ArrayTimes& times);
  // Puts these in the place of the suite's.
  void Replace(const std::string& suite, const WalkSpace& space, const arrays::Rows& rows);

 private:
  struct Walk {
    std::size_t line = 0;             // in the file, from 1
    std::vector<std::string> pieces;  // of its name: those of its line, then those that came later
  };
  struct Suite {
    std::string name;
    std::vector<std::string> lines;  // as they are in the file, its first one among them
    std::vector<Walk> walks;
    std::optional<ArrayTimes> times = {};
  };
  void Read(const std::string& line, std::size_t number);
  Suite& SuiteOf(const std::string& name);
  void AddWalk(Suite& suite, const WalkSpace& space, std::span<const arrays::Value> row);
  // As the file is by now, but for this suite.
  void Write(const Suite& suite) const;
  [[noreturn]] void Complain(std::size_t line, const std::string& what) const;

  const std::string path_;
  std::vector<Suite> suites_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SELECTION_ARRAY_FILE_H_
