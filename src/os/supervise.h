// A process beside a worker that outlives it, sees how it ends, and outlives the connection too
// through which both talk to the orchestrator.
#ifndef COMBTEST_SRC_OS_SUPERVISE_H_
#define COMBTEST_SRC_OS_SUPERVISE_H_

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "src/os/descriptors.h"

namespace combtest::internal {

// What the process beside the worker says and understands. All is called in it, on one thread.
class Supervisor {
 public:
  virtual ~Supervisor() = default;
  // What the worker wrote into its channel.
  virtual void OnOutput(std::string_view bytes) = 0;
  // What came from the orchestrator; it goes on to the worker.
  virtual void OnInput(std::string_view bytes) = 0;
  // Twenty times a second.
  virtual void OnTick() = 0;
  // The worker is dead and all its output has come. `code`, or `signal` where that isn't 0.
  virtual void OnEnd(int signal, int code) = 0;

  // What is to go to the orchestrator, and how much of it has gone.
  virtual std::string_view Unsent() const = 0;
  virtual void Sent(std::size_t count) = 0;
  // There is a new connection instead of one that broke, with this message. False: it is of no use.
  virtual bool OnReconnection(const std::string& message) = 0;

  // The orchestrator has said something to the worker.
  virtual bool engaged() const = 0;
  // It has told it to end.
  virtual bool ending() const = 0;
  // It wants to hear nothing more, and nobody to live on.
  virtual bool dismissed() const = 0;
};

struct SupervisionSettings {
  // Under which HandStreamsTo brings a new connection.
  std::string name;
  // How long to wait for that after a connection broke; 0: not at all.
  std::chrono::milliseconds patience{};
};

// Forks. Returns in the new process, the worker, with a channel and standard streams that lead to
// the supervisor; it leads a process group of its own and dies with the supervisor. This process
// never returns: it ends with the worker's exit code (128 and the signal). To be called while there
// is only one thread. Throws std::system_error.
void SplitOffSupervisor(ChannelDescriptors& channel, Supervisor& supervisor,
                        const SupervisionSettings& settings);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_SUPERVISE_H_
