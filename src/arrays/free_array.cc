#include "src/arrays/free_array.h"

#include <algorithm>
#include <numeric>

#include "src/arrays/constructions.h"
#include "src/arrays/generate.h"
#include "src/arrays/improver.h"
#include "src/arrays/tuple_space.h"

namespace combtest::internal::arrays {
namespace {

// The number of tuples of k columns with v options, or 10^18 where there are more.
std::uint64_t TuplesOf(int k, int v, int strength) {
  constexpr std::uint64_t kMost = 1'000'000'000'000'000'000;
  std::uint64_t tuples = 1;
  for (int i = 0; i < strength; ++i) {
    const auto factor = static_cast<std::uint64_t>(std::max(k - i, 0));
    if (factor > 0 && tuples > kMost / factor) return kMost;
    tuples = tuples * factor / static_cast<std::uint64_t>(i + 1);
  }
  for (int i = 0; i < strength; ++i) {
    if (tuples > kMost / static_cast<std::uint64_t>(v)) return kMost;
    tuples *= static_cast<std::uint64_t>(v);
  }
  return tuples;
}

constexpr std::uint64_t kMostToSearch = 20'000;  // tuples of strength 3: beyond, doubling helps
constexpr std::int64_t kMostDifficult = 22'500;  // a second or so

// How far a random row is from being a starter: pairs that it misses, in thousandths.
std::int64_t StarterDifficulty(int columns, int shifting_options, int fixed) {
  const std::int64_t k = columns, g = shifting_options;
  const std::int64_t shifting = k - 2 * fixed;  // cells; each fixed option stands in two
  if (shifting <= 0) return INT64_MAX;
  std::int64_t differences = 1'000'000 * g;  // missing ones of one distance, in millionths
  for (std::int64_t i = 0; i < shifting * (shifting - 1) / (k - 1); ++i) {
    differences = differences / g * (g - 1);
  }
  const std::int64_t alone = 1'000'000 * (2 * fixed - 1) * (2 * fixed - 1) / ((k - 1) * (k - 1));
  return (differences + 2 * fixed * (fixed > 0 ? alone : 0)) * (k / 2) / 1000;
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

bool FreeArray::Fits(int columns, int options, std::uint64_t most_tuples) const {
  const std::uint64_t tuples = TuplesOf(columns, options, model_.strength);
  return tuples <= most_tuples && 100 * tuples <= settings_.memory_limit;
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
  if (bound_ > MostRows(levels_.size(), settings_.memory_limit)) return;
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
  if (second == first || !Fits(k, second, 20'000'000)) return;
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

// From as many columns as a search does well, doubled as often as need be.
void FreeArray::TryDoubling(std::uint64_t steps) {
  const Value v = levels_[0];
  std::vector<std::size_t> sizes = {levels_.size()};
  do {
    sizes.push_back((sizes.back() + 1) / 2);
  } while (TuplesOf(static_cast<int>(sizes.back()), v, 3) > kMostToSearch && sizes.back() > 4);
  Rows array = Smaller(std::vector<Value>(sizes.back(), v), 3, steps);
  for (std::size_t i = sizes.size() - 1; i-- > 0;) {
    const std::vector<Value> half(sizes[i + 1], v);
    array = DoubledArray(array, Smaller(half, 2, steps / sizes.size()), v);
    array = Fitted(array, std::vector<Value>(sizes[i], v));
    const auto rows = PolynomialArray({static_cast<int>(sizes[i]), v, 3}, array.size());
    if (rows && rows->size() < array.size()) array = *rows;
  }
  Offer(array);
}

void FreeArray::PlanStarters() {
  const int k = static_cast<int>(levels_.size()), v = levels_[0];
  if (model_.strength != 2 || !even_ || v < 5 || k < v) return;
  for (int fixed = 0; fixed < v; ++fixed) {
    for (int columns = k; columns < k + 3; ++columns) {
      const int g = v - fixed;
      if (StarterDifficulty(columns, g, fixed) > kMostDifficult) continue;
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
  if (!even_ || v < 2 || !Fits(k, v, 2'000'000)) return;
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
  const auto most = std::min(MostRows(levels_.size(), settings_.memory_limit), 2 * bound_ + 100);
  if (const auto rows = PolynomialArray(uniform, most)) Offer(*rows);
  if (BestSize() <= bound_) return;
  if (uniform.strength == 2) TryDifferences(steps / 8);
  if (BestSize() <= bound_) return;
  if (uniform.strength == 3 && even_ &&
      TuplesOf(uniform.columns, uniform.options, 3) > kMostToSearch) {
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
  steps_ += rows ? steps - left : steps;  // what is too little for a move is spent, too
  if (!rows) {
    starters_.push_back(starter);
    return false;
  }
  Rows array = *rows;
  if (starter.fixed > 0) {
    const std::vector<Value> levels(starter.columns, starter.fixed);
    const Rows pairs = Smaller(levels, 2, std::min<std::uint64_t>(steps, 10'000'000));
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
  // All of them once; then each in turn, and in between the best one.
  std::size_t i = next_search_ / 2 % searches_.size();
  const bool best_turn = next_search_++ % 2 == 1;
  for (std::size_t other = 0; other < searches_.size(); ++other) {
    const bool unknown = searches_[other]->size() == 0;
    if (unknown) i = other;
    if (unknown) break;
    if (best_turn && searches_[other]->size() < searches_[i]->size()) i = other;
  }
  SymmetricSearch& search = *searches_[i];
  const std::uint64_t before = search.steps();
  const bool better = search.least() < BestSize() && search.Run(steps);
  steps_ += search.steps() - before;
  const bool best = better && search.size() < BestSize();
  if (best) Offer(search.Unfolded());
  // What stays far from the best, or can't move, isn't worth more.
  if (search.steps() == before || (!better && search.size() > BestSize() + BestSize() / 8)) {
    searches_.erase(searches_.begin() + static_cast<std::ptrdiff_t>(i));
  }
  return best;
}

bool FreeArray::Run(std::uint64_t steps) {
  const std::size_t before = BestSize();
  const std::uint64_t begun = steps_;
  if (!started_) Start(steps);
  // Half of them are left for searches, whatever the start took.
  const std::uint64_t end = std::max(begun + steps, steps_ + steps / 2);
  while (!exhausted() && steps_ < end && BestSize() > bound_) {
    const std::uint64_t slice = std::min(end - steps_, steps / 8 + 1);
    starters_turn_ = !starters_turn_;
    if (searches_.empty() || (starters_turn_ && !starters_.empty())) {
      TryStarter(slice);
    } else {
      TryGroup(std::min(slice, steps / (2 * searches_.size()) + 1));
    }
  }
  if (BestSize() <= bound_) searches_.clear(), starters_.clear();
  return BestSize() < before;
}

bool FreeArray::RunStarters(std::uint64_t steps) {
  const std::size_t before = BestSize();
  const std::uint64_t end = steps_ + steps;
  while (!starters_.empty() && steps_ < end && BestSize() > bound_) TryStarter(steps / 4 + 1);
  return BestSize() < before;
}

}  // namespace combtest::internal::arrays
