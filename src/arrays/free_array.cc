#include "src/arrays/free_array.h"

#include <algorithm>
#include <numeric>

#include "src/arrays/constructions.h"
#include "src/arrays/generate.h"
#include "src/arrays/improver.h"

namespace combtest::internal::arrays {
namespace {

// The number of tuples of k columns with v options.
double TuplesOf(int k, int v, int strength) {
  double tuples = 1;
  for (int i = 0; i < strength; ++i) tuples *= static_cast<double>(k - i) / (i + 1) * v;
  return tuples;
}

}  // namespace

FreeArray::FreeArray(const Model& model, const Settings& settings)
    : model_(model),
      settings_(settings),
      order_(model.levels.size()),
      bound_(LowerBoundOf(model)),
      seed_(settings.seed) {
  std::iota(order_.begin(), order_.end(), 0);
  std::stable_sort(order_.begin(), order_.end(),
                   [&](std::size_t a, std::size_t b) { return model.levels[a] > model.levels[b]; });
  std::int64_t sum = 0;
  for (std::size_t c : order_) {
    levels_.push_back(model.levels[c]);
    sum += model.levels[c];
  }
  even_ = 10 * sum >= 9 * static_cast<std::int64_t>(levels_.size()) * levels_[0];
}

FreeArray::~FreeArray() = default;

void FreeArray::Offer(const Rows& rows) {
  if (rows.size() >= BestSize()) return;
  const Rows fitted = Fitted(rows, levels_);
  Rows ordered(levels_.size());
  ordered.Reserve(fitted.size());
  std::vector<Value> row(levels_.size());
  for (std::size_t r = 0; r < fitted.size(); ++r) {
    for (std::size_t c = 0; c < row.size(); ++c) row[order_[c]] = fitted[r][c];
    ordered.Add(row);
  }
  best_ = ordered;
}

Rows FreeArray::Smaller(const std::vector<Value>& levels, int strength, std::uint64_t steps) {
  Model part;
  part.levels = levels;
  part.strength = strength;
  Settings settings = settings_;
  settings.steps = steps;
  const Array array = Generate(part, settings);
  steps_ += array.steps;
  return array.rows;
}

void FreeArray::TrySums(std::uint64_t steps) {
  const auto t = static_cast<std::size_t>(model_.strength);
  const double bytes = static_cast<double>(bound_) * static_cast<double>(levels_.size()) * 16;
  if (bytes > settings_.memory_limit) return;
  const std::vector<Value> others(levels_.begin() + static_cast<std::ptrdiff_t>(t), levels_.end());
  Model part;
  part.levels = others;
  part.strength = model_.strength;
  const auto most = static_cast<std::uint64_t>(levels_[t - 1]);
  if (LowerBoundOf(part) > most) return;
  const Rows rest = Smaller(others, model_.strength, steps);
  if (rest.size() <= most) Offer(SumArray(levels_, model_.strength, rest));
}

// Strength 2: each option of the first column has one starter row of the others, shifted by all
// options of the second one.
void FreeArray::TryDifferences(std::uint64_t steps) {
  const int k = static_cast<int>(levels_.size()) - 1;
  const Value first = levels_[0], second = levels_[1];
  if (second == first || TuplesOf(k, second, 2) > 2e7) return;
  SymmetricSearch search({k, second, 2}, Shifts(second), settings_.seed, settings_.memory_limit);
  search.Run(1);
  while (search.starters().size() > static_cast<std::size_t>(first) && search.steps() < steps) {
    search.Run(steps / 10 + 1);
  }
  steps_ += search.steps();
  const Rows& starters = search.starters();
  if (starters.size() > static_cast<std::size_t>(first)) return;
  Rows array(levels_.size());
  std::vector<Value> row(levels_.size());
  for (Value a = 0; a < first; ++a) {
    row[0] = a;
    for (Value shift = 0; shift < second; ++shift) {
      const auto starter = starters[static_cast<std::size_t>(a) % starters.size()];
      for (int c = 0; c < k; ++c) row[c + 1] = (starter[c] + shift) % second;
      array.Add(row);
    }
  }
  Offer(array);
}

void FreeArray::TryDoubling(std::uint64_t steps) {
  const auto half = (levels_.size() + 1) / 2;
  const std::vector<Value> levels(half, levels_[0]);
  const Rows three = Smaller(levels, 3, steps);
  const Rows two = Smaller(levels, 2, steps);
  Offer(DoubledArray(three, two, levels_[0]));
}

void FreeArray::PlanStarters() {
  const int k = static_cast<int>(levels_.size()), v = levels_[0];
  if (model_.strength != 2 || !even_ || v < 5 || k < v) return;
  for (int fixed = 0; fixed < v; ++fixed) {
    for (int columns = k; columns < k + 3; ++columns) {
      const int g = v - fixed, shifting = columns - 2 * fixed;
      // Each distance needs g differences, and each fixed option a shifting one on either side.
      if (shifting * (shifting - 1) < (columns - 1) * g) continue;
      if (fixed > 0 && 2 * shifting < columns - 1) continue;
      int bits = 0;
      while ((1 << bits) < columns) ++bits;
      const int pairs = fixed < 2 ? fixed : fixed * fixed + fixed * bits / 2;
      starters_.push_back({columns, fixed, static_cast<std::size_t>(columns * g + pairs)});
    }
  }
  std::stable_sort(starters_.begin(), starters_.end(),
                   [](const Starter& a, const Starter& b) { return a.estimate < b.estimate; });
}

void FreeArray::PlanGroups() {
  const int k = static_cast<int>(levels_.size()), v = levels_[0];
  if (!even_ || v < 2 || TuplesOf(k, v, model_.strength) > 2e6) return;
  for (std::vector<Permutation>& group : GroupsFor(v)) {
    searches_.push_back(std::make_unique<SymmetricSearch>(
        Uniform{k, v, model_.strength}, std::move(group), settings_.seed, settings_.memory_limit));
  }
}

void FreeArray::Start(std::uint64_t steps) {
  started_ = true;
  const Uniform uniform{static_cast<int>(levels_.size()), levels_[0], model_.strength};
  const bool two_options = levels_[0] == 2;
  if (two_options && uniform.strength == 2) return Offer(KatonaArray(uniform.columns));
  TrySums(steps / 8);
  if (BestSize() <= bound_) return;
  const double cells = settings_.memory_limit / 16 / static_cast<double>(levels_.size());
  const double most = std::min(cells, 2.0 * static_cast<double>(bound_) + 100);
  if (const auto rows = PolynomialArray(uniform, static_cast<std::size_t>(most))) Offer(*rows);
  if (BestSize() <= bound_) return;
  if (uniform.strength == 2) TryDifferences(steps / 8);
  if (BestSize() <= bound_) return;
  if (uniform.strength == 3 && even_ && TuplesOf(uniform.columns, uniform.options, 3) > 3e5) {
    TryDoubling(steps / 4);
  }
  PlanStarters();
  PlanGroups();
}

bool FreeArray::TryStarter(std::uint64_t steps) {
  const Starter starter = starters_.front();
  starters_.erase(starters_.begin());
  if (starter.estimate >= BestSize()) return false;
  const int v = levels_[0];
  std::uint64_t left = steps;
  const auto rows = StarterArray({starter.columns, v, 2}, starter.fixed, seed_++, left);
  steps_ += steps - left;
  if (!rows) {
    starters_.push_back(starter);
    return false;
  }
  Rows array = *rows;
  if (starter.fixed > 0) {
    const std::vector<Value> levels(starter.columns, starter.fixed);
    const Rows pairs = Smaller(levels, 2, 2 * steps);
    std::vector<Value> row(starter.columns);
    for (std::size_t r = 0; r < pairs.size(); ++r) {
      for (int c = 0; c < starter.columns; ++c) row[c] = pairs[r][c] + v - starter.fixed;
      array.Add(row);
    }
  }
  const std::size_t before = BestSize();
  Offer(array);
  return BestSize() < before;
}

bool FreeArray::TryGroup(std::uint64_t steps) {
  const std::size_t i = next_search_++ % searches_.size();
  SymmetricSearch& search = *searches_[i];
  const std::uint64_t before = search.steps();
  const bool better = search.least() < BestSize() && search.Run(steps);
  steps_ += search.steps() - before;
  const bool best = better && search.size() < BestSize();
  if (best) Offer(search.Unfolded());
  // What is far from the best, or can't move, isn't worth more.
  if (search.steps() == before || search.size() > BestSize() + BestSize() / 4) {
    searches_.erase(searches_.begin() + static_cast<std::ptrdiff_t>(i));
    next_search_ = i;
  }
  return best;
}

bool FreeArray::Run(std::uint64_t steps) {
  const std::size_t before = BestSize();
  const std::uint64_t end = steps_ + steps;
  if (!started_) Start(steps);
  bool starter = true;
  while (!exhausted() && steps_ < end && BestSize() > bound_) {
    const std::uint64_t slice = std::min(end - steps_, steps / 8 + 1);
    if ((starter || searches_.empty()) && !starters_.empty()) {
      TryStarter(slice);
    } else if (!searches_.empty()) {
      TryGroup(std::min(slice, steps / (2 * searches_.size()) + 1));
    }
    starter = !starter;
  }
  if (BestSize() <= bound_) searches_.clear(), starters_.clear();
  return BestSize() < before;
}

}  // namespace combtest::internal::arrays
