// What a combination is worth, in bits: the shortest account of which walks failed is the best.
#ifndef COMBTEST_SRC_EXPLAIN_WORTH_H_
#define COMBTEST_SRC_EXPLAIN_WORTH_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace combtest::internal::explain {

class Worth {
 public:
  // Of `failed` walks of a group and `passed` others, at least one each; `levels` are those of the
  // actions whose options may account for it.
  Worth(double failed, double passed, std::span<const std::uint32_t> levels,
        std::size_t most_options)
      : fails_(std::log2((failed + passed) / failed)),
        passes_(std::log2((failed + passed) / passed)),
        rate_(failed / (failed + passed)),
        length_(most_options + 1) {
    // Elementary symmetric polynomials: how many combinations of each size there are.
    length_[0] = 1;
    for (const std::uint32_t level : levels) {
      for (std::size_t k = most_options; k > 0; --k) length_[k] += length_[k - 1] * level;
    }
    for (double& count : length_) count = std::log2(count > 1 ? count : 1);
  }

  // Of a combination of `options` options that accounts for `fresh` walks which nothing else
  // accounts for, and that `failed` and `passed` walks have. At most 0 where it's no better than
  // naming what failed: the chance that any combination looks as good among walks that fail at
  // random is about 2 to the power of -worth.
  double Of(std::size_t options, double fresh, double failed, double passed) const {
    // What walks with it cost without it, what they cost with it, and what it costs itself.
    const double without = fresh * fails_ + passed * passes_;
    const double worth = without - Mixed(failed, passed) - length_[options] - kMargin;
    return fresh > rate_ * (fresh + passed) ? worth : -length_[options] - kMargin;
  }

 private:
  // Not to be taken in by the luckiest of a few sizes; and the rate at which it fails costs, too.
  static constexpr double kMargin = 4;

  // Which of these walks pass.
  static double Mixed(double failed, double passed) {
    if (passed <= 0 || failed <= 0) return 0;
    const double all = failed + passed;
    return failed * std::log2(all / failed) + passed * std::log2(all / passed) + std::log2(all) / 2;
  }

  double fails_;   // that a walk fails, if nothing more is known of it
  double passes_;  // that it passes
  double rate_;
  std::vector<double> length_;  // naming a combination, by its size
};

}  // namespace combtest::internal::explain

#endif  // COMBTEST_SRC_EXPLAIN_WORTH_H_
