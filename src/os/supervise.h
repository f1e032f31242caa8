// A process beside a worker that outlives it and sees how it ends.
#ifndef COMBTEST_SRC_OS_SUPERVISE_H_
#define COMBTEST_SRC_OS_SUPERVISE_H_

#include <chrono>
#include <string_view>

#include "src/os/descriptors.h"

namespace combtest::internal {

// What the process beside the worker does. All is called in it, on one thread.
class Supervisor {
 public:
  virtual ~Supervisor() = default;
  // What the worker wrote into its channel.
  virtual void OnOutput(std::string_view bytes) = 0;
  // Twenty times a second.
  virtual void OnTick() = 0;
  // Asked when the channel's input has ended: how long the worker may take to end by itself.
  virtual std::chrono::milliseconds TimeToEnd() = 0;
  // The worker is dead and all its output has come. `code`, or `signal` where that isn't 0.
  virtual void OnEnd(int signal, int code) = 0;
};

// Forks. Returns in the new process, the worker, with a channel whose output goes to the
// supervisor; it leads a process group of its own and dies with the supervisor. This process never
// returns: it ends with the worker's exit code (128 and the signal). To be called while there is
// only one thread. Throws std::system_error.
void SplitOffSupervisor(ChannelDescriptors& channel, Supervisor& supervisor);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_SUPERVISE_H_
