// The trace of one run, being written.
#ifndef COMBTEST_SRC_TRACE_TRACE_FILE_H_
#define COMBTEST_SRC_TRACE_TRACE_FILE_H_

#include <boost/json/object.hpp>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "combtest/plan.h"
#include "src/os/append_file.h"

namespace combtest::internal {

struct TraceSettings {
  std::string directory;                                 // empty: there is no trace
  boost::json::object settings, versions;                // what the test framework adds
  boost::json::object array;                             // empty: no array chose the walks
  std::string require_coverage;                          // as the option
  boost::json::object shard;                             // empty: the run is no part of another
  std::function<void(const std::string& path)> on_file;  // called with the new file; may be empty
};

// The run that it is of.
struct TracedRun {
  const std::string& name;  // as in TraceHeader
  const WalkSpace& space;
  const Selection& selection;
  unsigned workers = 0;
  unsigned threads = 1;
};

// Never throws once it is there: where it can't be written, nothing more is, and error() says why.
class TraceFile {
 public:
  // Creates the directory and a new file in it, and writes the header. Throws Error, naming them.
  TraceFile(const TraceSettings& settings, const TracedRun& run);

  const std::string& path() const { return file_.path(); }
  const std::string& directory() const { return directory_; }
  // Whole lines. Any thread.
  void Write(std::string_view lines);
  // What comes later isn't written.
  void Close();
  // One sentence; empty: all has been written.
  std::string error() const;

 private:
  const std::string directory_;
  AppendFile file_;
  mutable std::mutex mutex_;
  std::string error_;
  bool closed_ = false;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TRACE_TRACE_FILE_H_
