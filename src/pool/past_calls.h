// What the program's calls of RunTests have given so far, for workers of later ones: on its way to
// its own call a worker passes over them.
#ifndef COMBTEST_SRC_POOL_PAST_CALLS_H_
#define COMBTEST_SRC_POOL_PAST_CALLS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "combtest/results.h"
#include "src/wire/protocol.h"
#include "src/wire/worker_target.h"

namespace combtest::internal {

struct PastState {
  GatheredWalk walk;
  std::string json;
};

struct PastCall {
  RunSummary summary;
  std::vector<PastState> states;
  std::string no_states;  // why they weren't kept; empty: they were
  std::string error;      // what it threw; empty: nothing
};

// One per process; thread-safe.
class PastCalls {
 public:
  static PastCalls& Get();

  // States that are kept of all calls together take at most so many bytes of JSON, and where none
  // have come from a worker, of each call at most so many: making them costs time.
  static constexpr std::size_t kMostBytes = 64u << 20;
  static constexpr std::size_t kMostStatesMadeHere = 10'000;

  // Takes the place of an earlier one of the same target: the test is repeated.
  void Keep(const WorkerTarget& call, PastCall past);
  CallAnswer Answer(const AskCall& ask) const;
  // The text of a trace that some call has left.
  CallAnswer Answer(const AskTrace& ask) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, PastCall> calls_;  // by the encoded target
  std::size_t bytes_ = 0;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_PAST_CALLS_H_
