// What the program's calls of RunTests have given so far, for workers of later ones: on its way to
// its own call a worker passes over them.
#ifndef COMBTEST_SRC_POOL_PAST_CALLS_H_
#define COMBTEST_SRC_POOL_PAST_CALLS_H_

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "combtest/results.h"
#include "src/wire/protocol.h"
#include "src/wire/worker_target.h"

namespace combtest::internal {

// The final states of walks, as JSON.
class PastStates {
 public:
  void Add(WalkId id, const Outcome& outcome, std::string_view json);
  void Clear() { *this = {}; }
  std::size_t bytes() const { return text_.size(); }
  boost::json::array ToJson() const;

 private:
  std::vector<std::pair<WalkId, std::size_t>> walks_;  // and where the text of each ends
  std::string text_;
  std::map<WalkId, Outcome> others_;  // than passed
};

struct PastCall {
  RunSummary summary;
  PastStates states;
  std::uint64_t fingerprint = 0;  // of the space that their walks are of
  std::string no_states;          // why they weren't kept; empty: they were
  std::string error;              // what it threw; empty: nothing
};

// One per process; thread-safe.
class PastCalls {
 public:
  static PastCalls& Get();

  // States that are kept of all calls together take at most so many bytes of JSON, and where none
  // have come from a worker, of each call at most so many: making them costs time.
  static constexpr std::size_t kMostBytes = 64u << 20;
  static constexpr std::size_t kMostStatesMadeHere = 10'000;

  // Why there are none then.
  static std::string TooMany();

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
