#include "src/arrays/improver.h"

#include <algorithm>
#include <string>

#include "src/arrays/given_rows.h"
#include "src/arrays/row_builder.h"

namespace combtest::internal::arrays {
namespace {

constexpr std::uint32_t kTenures[] = {2, 6, 1, 12, 4, 24};

}  // namespace

Improver::Improver(const Model& model, const Settings& settings, const Rows& rows, int candidates)
    : model_(model),
      settings_(settings),
      space_(model_, settings.memory_limit, TupleSpace::Use::kSearch),
      random_(settings.seed),
      constraints_(model_, settings_),
      judge_(constraints_.any() ? &constraints_ : nullptr),
      cover_(space_),
      given_(model_.given) {
  AddGiven(candidates);
  for (std::size_t r = given_.size(); r < rows.size(); ++r) {
    if (judge_ != nullptr && !judge_->Holds(rows[r])) {
      throw ArrayError("Row " + std::to_string(r) + " violates a constraint.");
    }
    cover_.AddRow(rows[r]);
  }
  RowBuilder(cover_, judge_, random_).CoverAll(candidates);
  best_ = cover_.rows();
  impossible_ = cover_.Count().impossible;
  lower_bound_ = LowerBound();
  search_.emplace(cover_, judge_, random_, given_);
}

void Improver::AddGiven(int candidates) {
  RowBuilder builder(cover_, judge_, random_);
  for (std::size_t r = 0; r < given_.size(); ++r) {
    const std::span<const Value> row = given_[r];
    RequirePossible(builder.Build(row, candidates), r);
    cover_.AddRow(builder.row());
  }
}

std::uint64_t Improver::LowerBound() const {
  std::uint64_t bound = given_.size();
  for (std::size_t c = 0; c < space_.combinations(); ++c) {
    std::uint64_t possible = 0;
    for (std::uint32_t t = space_.offset(c); t < space_.offset(c) + space_.size(c); ++t) {
      possible += cover_.excluded(t) ? 0 : 1;
    }
    bound = std::max(bound, possible);
  }
  if (judge_ == nullptr) bound = std::max(bound, LowerBoundOf(model_));
  return bound;
}

bool Improver::Run(std::uint64_t steps) {
  const std::uint64_t end = cover_.steps() + steps;
  bool improved = false;
  while (!Done() && cover_.steps() < end) {
    if (cover_.uncovered().empty()) {
      if (cover_.rows().size() < best_.size()) {
        best_ = cover_.rows();
        improved = true;
        if (Done()) break;
      }
      if (!search_->RemoveRow()) break;
      continue;
    }
    if (segment_left_ == 0) {
      tenure_ = (tenure_ + 1) % std::size(kTenures);
      segment_left_ = 20'000'000;
    }
    const std::uint64_t before = cover_.steps();
    search_->Run(std::min(segment_left_, end - before), kTenures[tenure_]);
    segment_left_ -= std::min(segment_left_, cover_.steps() - before);
  }
  return improved;
}

void Improver::Load(const Rows& rows) {
  cover_.Clear();
  for (std::size_t r = 0; r < rows.size(); ++r) cover_.AddRow(rows[r]);
  search_->Reset();
}

bool Improver::Adopt(const Rows& rows) {
  if (rows.size() >= best_.size()) return false;
  Load(rows);
  best_ = rows;
  return true;
}

Array Improver::Result() const {
  Array array;
  array.rows = best_;
  array.counts.covered = CountCovered(space_, best_);
  array.counts.impossible = impossible_;
  array.counts.undecided = space_.tuples() - impossible_ - array.counts.covered;
  array.lower_bound = lower_bound_;
  array.moves = search_->moves();
  array.steps = cover_.steps();
  return array;
}

std::uint64_t CountCovered(const TupleSpace& space, const Rows& rows) {
  std::vector<bool> covered(space.tuples());
  std::uint64_t count = 0;
  for (std::size_t c = 0; c < space.combinations(); ++c) {
    for (std::size_t r = 0; r < rows.size(); ++r) {
      std::vector<bool>::reference seen = covered[space.Encode(c, rows[r])];
      if (seen) continue;
      seen = true;
      ++count;
    }
  }
  return count;
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
