// A worker's process as the orchestrator sees it: pipes to its standard streams, and its end.
#ifndef COMBTEST_SRC_PROCESS_CHILD_PROCESS_H_
#define COMBTEST_SRC_PROCESS_CHILD_PROCESS_H_

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "src/os/awake_clock.h"
#include "src/process/asio_fwd.h"

namespace combtest::internal {

struct ChildCommand {
  std::vector<std::string> argv;         // argv[0] is the program's file, unless `program` is
  std::vector<std::string> environment;  // all of it, "NAME=value"
  int inherited = -1;                    // a descriptor to pass on, under its own number
  std::string program = {};
  std::string directory = {};  // in which it runs; empty: in this process's
  // What it has started isn't ended with it, and may go on writing to its standard error, where
  // nobody reads it any more.
  bool alone = false;
};

// How a process ended, out of its native wait status.
struct ExitStatus {
  int signal = 0;  // 0: it ended by itself, with `code`
  int code = 0;
  bool known = true;  // else somebody else has taken the status, and all that is known is the end

  bool good() const { return known && signal == 0 && code == 0; }
};

// Leads a process group of its own. All callbacks come from the io_context; none after Close().
class ChildProcess : public std::enable_shared_from_this<ChildProcess> {
 public:
  struct Callbacks {
    std::function<void(std::string_view)> on_output;  // standard output
    std::function<void(std::string_view)> on_error_output;
    std::function<void()> on_output_end;  // its standard output is closed, while it may live on
    // Once. What it had written before has been delivered.
    std::function<void(ExitStatus)> on_exit;
  };

  // Throws Error, naming the command, where it can't be started.
  static std::shared_ptr<ChildProcess> Start(boost::asio::io_context& context,
                                             const ChildCommand& command, Callbacks callbacks);
  ~ChildProcess();

  int pid() const;
  // Queues bytes for its standard input. Dropped where it doesn't read any more.
  void Write(std::string bytes);
  std::size_t unwritten() const;
  // Its standard input ends, once all has been written.
  void CloseInput();
  // SIGTERM to its group, or to it alone; SIGKILL after `grace` if it is still there.
  void Terminate(std::chrono::milliseconds grace);
  // It is about to end by itself: SIGKILL to its group if it hasn't after `limit`.
  void ExpectEnd(std::chrono::milliseconds limit);
  // Whether on_exit has been called.
  bool exited() const;
  // Whatever it says from now on is read and dropped; on_exit isn't called.
  void Ignore();
  // No more callbacks; kills what is left.
  void Close();

 private:
  struct Impl;
  ChildProcess();
  void KillAfter(std::chrono::milliseconds limit);
  void KillAt(AwakeClock::time_point end);
  std::unique_ptr<Impl> impl_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PROCESS_CHILD_PROCESS_H_
