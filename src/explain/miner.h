// Candidates for explaining a group: combinations that enough of its walks have.
#ifndef COMBTEST_SRC_EXPLAIN_MINER_H_
#define COMBTEST_SRC_EXPLAIN_MINER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "src/explain/counting.h"
#include "src/explain/worth.h"

namespace combtest::internal::explain {

struct Candidate {
  static constexpr std::size_t kMost = 6;  // literals

  std::array<Literal, kMost> literals{};  // ascending; those behind `size` are 0
  std::uint8_t size = 0;
  double worth = 0;
  std::span<const Literal> all() const { return {literals.data(), size}; }
};

// Two samples of walks.
struct MiningSample {
  BitTable failed;
  BitTable passed;
  double failed_scale = 1;  // walks that one of the sample stands for
  double passed_scale = 1;
};

struct MiningSettings {
  std::uint64_t least = 1;  // walks of the sample that failed with it
  std::size_t most_options = 3;
  std::size_t most_kept = 512;
  std::uint64_t most_work = 10'000'000;  // words
};

struct Mined {
  std::vector<Candidate> exact;   // no walk passes with it, and neither with fewer of its options
  std::vector<Candidate> others;  // the worthiest
  std::size_t largest = 0;        // all sizes up to this one were gone through
  std::uint64_t work = 0;
};

// `eligible`: literals to combine. `is_exact` decides on all walks where the sample sees no passed
// one.
Mined Mine(const MiningSample& sample, const std::vector<Literal>& eligible,
           const std::vector<std::uint32_t>& action_of, const Worth& worth,
           const MiningSettings& settings,
           const std::function<bool(std::span<const Literal>)>& is_exact);

}  // namespace combtest::internal::explain

#endif  // COMBTEST_SRC_EXPLAIN_MINER_H_
