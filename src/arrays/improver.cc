#include "src/arrays/improver.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "src/arrays/gaps.h"
#include "src/arrays/given_rows.h"
#include "src/arrays/row_builder.h"

namespace combtest::internal::arrays {
namespace {

constexpr std::uint32_t kTenures[] = {2, 6, 1, 12, 4, 24};

}  // namespace

Improver::Improver(const Model& model, const Settings& settings, const Rows& rows, int candidates)
    : model_(model),
      settings_(settings),
      space_(model_, settings.memory_limit, TupleSpace::Use::kBuild),
      random_(settings.seed),
      constraints_(model_, settings_),
      judge_(constraints_.any() ? &constraints_ : nullptr),
      given_(model_.given),
      fits_(TupleSpace::Bytes(model_, TupleSpace::Use::kSearch) <=
            static_cast<double>(settings.memory_limit)) {
  Build(rows, candidates);
  lower_bound_ = LowerBound();
}

// What the rows have of one combination's tuples are all that can be.
std::uint64_t Improver::LowerBound() const {
  std::uint64_t bound = given_.size();
  if (judge_ == nullptr) bound = std::max(bound, LowerBoundOf(model_));
  std::vector<std::size_t> order(space_.combinations());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return space_.size(a) > space_.size(b); });
  for (std::size_t c : order) {
    if (space_.size(c) <= bound) break;
    std::vector<bool> seen(space_.size(c));
    for (std::size_t r = 0; r < best_.size(); ++r) {
      seen[space_.Encode(c, best_[r]) - space_.offset(c)] = true;
    }
    bound = std::max<std::uint64_t>(bound, std::count(seen.begin(), seen.end(), true));
  }
  return bound;
}

void Improver::Build(const Rows& rows, int candidates) {
  Gaps gaps(model_);
  RowBuilder<Gaps> builder(model_.levels, gaps, judge_, random_);
  best_ = Rows(model_.levels.size());
  const auto add = [&](std::span<const Value> row) {
    CheckRows(space_, best_.size() + 1, settings_.memory_limit);
    best_.Add(row);
    gaps.AddRow(row);
  };
  for (std::size_t r = 0; r < given_.size(); ++r) {
    RequirePossible(builder.Build(given_[r], candidates), r);
    add(builder.row());
  }
  for (std::size_t r = given_.size(); r < rows.size(); ++r) {
    if (judge_ != nullptr && !judge_->Holds(rows[r])) {
      throw ArrayError("Row " + std::to_string(r) + " violates a constraint.");
    }
    add(rows[r]);
  }
  builder.CoverAll(candidates, add, [&](const std::vector<Cell>& tuple, Verdict verdict) {
    gaps.Exclude(tuple);
    if (verdict == Verdict::kImpossible) ++impossible_;
  });
  built_ = gaps.steps();
}

// What the first rows don't cover can't be, or isn't known to be.
Improver::Search::Search(Improver& improver)
    : cover(improver.space_), tabu(cover, improver.judge_, improver.random_, improver.given_) {
  Load(improver.best_);
  while (!cover.empty()) cover.Exclude(cover.uncovered().back().id);
}

void Improver::Search::Load(const Rows& rows) {
  cover.Clear();
  for (std::size_t r = 0; r < rows.size(); ++r) cover.AddRow(rows[r]);
  tabu.Reset();
}

std::uint64_t Improver::StepsToBegin() const {
  return search_ ? 0 : StepsToLoad(space_, best_.size());
}

bool Improver::Run(std::uint64_t steps) {
  if (Done()) return false;
  if (!search_) search_.emplace(*this);
  Cover& cover = search_->cover;
  const std::uint64_t end = cover.steps() + steps;
  bool improved = false;
  while (!Done() && cover.steps() < end) {
    if (cover.empty()) {
      if (cover.rows().size() < best_.size()) {
        best_ = cover.rows();
        improved = true;
        if (Done()) break;
      }
      if (!search_->tabu.RemoveRow()) break;
      continue;
    }
    if (segment_left_ == 0) {
      tenure_ = (tenure_ + 1) % std::size(kTenures);
      segment_left_ = 5'000'000;
    }
    const std::uint64_t before = cover.steps();
    search_->tabu.Run(std::min(segment_left_, end - before), kTenures[tenure_]);
    segment_left_ -= std::min(segment_left_, cover.steps() - before);
  }
  return improved;
}

bool Improver::Adopt(const Rows& rows) {
  if (rows.size() >= best_.size()) return false;
  best_ = rows;
  if (search_) search_->Load(rows);
  return true;
}

Array Improver::Result() const {
  Array array;
  array.rows = best_;
  array.counts.covered = CountCovered(space_, best_);
  array.counts.impossible = impossible_;
  array.counts.undecided = space_.tuples() - impossible_ - array.counts.covered;
  array.lower_bound = lower_bound_;
  array.moves = search_ ? search_->tabu.moves() : 0;
  array.steps = steps();
  return array;
}

std::uint64_t StepsToLoad(const TupleSpace& space, std::uint64_t rows) {
  std::uint64_t steps = 0;
  for (std::size_t c = 0; c < space.combinations(); ++c) steps += space.combination(c).size();
  return steps * rows;
}

// Combinations come in lexicographic order, so most begin as the one before.
std::uint64_t CountCovered(const TupleSpace& space, const Rows& rows) {
  std::vector<std::vector<std::uint32_t>> cells(space.columns());
  for (std::size_t c = 0; c < cells.size(); ++c) {
    for (std::size_t r = 0; r < rows.size(); ++r) {
      cells[c].push_back(static_cast<std::uint32_t>(rows[r][c]));
    }
  }
  std::vector<std::uint32_t> numbers[kMaxStrength];  // of what a row has in the first columns
  numbers[0].resize(rows.size());
  std::vector<int> before;
  std::vector<std::uint8_t> seen;
  std::uint64_t sum = 0;
  for (std::size_t c = 0; c < space.combinations(); ++c) {
    const std::span<const int> columns = space.combination(c);
    const std::size_t last = columns.size() - 1;
    std::size_t i = 0;
    while (i < last && i < before.size() && columns[i] == before[i]) ++i;
    for (; i < last; ++i) {
      const auto levels = static_cast<std::uint32_t>(space.levels()[columns[i]]);
      numbers[i + 1].resize(rows.size());
      for (std::size_t r = 0; r < rows.size(); ++r) {
        numbers[i + 1][r] = numbers[i][r] * levels + cells[columns[i]][r];
      }
    }
    before.assign(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(last));
    seen.assign(space.size(c), 0);
    const auto levels = static_cast<std::uint32_t>(space.levels()[columns[last]]);
    const std::uint32_t* first = numbers[last].data();
    const std::uint32_t* options = cells[columns[last]].data();
    for (std::size_t r = 0; r < rows.size(); ++r) seen[first[r] * levels + options[r]] = 1;
    sum += static_cast<std::uint64_t>(std::count(seen.begin(), seen.end(), 1));
  }
  return sum;
}

std::uint64_t LowerBoundOf(const Model& model) {
  std::vector<Value> levels = model.levels;
  std::sort(levels.rbegin(), levels.rend());
  const auto strength = std::min(static_cast<std::size_t>(model.strength), levels.size());
  std::uint64_t bound = 1;
  for (std::size_t i = 0; i < strength; ++i) bound *= static_cast<std::uint64_t>(levels[i]);
  if (strength != 2) return bound;
  // Of n rows with two options, at most C(n - 1, (n + 1) / 2) columns cover all pairs (Katona;
  // Kleitman and Spencer).
  const auto columns = static_cast<std::uint64_t>(
      std::count_if(levels.begin(), levels.end(), [](Value v) { return v > 1; }));
  std::uint64_t rows = 4;
  for (; columns > 1; ++rows) {
    std::uint64_t most = 1;
    for (std::uint64_t i = 1; i <= (rows + 1) / 2; ++i) most = most * (rows - i) / i;
    if (most >= columns) break;
  }
  return columns > 1 ? std::max(bound, rows) : bound;
}

}  // namespace combtest::internal::arrays
