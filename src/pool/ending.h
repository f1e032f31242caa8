// How a worker's end reads.
#ifndef COMBTEST_SRC_POOL_ENDING_H_
#define COMBTEST_SRC_POOL_ENDING_H_

#include <cstdint>
#include <string>

#include "combtest/failure.h"
#include "combtest/outcome.h"
#include "src/pool/worker.h"
#include "src/text/hash.h"

namespace combtest::internal {

inline Outcome OutcomeOf(ExitStatus status) {
  if (status.signal != 0) return outcome::Crashed{status.signal};
  return outcome::Exited{status.code};
}

inline std::string FingerprintText(std::uint64_t fingerprint) { return HexDigits(fingerprint, 16); }

// Between asking a worker to end and ending it.
inline constexpr auto kGrace = std::chrono::milliseconds(500);

inline Failure RunFailure(std::string message) {
  return {
      Failure::Severity::kFatal, Failure::Origin::kException, "", 0, std::move(message), "the run"};
}

// Nothing, or the end of what it printed on lines of its own.
inline std::string OutputTail(const Worker& worker) {
  const std::string tail = worker.output_tail();
  return tail.empty() ? std::string() : "\n  it printed last:\n" + tail;
}

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_ENDING_H_
