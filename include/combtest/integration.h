// What a test framework plugs into the core, so that its assertions count in walks.
#ifndef COMBTEST_INTEGRATION_H_
#define COMBTEST_INTEGRATION_H_

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "combtest/failure.h"

namespace combtest {

// Listens for failures that aren't exceptions on the thread that made it, until it is destroyed
// there.
class FailureCapture {
 public:
  virtual ~FailureCapture() = default;
  // Whether TakeFailures may find something. Asked after every action, so it is no virtual call.
  bool pending() const { return pending_; }
  // Appends what failed on this thread since the last call, in order; `where` is filled by the
  // caller.
  virtual void TakeFailures(std::vector<Failure>& failures) = 0;

 protected:
  bool pending_ = false;
};

// One of several processes that share a selection of walks among them, each a world of its own.
struct Shard {
  unsigned index = 0;
  unsigned total = 1;
  std::string run;  // tells this process from all others, as in its shard record
};

// One per process; all its methods may be called from any thread.
class Integration {
 public:
  virtual ~Integration() = default;
  // Called on each thread that runs walks or serial actions. Null: nothing to listen to now.
  virtual std::unique_ptr<FailureCapture> StartCapture() const { return nullptr; }
  // Called when an action threw `error`: true if it only carries a failure that was captured
  // already.
  virtual bool AlreadyReported(const std::exception& error) const {
    (void)error;
    return false;
  }
  // Where in the program's tests this thread is: the full name of the test that runs, or else what
  // the integration makes of it, with a `.` at its end; empty outside of any. With that, the
  // arguments after the program's own that make a new process come there, and run nothing else.
  virtual std::string RunningCase() const { return {}; }
  virtual std::vector<std::string> ArgumentsFor(const std::string& running_case) const {
    (void)running_case;
    return {};
  }
  // What a trace should say of the framework: versions of its own, and settings that bear on which
  // walks run (a filter, a seed).
  virtual std::vector<std::pair<std::string, std::string>> Versions() const { return {}; }
  virtual std::vector<std::pair<std::string, std::string>> Settings() const { return {}; }
  // Where this process is a shard that leaves a record of it. A trace names it, and OnTrace is
  // called with the path of each that is begun.
  virtual std::optional<Shard> RunningShard() const { return std::nullopt; }
  virtual void OnTrace(const std::string& path) const { (void)path; }
  // Whether this process is one that the framework itself has forked, and will end (a death
  // test's).
  virtual bool IsForkedByFramework() const { return false; }
  // False: exceptions other than CancelWalk leave the actions uncaught, for a debugger to see.
  virtual bool CatchExceptions() const { return true; }
};

// `integration` is not owned; null: none. Meant for static initialisation.
void SetIntegration(Integration* integration);
// Never null.
Integration& CurrentIntegration();

}  // namespace combtest

#endif  // COMBTEST_INTEGRATION_H_
