// How a connection to a worker elsewhere is taken up after it broke: the program is started there
// once more, finds the worker's supervisor and hands it its standard streams.
#ifndef COMBTEST_SRC_WIRE_RESUMPTION_H_
#define COMBTEST_SRC_WIRE_RESUMPTION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "combtest/launcher.h"

namespace combtest::internal {

// The exit code of a program that is to bring a new connection and doesn't find the worker.
inline constexpr int kNoSuchWorker = 114;

// Asks the launcher for that program rather than for a worker.
WorkerRequest ResumptionOf(const WorkerRequest& worker, std::uint64_t received);

// What that program does; `value` is that of kResumeVariable: the worker's id, and how many bytes
// of its stream have come. It ends with the connection.
[[noreturn]] void BringConnection(const std::string& value);

// Under which the supervisor of the worker of that id is found.
std::string SupervisorName(const std::string& id);

// With this the supervisor begins on the new connection: `received` bytes of the orchestrator's
// stream have come. Behind it the worker's stream goes on.
std::string ResumptionGreeting(std::uint64_t received);

// Looks for that in what a new connection brings. Not before all of it has come, and then once.
class GreetingReader {
 public:
  struct Greeting {
    std::uint64_t received = 0;
    std::string rest;  // what came after it
  };
  // Throws Error: more than kMaxNoise bytes without it, or one that makes no sense.
  std::optional<Greeting> Append(std::string_view bytes);

 private:
  std::string buffer_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WIRE_RESUMPTION_H_
