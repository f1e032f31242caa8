// The suspects of one failing walk: the combinations of its options that might be to blame, each
// with the probability that it is. Walks that are told about change the probabilities, by Bayes'
// rule.
#ifndef COMBTEST_SRC_EXPLAIN_SUSPECTS_H_
#define COMBTEST_SRC_EXPLAIN_SUSPECTS_H_

#include <array>
#include <bitset>
#include <cstddef>
#include <vector>

namespace combtest::internal::explain {

inline constexpr std::size_t kMaxColumns = 128;
// Columns of the failing walk: bit by bit, whether something has its option there.
using Mask = std::bitset<kMaxColumns>;

// A combination that shows always, or only at times.
inline constexpr std::array<double, 4> kFailureRates = {0.9995, 0.8, 0.5, 0.2};

class Suspects {
 public:
  // All combinations of 1 to `largest` of the columns.
  Suspects(std::size_t columns, std::size_t largest);

  // What became of a walk that agrees with the failing one in these columns. `repeated`: the same
  // walk was told of before, with the same ending.
  void Passed(const Mask& agreed);
  void Failed(const Mask& agreed, bool repeated);

  // Best first; call after changes and before what follows.
  void Rank();
  std::size_t size() const { return suspects_.size(); }
  const Mask& combination(std::size_t i) const { return suspects_[i].columns; }
  double probability(std::size_t i) const { return suspects_[i].probability; }
  // That the best one doesn't always show.
  double flaky() const { return flaky_; }
  // That a walk with these columns has the combination.
  double Contained(const Mask& agreed) const;
  // What one would learn from such a walk, in bits.
  double Gain(const Mask& agreed) const;
  // That the best one has part in it: itself, or more options beside its own.
  double BestOrLarger() const;
  // Bits that are still missing.
  double Entropy() const;

 private:
  struct Suspect {
    Mask columns;
    double prior = 0;
    std::array<double, kFailureRates.size()> likelihood{};
    std::array<double, kFailureRates.size()> joint{};
    unsigned unexplained = 0;  // failures without it
    double probability = 0;
  };

  std::vector<Suspect> suspects_;
  double flaky_ = 0;
  std::size_t likely_ = 0;  // how many are worth a look
};

}  // namespace combtest::internal::explain

#endif  // COMBTEST_SRC_EXPLAIN_SUSPECTS_H_
