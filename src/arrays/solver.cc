#include "src/arrays/solver.h"

#include <algorithm>
#include <utility>

namespace combtest::internal::arrays {

Solver::Solver(const std::vector<Value>& levels, const std::vector<bool>& included)
    : levels_(levels), included_(included) {
  for (std::size_t c = 0; c < levels.size(); ++c) {
    first_.push_back(static_cast<Lit>(column_.size()));
    if (included_[c]) column_.insert(column_.end(), levels[c], static_cast<int>(c));
  }
  value_.resize(column_.size());
  depth_of_.resize(column_.size());
  reason_.resize(column_.size());
  seen_.resize(column_.size());
  watches_.resize(2 * column_.size());
  chosen_.resize(levels.size(), kDontCare);
  stamp_.resize(levels.size());
  for (std::size_t c = 0; c < levels.size(); ++c) {
    if (!included_[c]) continue;
    std::vector<Lit> one_of(levels[c]);
    for (Value v = 0; v < levels[c]; ++v) one_of[v] = 2 * (first_[c] + v);
    AddLits(std::move(one_of));
  }
}

void Solver::AddClause(const Clause& clause) {
  std::vector<Lit> lits;
  for (const Literal& literal : clause.literals) {
    const Value levels = levels_[literal.column];
    std::vector<bool> allowed(levels);
    for (Value v : literal.allowed) allowed[v] = true;
    const auto excluded = std::count(allowed.begin(), allowed.end(), false);
    if (excluded == 0) return;
    for (Value v = 0; v < levels; ++v) {
      const Lit lit = 2 * (first_[literal.column] + v);
      if (excluded == 1 && !allowed[v]) lits.push_back(Not(lit));
      if (excluded != 1 && allowed[v]) lits.push_back(lit);
    }
  }
  AddLits(std::move(lits));
}

void Solver::AddLits(std::vector<Lit> lits) {
  BackTo(0);
  std::sort(lits.begin(), lits.end());
  lits.erase(std::unique(lits.begin(), lits.end()), lits.end());
  std::vector<Lit> open;
  for (std::size_t i = 0; i < lits.size(); ++i) {
    if (True(lits[i]) || (i > 0 && lits[i] == Not(lits[i - 1]))) return;
    if (!False(lits[i])) open.push_back(lits[i]);
  }
  if (open.empty()) {
    possible_ = false;
  } else if (open.size() == 1) {
    Enqueue(open[0], kDecided);
    if (!Propagate()) possible_ = false;
  } else {
    Store(open);
  }
}

std::int32_t Solver::Store(const std::vector<Lit>& lits) {
  const auto index = static_cast<std::int32_t>(clauses_.size());
  clauses_.push_back(lits);
  watches_[lits[0]].push_back(index);
  watches_[lits[1]].push_back(index);
  return index;
}

void Solver::Enqueue(Lit lit, std::int32_t reason) {
  const int symbol = lit >> 1;
  value_[symbol] = (lit & 1) != 0 ? -1 : 1;
  depth_of_[symbol] = depth();
  reason_[symbol] = reason;
  if ((lit & 1) == 0) chosen_[column_[symbol]] = symbol - first_[column_[symbol]];
  trail_.push_back(lit);
}

bool Solver::Propagate() {
  while (head_ < trail_.size()) {
    const Lit lit = trail_[head_++];
    if ((lit & 1) == 0) {
      const int symbol = lit >> 1;
      const int column = column_[symbol];
      for (int s = first_[column]; s < first_[column] + levels_[column]; ++s) {
        if (s == symbol || value_[s] < 0) continue;
        if (value_[s] > 0) {
          conflict_ = {Not(lit), 2 * s + 1};
          return false;
        }
        Enqueue(2 * s + 1, -2 - symbol);
      }
    }
    const Lit failed = Not(lit);
    std::vector<std::int32_t>& watching = watches_[failed];
    std::size_t kept = 0;
    for (std::size_t i = 0; i < watching.size(); ++i) {
      const std::int32_t index = watching[i];
      std::vector<Lit>& clause = clauses_[index];
      if (clause[0] == failed) std::swap(clause[0], clause[1]);
      watching[kept++] = index;
      if (True(clause[0])) continue;
      std::size_t other = 2;
      while (other < clause.size() && False(clause[other])) ++other;
      if (other < clause.size()) {
        std::swap(clause[1], clause[other]);
        watches_[clause[1]].push_back(index);
        --kept;
      } else if (False(clause[0])) {
        conflict_ = clause;
        while (++i < watching.size()) watching[kept++] = watching[i];
        watching.resize(kept);
        return false;
      } else {
        Enqueue(clause[0], index);
      }
    }
    watching.resize(kept);
  }
  return true;
}

void Solver::BackTo(int target) {
  if (depth() <= target) return;
  for (std::size_t i = trail_.size(); i > levels_begin_[target]; --i) {
    const int symbol = trail_[i - 1] >> 1;
    if (value_[symbol] > 0) chosen_[column_[symbol]] = kDontCare;
    value_[symbol] = 0;
  }
  trail_.resize(levels_begin_[target]);
  levels_begin_.resize(target);
  head_ = trail_.size();
}

// Resolves back to the one literal of the current depth that all of the conflict follows from.
void Solver::Learn() {
  std::vector<Lit> learned = {0};
  std::vector<int> marked;
  std::size_t at = trail_.size();
  int open = 0;
  std::vector<Lit> reason = conflict_;
  Lit pivot = -1;
  ++clock_;
  while (true) {
    for (Lit lit : reason) {
      const int symbol = lit >> 1;
      if (lit == pivot || seen_[symbol] != 0 || depth_of_[symbol] == 0) continue;
      seen_[symbol] = 1;
      marked.push_back(symbol);
      stamp_[column_[symbol]] = clock_;
      if (depth_of_[symbol] == depth()) {
        ++open;
      } else {
        learned.push_back(lit);
      }
    }
    while (seen_[trail_[at - 1] >> 1] == 0) --at;
    pivot = trail_[--at];
    if (--open == 0) break;
    const std::int32_t why = reason_[pivot >> 1];
    if (why >= 0) {
      reason = clauses_[why];
    } else {
      reason = {2 * (-2 - why) + 1};
    }
  }
  learned[0] = Not(pivot);
  for (int symbol : marked) seen_[symbol] = 0;
  std::size_t second = 1;
  for (std::size_t i = 2; i < learned.size(); ++i) {
    if (depth_of_[learned[i] >> 1] > depth_of_[learned[second] >> 1]) second = i;
  }
  if (learned.size() == 1) {
    BackTo(0);
    Enqueue(learned[0], kDecided);
    return;
  }
  std::swap(learned[1], learned[second]);
  BackTo(depth_of_[learned[1] >> 1]);
  Enqueue(learned[0], Store(learned));
}

bool Solver::Conflict(bool is_new) {
  const auto depth_of = [this](Lit lit) { return depth_of_[lit >> 1]; };
  std::stable_sort(conflict_.begin(), conflict_.end(),
                   [&](Lit a, Lit b) { return depth_of(a) > depth_of(b); });
  if (conflict_.empty() || depth_of(conflict_[0]) == 0) {
    possible_ = false;
    return false;
  }
  // With one literal at that depth, what is learned is the clause itself.
  if (is_new && conflict_.size() > 1 && depth_of(conflict_[0]) == depth_of(conflict_[1])) {
    Store(conflict_);
  }
  BackTo(depth_of(conflict_[0]));
  Learn();
  return true;
}

void Solver::ForgetIfMany() {
  if (learned_from_ == 0) learned_from_ = clauses_.size();
  if (clauses_.size() < learned_from_ + kMaxLearned) return;
  clauses_.resize(learned_from_);
  for (std::vector<std::int32_t>& watching : watches_) watching.clear();
  for (std::size_t i = 0; i < clauses_.size(); ++i) {
    for (int w : {0, 1}) watches_[clauses_[i][w]].push_back(static_cast<std::int32_t>(i));
  }
}

int Solver::NextColumn() const {
  int best = -1;
  for (std::size_t c = 0; c < levels_.size(); ++c) {
    if (!included_[c] || chosen_[c] != kDontCare) continue;
    if (best < 0 || stamp_[c] > stamp_[best]) best = static_cast<int>(c);
  }
  return best;
}

Verdict Solver::Solve(std::span<const Value> fixed, std::span<const Value> preferred,
                      const Judge& judge, std::uint64_t& nodes, std::vector<Value>& row) {
  BackTo(0);
  ForgetIfMany();
  std::vector<Lit> assumed;
  for (std::size_t c = 0; c < levels_.size(); ++c) {
    if (included_[c] && fixed[c] != kDontCare) assumed.push_back(2 * (first_[c] + fixed[c]));
  }
  while (possible_) {
    if (!Propagate()) {
      if (!Conflict()) break;
      if (!judge) continue;
      if (nodes == 0) return Verdict::kUndecided;
      --nodes;
      continue;
    }
    if (depth() < static_cast<int>(assumed.size())) {
      const Lit next = assumed[depth()];
      if (False(next)) return Verdict::kImpossible;
      levels_begin_.push_back(trail_.size());
      if (!True(next)) Enqueue(next, kDecided);
      continue;
    }
    const int column = NextColumn();
    if (column >= 0) {
      Value v = preferred[column] == kDontCare ? 0 : preferred[column];
      while (value_[first_[column] + v] < 0) v = v + 1 == levels_[column] ? 0 : v + 1;
      levels_begin_.push_back(trail_.size());
      Enqueue(2 * (first_[column] + v), kDecided);
      continue;
    }
    row.resize(levels_.size());
    for (std::size_t c = 0; c < levels_.size(); ++c) {
      row[c] = included_[c] ? chosen_[c] : fixed[c] != kDontCare ? fixed[c] : preferred[c];
      if (row[c] == kDontCare) row[c] = 0;
    }
    if (!judge) return Verdict::kPossible;
    std::vector<Cell> nogood;
    if (judge(row, nogood)) return Verdict::kPossible;
    if (nodes == 0) return Verdict::kUndecided;
    --nodes;
    conflict_.clear();
    for (const Cell& cell : nogood) conflict_.push_back(2 * (first_[cell.column] + cell.value) + 1);
    if (!Conflict(true)) break;
  }
  return Verdict::kImpossible;
}

}  // namespace combtest::internal::arrays
