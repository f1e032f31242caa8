#include "src/wire/resumption.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <system_error>

#include "combtest/action.h"
#include "src/config/worker_variables.h"
#include "src/os/stream_handover.h"
#include "src/wire/frame.h"

namespace combtest::internal {
namespace {

constexpr std::string_view kGreeting = "\ncombtest-worker-goes-on ";

}  // namespace

WorkerRequest ResumptionOf(const WorkerRequest& worker, std::uint64_t received) {
  WorkerRequest request = worker;
  const std::string own = std::string(kIdVariable) + "=";
  // It must not look like one of the worker's descendants.
  std::erase_if(request.variables,
                [&](const std::string& variable) { return variable.starts_with(own); });
  request.variables.push_back(std::string(kResumeVariable) + "=" + worker.id + " " +
                              std::to_string(received));
  return request;
}

void BringConnection(const std::string& value) {
  const auto space = std::min(value.find(' '), value.size());
  const std::string id = value.substr(0, space);
  if (HandStreamsTo(SupervisorName(id), value.substr(std::min(space + 1, value.size()))))
    std::_Exit(0);
  std::fprintf(stderr, "combtest: the worker isn't there any more, or can't go on from here\n");
  std::_Exit(kNoSuchWorker);
}

std::string SupervisorName(const std::string& id) { return "combtest-" + id; }

std::string ResumptionGreeting(std::uint64_t received) {
  return std::string(kGreeting) + std::to_string(received) + "\n";
}

std::optional<GreetingReader::Greeting> GreetingReader::Append(std::string_view bytes) {
  buffer_ += bytes;
  const auto at = buffer_.find(kGreeting);
  if (at == buffer_.npos) {
    if (buffer_.size() > kMaxNoise) {
      throw Error("wrote more than " + std::to_string(kMaxNoise) +
                  " bytes, but not that it has reconnected; they begin `" + buffer_.substr(0, 60) +
                  "`");
    }
    return std::nullopt;
  }
  const auto number = at + kGreeting.size();
  const auto end = buffer_.find('\n', number);
  if (end == buffer_.npos && buffer_.size() - number <= kMaxNoise) return std::nullopt;
  Greeting greeting;
  const char* const last = buffer_.data() + std::min(end, buffer_.size());
  const auto parsed = std::from_chars(buffer_.data() + number, last, greeting.received);
  if (parsed.ec != std::errc() || parsed.ptr != last)
    throw Error("its greeting on the new connection makes no sense: `" +
                buffer_.substr(number, 60) + "`");
  greeting.rest = buffer_.substr(end + 1);
  return greeting;
}

}  // namespace combtest::internal
