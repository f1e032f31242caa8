#include "src/explain/suspects.h"

#include <algorithm>
#include <cmath>

namespace combtest::internal::explain {
namespace {

constexpr std::array<double, kFailureRates.size()> kRatePrior = {0.85, 0.075, 0.045, 0.03};
// That a walk without the combination fails in the same place: for the first one, and where that
// has happened before. Where failures don't always show, there is hardly another fault besides.
constexpr double kOtherFault = 0.04;
constexpr double kOtherFaultAgain = 0.2;
constexpr double kOtherFaultIfFlaky = 0.01;
constexpr double kUnlikely = 1e-5;

double OtherFault(unsigned unexplained) {
  return unexplained == 0 ? kOtherFault : kOtherFaultAgain;
}

double Bits(double p) {
  return p <= 0 || p >= 1 ? 0 : -p * std::log2(p) - (1 - p) * std::log2(1 - p);
}

// That a combination has this many options.
double SizePrior(std::size_t size) {
  constexpr std::array<double, 4> kPrior = {0.25, 0.4, 0.3, 0.04};
  return size <= kPrior.size() ? kPrior[size - 1] : 0.01;
}

double Choose(std::size_t n, std::size_t k) {
  double result = 1;
  for (std::size_t i = 0; i < k; ++i)
    result *= static_cast<double>(n - i) / static_cast<double>(i + 1);
  return result;
}

// What Gain needs of each rate; second index: the rate.
struct GainTable {
  GainTable() {
    for (unsigned again : {0u, 1u}) {
      other[again] = Bits(OtherFault(again));
      for (std::size_t r = 0; r < kFailureRates.size(); ++r) {
        fails[again][r] = 1 - (1 - kFailureRates[r]) * (1 - OtherFault(again));
        bits[again][r] = Bits(fails[again][r]);
      }
    }
  }
  double other[2], fails[2][kFailureRates.size()], bits[2][kFailureRates.size()];
};

}  // namespace

Suspects::Suspects(std::size_t columns, std::size_t largest) {
  for (std::size_t size = 1; size <= std::min(columns, largest); ++size) {
    const double prior = SizePrior(size) / Choose(columns, size);
    std::vector<std::size_t> chosen(size);
    for (std::size_t i = 0; i < size; ++i) chosen[i] = i;
    while (true) {
      Suspect suspect;
      for (const std::size_t c : chosen) suspect.columns.set(c);
      suspect.prior = prior;
      suspect.likelihood = kRatePrior;
      suspects_.push_back(suspect);
      std::size_t at = size;
      while (at > 0 && chosen[at - 1] == columns - size + at - 1) --at;
      if (at == 0) break;
      ++chosen[at - 1];
      for (std::size_t i = at; i < size; ++i) chosen[i] = chosen[i - 1] + 1;
    }
  }
}

void Suspects::Passed(const Mask& agreed) {
  for (Suspect& suspect : suspects_) {
    if ((suspect.columns & ~agreed).any()) continue;
    for (std::size_t r = 0; r < kFailureRates.size(); ++r)
      suspect.likelihood[r] *= 1 - kFailureRates[r];
  }
}

void Suspects::Failed(const Mask& agreed, bool repeated) {
  for (Suspect& suspect : suspects_) {
    if ((suspect.columns & ~agreed).none()) {
      for (std::size_t r = 0; r < kFailureRates.size(); ++r)
        suspect.likelihood[r] *= kFailureRates[r];
    } else if (!repeated) {
      suspect.likelihood[0] *= OtherFault(suspect.unexplained);
      for (std::size_t r = 1; r < kFailureRates.size(); ++r)
        suspect.likelihood[r] *= kOtherFaultIfFlaky;
      ++suspect.unexplained;
    }
  }
}

void Suspects::Rank() {
  double sum = 0;
  for (Suspect& suspect : suspects_) {
    suspect.probability = 0;
    for (std::size_t r = 0; r < kFailureRates.size(); ++r) {
      suspect.joint[r] = suspect.prior * suspect.likelihood[r];
      suspect.probability += suspect.joint[r];
    }
    sum += suspect.probability;
  }
  for (Suspect& suspect : suspects_) {
    suspect.probability /= sum;
    for (double& joint : suspect.joint) joint /= sum;
  }
  std::stable_sort(suspects_.begin(), suspects_.end(), [](const Suspect& a, const Suspect& b) {
    return a.probability > b.probability;
  });
  const Suspect& best = suspects_.front();
  flaky_ = 1 - best.joint[0] / best.probability;
  likely_ = 0;
  while (likely_ < suspects_.size() && suspects_[likely_].probability > kUnlikely) ++likely_;
  // Keeps the products from vanishing.
  double largest = 0;
  for (const Suspect& suspect : suspects_)
    largest =
        std::max(largest, *std::max_element(suspect.likelihood.begin(), suspect.likelihood.end()));
  if (largest < 1e-100) {
    for (Suspect& suspect : suspects_)
      for (double& likelihood : suspect.likelihood) likelihood *= 1e100;
  }
}

double Suspects::Contained(const Mask& agreed) const {
  double sum = 0;
  for (std::size_t i = 0; i < likely_; ++i) {
    if ((suspects_[i].columns & ~agreed).none()) sum += suspects_[i].probability;
  }
  return sum;
}

double Suspects::Gain(const Mask& agreed) const {
  static const GainTable table;
  double fails = 0, known = 0, all = 0;
  for (std::size_t i = 0; i < likely_; ++i) {
    const Suspect& suspect = suspects_[i];
    const std::size_t again = suspect.unexplained == 0 ? 0 : 1;
    all += suspect.probability;
    if ((suspect.columns & ~agreed).any()) {
      fails += suspect.probability * OtherFault(suspect.unexplained);
      known += suspect.probability * table.other[again];
      continue;
    }
    for (std::size_t r = 0; r < kFailureRates.size(); ++r) {
      fails += suspect.joint[r] * table.fails[again][r];
      known += suspect.joint[r] * table.bits[again][r];
    }
  }
  return all <= 0 ? 0 : Bits(fails / all) - known / all;
}

double Suspects::BestOrLarger() const {
  double sum = 0;
  for (std::size_t i = 0; i < likely_; ++i) {
    if ((suspects_[0].columns & ~suspects_[i].columns).none()) sum += suspects_[i].probability;
  }
  return sum;
}

double Suspects::Entropy() const {
  double sum = 0;
  for (std::size_t i = 0; i < likely_; ++i)
    sum -= suspects_[i].probability * std::log2(suspects_[i].probability);
  return sum;
}

}  // namespace combtest::internal::explain
