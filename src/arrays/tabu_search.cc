#include "src/arrays/tabu_search.h"

#include <algorithm>
#include <climits>

namespace combtest::internal::arrays {

TabuSearch::TabuSearch(Cover& cover, Constraints* constraints, Random& random, const Rows& given)
    : cover_(cover),
      constraints_(constraints),
      random_(random),
      given_(given),
      columns_(cover.space().columns()),
      target_place_(columns_, kMaxStrength) {
  cover.KeepValues();
  Reset();
}

void TabuSearch::Reset() {
  const std::size_t rows = cover_.rows().size();
  limits_.assign(rows, INT_MAX);
  changed_.assign(rows * columns_, 0);
  taboo_until_.assign(rows * columns_, 0);
}

void TabuSearch::AddRow(std::span<const Value> row, Value limit) {
  cover_.AddRow(row);
  limits_.push_back(limit);
  changed_.resize(changed_.size() + columns_);
  taboo_until_.resize(taboo_until_.size() + columns_);
}

bool TabuSearch::RemoveRow() {
  const std::size_t rows = cover_.rows().size();
  if (rows <= given_.size()) return false;
  std::size_t best = given_.size();
  std::uint32_t ties = 0;
  for (std::size_t r = given_.size(); r < rows; ++r) {
    if (cover_.Loss(r) < cover_.Loss(best)) best = r, ties = 0;
    if (cover_.Loss(r) == cover_.Loss(best) && random_.Below(++ties) == 0) best = r;
  }
  RemoveRow(best);
  return true;
}

void TabuSearch::RemoveRow(std::size_t row) {
  cover_.RemoveRow(row);
  const std::size_t last = cover_.rows().size();
  limits_[row] = limits_[last];
  limits_.pop_back();
  for (std::vector<std::uint64_t>* cells : {&changed_, &taboo_until_}) {
    std::copy_n(cells->begin() + static_cast<std::ptrdiff_t>(last * columns_), columns_,
                cells->begin() + static_cast<std::ptrdiff_t>(row * columns_));
    cells->resize(last * columns_);
  }
}

bool TabuSearch::Run(std::uint64_t steps, std::uint32_t tenure) {
  const std::uint64_t end = cover_.steps() + steps;
  while (!cover_.uncovered().empty()) {
    if (cover_.steps() >= end || cover_.rows().empty()) return false;
    PickTarget();
    Move move;
    if (BestMove(move)) {
      Set(move.row, move.column, move.value, tenure);
    } else {
      Force(tenure);
    }
  }
  return true;
}

void TabuSearch::PickTarget() {
  const std::size_t place = random_.Below(cover_.uncovered().size());
  target_ = {cover_.uncovered()[place], cover_.uncovered_values()[place]};
  if (cover_.orbits() == nullptr) return;
  const std::vector<Permutation>& group = cover_.orbits()->group;
  const Permutation& element = group[random_.Below(group.size())];
  for (Value& v : target_.values) v = element[v];
}

// Where options may be permuted, tuples that have another option there count, too.
void TabuSearch::FindPeers() {
  const TupleSpace& space = cover_.space();
  const std::span<const int> columns = space.combination(target_.combination);
  const std::vector<Cover::Uncovered>& uncovered = cover_.uncovered();
  const bool any = cover_.orbits() != nullptr;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    target_place_[columns[i]] = static_cast<std::uint8_t>(i);
    if (found_[i].size() < uncovered.size()) found_[i].resize(2 * uncovered.size());
  }
  // Without a branch, which the processor would have to guess: each is written, but not kept.
  Peer* ends[kMaxStrength + 1] = {};
  Value wanted[kMaxStrength + 1] = {};
  Peer nowhere;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    ends[i] = found_[i].data();
    wanted[i] = target_.values[i];
  }
  ends[kMaxStrength] = &nowhere;
  wanted[kMaxStrength] = kDontCare;
  for (std::size_t u = 0; u < uncovered.size(); ++u) {
    const std::span<const int> others = space.combination(uncovered[u].combination);
    const Value* values = cover_.uncovered_values()[u].data();
    for (std::size_t j = 0; j < others.size(); ++j) {
      const std::size_t i = target_place_[others[j]];
      *ends[i] = {&uncovered[u], others.data(), values, others.size()};
      ends[i] += (values[j] == wanted[i]) | (any & (i < kMaxStrength));
    }
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    target_place_[columns[i]] = kMaxStrength;
    peers_[i] = {found_[i].data(), ends[i]};
  }
  cover_.CountSteps(uncovered.size() * columns.size() * columns.size() / 4);
}

int TabuSearch::Gain(std::size_t row, std::size_t i, Value value) {
  const int column = cover_.space().combination(target_.combination)[i];
  const std::span<const Value> cells = cover_.rows()[row];
  int gain = 0;
  cover_.CountSteps(peers_[i].size());
  if (cover_.orbits() != nullptr) {
    scratch_.assign(cells.begin(), cells.end());
    scratch_[column] = value;
    for (const Peer& peer : peers_[i]) {
      const std::uint32_t tuple = cover_.space().Encode(peer.tuple->combination, scratch_);
      gain += cover_.orbits()->of[tuple] == peer.tuple->id;
    }
    return gain;
  }
  for (const Peer& peer : peers_[i]) {
    int has = 1;
    for (std::size_t j = 0; j < peer.size; ++j) {
      const int other = peer.columns[j];
      has &= static_cast<int>(other == column) | static_cast<int>(cells[other] == peer.values[j]);
    }
    gain += has;
  }
  return gain;
}

bool TabuSearch::Valid(std::size_t row, int column, Value value) {
  if (constraints_ == nullptr) return true;
  const std::span<const Value> cells = cover_.rows()[row];
  scratch_.assign(cells.begin(), cells.end());
  scratch_[column] = value;
  const std::uint64_t calls = constraints_->calls();
  const bool valid = constraints_->HoldsAt(scratch_, column);
  cover_.CountSteps(2 + 50 * (constraints_->calls() - calls));
  return valid;
}

// Any tuple of the target's orbit will do.
bool TabuSearch::BestMoveToOrbit(Move& best) {
  FindPeers();
  const TupleSpace& space = cover_.space();
  const std::span<const int> columns = space.combination(target_.combination);
  const std::vector<std::uint32_t>& orbit_of = cover_.orbits()->of;
  const std::size_t rows = cover_.rows().size();
  bool found = false;
  for (std::size_t r = 0; r < rows; ++r) {
    const std::span<const Value> cells = cover_.rows()[r];
    const std::uint32_t tuple = space.Encode(target_.combination, cells);
    std::uint32_t stride = 1;
    for (std::size_t i = columns.size(); i-- > 0;) {
      const int column = columns[i];
      const Value levels = space.levels()[column];
      const std::uint32_t base = tuple - static_cast<std::uint32_t>(cells[column]) * stride;
      const bool stays = cover_.orbits()->group.size() > static_cast<std::size_t>(levels);
      const bool open = taboo_until_[Index(r, column)] <= moves_;
      for (Value v = 0; open && v < std::min(levels, limits_[r]); ++v) {
        if (orbit_of[base + static_cast<std::uint32_t>(v) * stride] != target_.id) continue;
        const int loss = cover_.Loss(r, column) - (stays ? cover_.Kept(r, column, v) : 0);
        const Move move{r, column, v, Gain(r, i, v) - loss, changed_[Index(r, column)]};
        if (found &&
            (move.score < best.score || (move.score == best.score && move.age >= best.age))) {
          continue;
        }
        best = move;
        found = true;
      }
      stride *= static_cast<std::uint32_t>(levels);
    }
  }
  cover_.CountSteps(20 + 2 * rows * columns.size());
  return found;
}

bool TabuSearch::BestMove(Move& best) {
  if (cover_.orbits() != nullptr) return BestMoveToOrbit(best);
  FindPeers();
  const std::span<const int> columns = cover_.space().combination(target_.combination);
  const std::size_t rows = cover_.rows().size();
  misses_.assign(rows, 0);
  std::uint8_t* misses = misses_.data();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Value* cells = cover_.column(columns[i]).data();
    const Value value = target_.values[i];
    const auto miss = static_cast<std::uint8_t>(kOneMiss + i);
    for (std::size_t r = 0; r < rows; ++r) {
      misses[r] = static_cast<std::uint8_t>(misses[r] + (cells[r] != value ? miss : 0));
    }
  }
  cover_.CountSteps(20 + rows * columns.size() / 8);
  bool found = false;
  for (std::size_t r = 0; r < rows; ++r) {
    if (misses[r] < kOneMiss || misses[r] >= 2 * kOneMiss) continue;
    const std::size_t i = misses[r] - kOneMiss;
    const int column = columns[i];
    if (!Free(r, column) || target_.values[i] >= limits_[r]) continue;
    if (taboo_until_[Index(r, column)] > moves_) continue;
    const int loss = cover_.Loss(r, column);
    if (found && static_cast<int>(peers_[i].size()) - loss < best.score) continue;
    Move move{r, column, target_.values[i], Gain(r, i, target_.values[i]) - loss,
              changed_[Index(r, column)]};
    if (found && (move.score < best.score || (move.score == best.score && move.age >= best.age))) {
      continue;
    }
    if (!Valid(r, column, move.value)) continue;
    best = move;
    found = true;
  }
  return found;
}

void TabuSearch::Set(std::size_t row, int column, Value value, std::uint32_t tenure) {
  cover_.Change(row, column, value);
  changed_[Index(row, column)] = ++moves_;
  taboo_until_[Index(row, column)] = moves_ + tenure + random_.Below(tenure + 1);
}

void TabuSearch::Force(std::uint32_t tenure) {
  // Rows that need no repair are often the same few ones.
  const bool repair = constraints_ != nullptr && random_.Below(4) == 0;
  if (repair || !ForceIntoRow(tenure)) Complete(tenure);
}

bool TabuSearch::ForceIntoRow(std::uint32_t tenure) {
  const std::span<const int> columns = cover_.space().combination(target_.combination);
  const std::size_t rows = cover_.rows().size();
  std::size_t best = rows;
  int best_loss = INT_MAX;
  std::uint32_t ties = 0;
  for (std::size_t r = 0; r < rows; ++r) {
    int loss = 0;
    bool possible = true;
    for (std::size_t i = 0; i < columns.size() && possible; ++i) {
      if (cover_.rows()[r][columns[i]] == target_.values[i]) continue;
      possible = Free(r, columns[i]) && target_.values[i] < limits_[r] &&
                 taboo_until_[Index(r, columns[i])] <= moves_;
      loss += cover_.Loss(r, columns[i]);
    }
    if (!possible || loss > best_loss) continue;
    if (constraints_ != nullptr) {
      const std::span<const Value> cells = cover_.rows()[r];
      scratch_.assign(cells.begin(), cells.end());
      for (std::size_t i = 0; i < columns.size(); ++i) scratch_[columns[i]] = target_.values[i];
      const std::uint64_t calls = constraints_->calls();
      for (std::size_t i = 0; i < columns.size() && possible; ++i) {
        possible = constraints_->HoldsAt(scratch_, columns[i]);
      }
      cover_.CountSteps(8 + 50 * (constraints_->calls() - calls));
      if (!possible) continue;
    }
    if (loss < best_loss) ties = 0;
    if (loss < best_loss || random_.Below(++ties) == 0) best = r;
    if (loss < best_loss) best_loss = loss, ties = 1;
  }
  cover_.CountSteps(rows * columns.size());
  if (best == rows) return false;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (cover_.rows()[best][columns[i]] == target_.values[i]) continue;
    Set(best, columns[i], target_.values[i], tenure);
  }
  return true;
}

// Where constraints or given cells are in the way: a row becomes what the solver makes of it.
void TabuSearch::Complete(std::uint32_t tenure) {
  const std::span<const int> columns = cover_.space().combination(target_.combination);
  const std::size_t row = random_.Below(cover_.rows().size());
  ++moves_;
  cover_.CountSteps(100);
  if (constraints_ == nullptr) return;
  std::vector<Value> fixed(columns_, kDontCare), made;
  if (row < given_.size()) std::copy_n(given_[row].begin(), columns_, fixed.begin());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!Free(row, columns[i]) && fixed[columns[i]] != target_.values[i]) return;
    fixed[columns[i]] = target_.values[i];
  }
  const std::uint64_t calls = constraints_->calls();
  const Verdict verdict = constraints_->Complete(fixed, cover_.rows()[row], made);
  cover_.CountSteps(50 * columns_ + 50 * (constraints_->calls() - calls));
  if (verdict != Verdict::kPossible) return;
  for (std::size_t c = 0; c < columns_; ++c) {
    if (cover_.rows()[row][c] != made[c]) Set(row, static_cast<int>(c), made[c], tenure);
  }
}

}  // namespace combtest::internal::arrays
