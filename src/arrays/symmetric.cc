#include "src/arrays/symmetric.h"

#include <algorithm>
#include <climits>
#include <utility>

#include "src/arrays/galois_field.h"
#include "src/arrays/row_builder.h"

namespace combtest::internal::arrays {
namespace {

// x -> a x + b for a in the subgroup of that many elements; options beyond the field stay.
std::vector<Permutation> Affine(const GaloisField& field, int multipliers, int options) {
  std::vector<Permutation> group;
  const int q = field.order();
  for (int m = 0; m < multipliers; ++m) {
    const int a = field.Power((q - 1) / multipliers * m);
    for (int b = 0; b < q; ++b) {
      Permutation element(options);
      for (int x = 0; x < options; ++x) {
        element[x] = x < q ? field.Add(field.Multiply(a, x), b) : x;
      }
      group.push_back(std::move(element));
    }
  }
  return group;
}

// x -> (a x + b) / (c x + d) on the field and infinity, which is option q: PGL(2, q).
std::vector<Permutation> Projective(const GaloisField& field) {
  std::vector<Permutation> group;
  const int q = field.order();
  const auto add = [&](int a, int b, int c, int d) {
    Permutation element(q + 1);
    for (int x = 0; x <= q; ++x) {
      const int over = x == q ? a : field.Add(field.Multiply(a, x), b);
      const int under = x == q ? c : field.Add(field.Multiply(c, x), d);
      element[x] = under == 0 ? q : field.Multiply(over, field.Inverse(under));
    }
    group.push_back(std::move(element));
  };
  // One matrix of each class: c = 1, or c = 0 and d = 1.
  for (int a = 0; a < q; ++a) {
    for (int b = 0; b < q; ++b) {
      if (a != 0) add(a, b, 0, 1);
      for (int d = 0; d < q; ++d) {
        if (field.Multiply(a, d) != b) add(a, b, 1, d);
      }
    }
  }
  return group;
}

std::vector<Permutation> Rotations(int moving, int options) {
  std::vector<Permutation> group;
  for (int shift = 0; shift < moving; ++shift) {
    Permutation element(options);
    for (int x = 0; x < options; ++x) element[x] = x < moving ? (x + shift) % moving : x;
    group.push_back(std::move(element));
  }
  return group;
}

Model ModelOf(const Uniform& wanted) {
  Model model;
  model.levels.assign(wanted.columns, wanted.options);
  model.strength = wanted.strength;
  return model;
}

}  // namespace

std::vector<Permutation> Shifts(int options) { return Rotations(options, options); }

std::vector<std::vector<Permutation>> GroupsFor(int options) {
  constexpr std::size_t kMost = 1500;
  std::vector<std::vector<Permutation>> groups;
  for (int q : {options, options - 1}) {
    if (q < 2) continue;
    if (!GaloisField::Exists(q)) {
      groups.push_back(Rotations(q, options));
      continue;
    }
    const GaloisField field(q);
    const auto order = static_cast<std::size_t>(q);
    if (q < options && q > 2 && order * (order * order - 1) <= kMost) {
      groups.push_back(Projective(field));
    }
    for (int d = 1; d < q; ++d) {
      if ((q - 1) % d == 0 && order * static_cast<std::size_t>(d) <= kMost) {
        groups.push_back(Affine(field, d, options));
      }
    }
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return groups;
}

SymmetricSearch::SymmetricSearch(const Uniform& wanted, std::vector<Permutation> group,
                                 std::uint64_t seed, std::uint64_t memory_limit)
    : model_(ModelOf(wanted)),
      space_(model_, memory_limit, TupleSpace::Use::kSearch),
      orbits_(space_, std::move(group)),
      cover_(space_, &orbits_),
      random_(seed, orbits_.group.size()),
      search_(cover_, nullptr, random_, none_),
      constants_(orbits_.group.size() > static_cast<std::size_t>(wanted.options)) {
  std::vector<Value> row(space_.columns());
  for (Value v = 0; constants_ && v < wanted.options; ++v) {
    std::fill(row.begin(), row.end(), v);
    for (std::size_t c = 0; c < space_.combinations(); ++c) {
      const std::uint32_t id = orbits_.of[space_.Encode(c, row)];
      if (!cover_.excluded(id)) cover_.Exclude(id);
    }
  }
  // The smallest orbit of a row, of one option or, as these are there, of two.
  const std::size_t order = orbits_.group.size();
  std::size_t smallest = order;
  for (Value a = 0; a < wanted.options; ++a) {
    for (Value b = a; b < wanted.options; ++b) {
      if (constants_ && a == b) continue;
      smallest = std::min(smallest, OrbitSize(std::vector<Value>{a, b}));
    }
  }
  ratio_ = wanted.options > 2 ? order / OrbitSize(std::vector<Value>{0, 1}) : 1;
  std::vector<std::size_t> needed(space_.combinations());
  for (const Cover::Uncovered& orbit : cover_.uncovered()) ++needed[orbit.combination];
  // Where there is little to cover, a new start tells more than a longer search.
  attempts_ = cover_.uncovered().size() < 200 ? 3 : 9;
  least_ = *std::max_element(needed.begin(), needed.end()) * smallest;
  if (constants_) least_ += static_cast<std::size_t>(wanted.options);
}

std::size_t SymmetricSearch::OrbitSize(std::span<const Value> row) const {
  std::size_t stabiliser = 0;
  for (const Permutation& element : orbits_.group) {
    stabiliser += std::all_of(row.begin(), row.end(), [&](Value v) { return element[v] == v; });
  }
  return orbits_.group.size() / stabiliser;
}

bool SymmetricSearch::Save() {
  std::size_t size = constants_ ? static_cast<std::size_t>(model_.levels[0]) : 0;
  for (std::size_t r = 0; r < cover_.rows().size(); ++r) size += OrbitSize(cover_.rows()[r]);
  if (base_.size != 0 && size >= base_.size) return false;
  base_ = {cover_.rows(), {}, size};
  for (std::size_t r = 0; r < base_.rows.size(); ++r) base_.limits.push_back(search_.limit(r));
  if (best_.size == 0 || size < best_.size) best_ = base_;
  return true;
}

void SymmetricSearch::Load() {
  while (!cover_.rows().empty()) search_.RemoveRow(cover_.rows().size() - 1);
  for (std::size_t r = 0; r < base_.rows.size(); ++r) {
    search_.AddRow(base_.rows[r], base_.limits[r]);
  }
}

// New starters, by greed, every other time beside enough rows with two options.
void SymmetricSearch::Restart() {
  base_ = {};
  cover_.Clear();
  search_.Reset();
  if (ratio_ > 1 && ++restarts_ % 2 == 0) {
    std::size_t rows = 1;
    for (std::size_t c = space_.columns(); c > 1; c /= 2) {
      rows += static_cast<std::size_t>(model_.strength);
    }
    for (std::size_t r = 0; r < rows; ++r) AddLimited();
  }
  const std::size_t limited = cover_.rows().size();
  RowBuilder(space_.levels(), cover_, nullptr, random_)
      .CoverAll(
          2, [&](std::span<const Value> row) { cover_.AddRow(row); },
          [](const std::vector<Cell>&, Verdict) {});
  search_.Reset();
  search_.Limit(limited, 2);
  Save();
}

void SymmetricSearch::AddLimited() {
  std::vector<Value> row(space_.columns());
  for (Value& v : row) v = static_cast<Value>(random_.Below(2));
  search_.AddRow(row, 2);
}

bool SymmetricSearch::Begin(Attempt attempt) {
  if (attempt != Attempt::kDropLimited && ratio_ == 1 && attempt == Attempt::kReplace) return false;
  std::size_t chosen = cover_.rows().size();
  const bool limited = attempt == Attempt::kDropLimited;
  for (std::size_t r = 0; r < cover_.rows().size(); ++r) {
    if ((search_.limit(r) == 2) != limited) continue;
    if (chosen == cover_.rows().size() || cover_.Loss(r) < cover_.Loss(chosen)) chosen = r;
  }
  if (chosen == cover_.rows().size()) return false;
  search_.RemoveRow(chosen);
  if (attempt != Attempt::kReplace) return true;
  for (std::size_t i = 1; i < ratio_; ++i) AddLimited();
  return true;
}

bool SymmetricSearch::Run(std::uint64_t steps) {
  constexpr Attempt kAttempts[] = {Attempt::kDrop, Attempt::kReplace, Attempt::kDropLimited};
  const std::uint64_t end = cover_.steps() + steps;
  const std::size_t before = best_.size;
  if (best_.size == 0) Restart();
  while (cover_.steps() < end && best_.size > least_) {
    if (cover_.uncovered().empty()) {
      if (Save()) attempt_ = 0;
      segment_left_ = 0;
    }
    if (segment_left_ == 0) {
      if (attempt_ >= attempts_) {
        attempt_ = 0;
        fresh_ = !fresh_;
        if (fresh_) {
          Restart();
        } else {
          base_ = best_;
          patience_ = std::min(patience_ + 1, 5);
        }
      }
      segment_left_ = std::uint64_t{250'000}
                      << std::min(attempt_ / 3 + (fresh_ ? 0 : patience_), 5);
      tenure_ = 1 + random_.Below(8);
      if (ratio_ == 1 && !cover_.uncovered().empty()) {
        ++attempt_;
        continue;
      }
      Load();
      int tries = 0;
      while (!Begin(kAttempts[attempt_++ % 3])) {
        if (++tries == 3) return best_.size != before;
      }
      continue;
    }
    const std::uint64_t slice = std::min(segment_left_, end - cover_.steps());
    search_.Run(slice, tenure_);
    segment_left_ -= slice;
  }
  return best_.size != before;
}

Rows SymmetricSearch::Unfolded() const {
  Rows rows(space_.columns());
  std::vector<Value> image(space_.columns());
  std::vector<std::vector<Value>> orbit;
  for (std::size_t r = 0; r < best_.rows.size(); ++r) {
    orbit.clear();
    for (const Permutation& element : orbits_.group) {
      for (std::size_t c = 0; c < image.size(); ++c) image[c] = element[best_.rows[r][c]];
      orbit.push_back(image);
    }
    std::sort(orbit.begin(), orbit.end());
    orbit.erase(std::unique(orbit.begin(), orbit.end()), orbit.end());
    for (const std::vector<Value>& row : orbit) rows.Add(row);
  }
  for (Value v = 0; constants_ && v < model_.levels[0]; ++v) {
    std::fill(image.begin(), image.end(), v);
    rows.Add(image);
  }
  return rows;
}

}  // namespace combtest::internal::arrays
