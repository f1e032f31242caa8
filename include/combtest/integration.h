// What a test framework plugs into the core, so that its assertions count in walks.
#ifndef COMBTEST_INTEGRATION_H_
#define COMBTEST_INTEGRATION_H_

#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
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
  bool pending() const { return pending_.load(std::memory_order_relaxed); }
  // Appends what failed on this thread since the last call, in order; `where` is filled by the
  // caller.
  virtual void TakeFailures(std::vector<Failure>& failures) = 0;

  // A walk's segment begins, or a serial action. `failed_before`: the walk has failed, not fatally.
  void BeginScope(bool failed_before) {
    seen_.store(failed_before ? Bit(Failure::Severity::kNonFatal) : 0, std::memory_order_relaxed);
  }
  // As if it had: what threw, or what came in the walk's scope before.
  void NoteSeen(Failure::Severity severity) {
    seen_.fetch_or(Bit(severity), std::memory_order_relaxed);
  }
  // Whether something of this severity has come since, or before. Any thread may ask.
  virtual bool Has(Failure::Severity severity) const {
    return (seen_.load(std::memory_order_relaxed) & Bit(severity)) != 0;
  }
  // Somebody else has a failure for the walk. From any thread.
  void Announce(Failure::Severity severity) {
    NoteSeen(severity);
    pending_.store(true, std::memory_order_relaxed);
  }
  // Whether it takes nothing out of the framework's hands: the walk runs in the test that is its
  // own.
  virtual bool in_test_body() const { return false; }

 protected:
  static unsigned Bit(Failure::Severity severity) { return 1u << static_cast<unsigned>(severity); }
  std::atomic<bool> pending_ = false;
  std::atomic<unsigned> seen_ = 0;  // bits of severities
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
  // As long as what it gives lives: failures on threads that have no capture go to
  // AddForeignFailure. Null: there are none.
  virtual std::shared_ptr<void> CaptureForeign() const { return nullptr; }
  // Whether a walk's case may have a property of this name.
  virtual bool TakesProperty(std::string_view key) const {
    (void)key;
    return true;
  }
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

// For what CaptureForeign promises. From any thread.
void AddForeignFailure(Failure failure);

// `integration` is not owned; null: none. Meant for static initialisation.
void SetIntegration(Integration* integration);
// Never null.
Integration& CurrentIntegration();

}  // namespace combtest

#endif  // COMBTEST_INTEGRATION_H_
