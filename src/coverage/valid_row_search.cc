#include "src/coverage/valid_row_search.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

namespace combtest::internal::coverage {
namespace {

constexpr std::uint64_t kPredicateSteps = 1000;
// A learned clause with more literals rules out so few rows that it isn't worth being kept.
constexpr std::size_t kShort = 8;
constexpr std::size_t kKnown = 512;
constexpr std::size_t kTried = 64;

constexpr std::size_t WordsFor(Option options) { return (std::size_t{options} + 63) / 64; }

}  // namespace

ValidRowSearch::ValidRowSearch(const Levels& levels, const Constraints& constraints,
                               SearchBudget budget)
    : levels_(levels),
      predicates_(constraints.predicates),
      steps_per_tuple_(budget.steps_per_tuple),
      steps_left_(budget.steps),
      clauses_of_(levels.size()),
      row_(levels.size()) {
  for (const Option options : levels) {
    begin_.push_back(domains_.size());
    for (Option left = options; left > 0; left -= std::min<Option>(left, 64))
      domains_.push_back(left >= 64 ? ~Word{0} : (Word{1} << left) - 1);
    if (options == 0) no_row_ = true;
  }
  for (const coverage::Clause& given : constraints.clauses) {
    Clause clause;
    for (const coverage::Literal& literal : given.literals) {
      clause.push_back({literal.column, std::vector<Word>(WordsFor(levels[literal.column]))});
      for (Option option = 0; option < levels[literal.column]; ++option) {
        if (literal.allowed[option]) clause.back().allowed[option / 64] |= Word{1} << (option % 64);
      }
    }
    AddClause(std::move(clause));
  }
  tuple_steps_left_ = steps_per_tuple_;
  Columns all(levels.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  if (!no_row_ && !Propagate(domains_, all)) no_row_ = true;
}

ValidRowSearch::Literal ValidRowSearch::Only(std::size_t column, Option option) const {
  Literal literal{column, std::vector<Word>(WordsFor(levels_[column]))};
  literal.allowed[option / 64] = Word{1} << (option % 64);
  return literal;
}

ValidRowSearch::Literal ValidRowSearch::AllBut(std::size_t column, Option option) const {
  Literal literal{column, std::vector<Word>(WordsFor(levels_[column]), ~Word{0})};
  literal.allowed[option / 64] ^= Word{1} << (option % 64);
  return literal;
}

bool ValidRowSearch::Has(const Domains& domains, std::size_t column, Option option) const {
  return (domains[begin_[column] + option / 64] >> (option % 64) & 1) != 0;
}

bool ValidRowSearch::Meets(const Domains& domains, const Literal& literal) const {
  for (std::size_t i = 0; i < literal.allowed.size(); ++i) {
    if ((domains[begin_[literal.column] + i] & literal.allowed[i]) != 0) return true;
  }
  return false;
}

// Whether that took any option away.
bool ValidRowSearch::Restrict(Domains& domains, const Literal& literal) const {
  bool changed = false;
  for (std::size_t i = 0; i < literal.allowed.size(); ++i) {
    Word& word = domains[begin_[literal.column] + i];
    changed = changed || (word & ~literal.allowed[i]) != 0;
    word &= literal.allowed[i];
  }
  return changed;
}

void ValidRowSearch::TakeAway(Domains& domains, const Literal& literal) const {
  for (std::size_t i = 0; i < literal.allowed.size(); ++i)
    domains[begin_[literal.column] + i] &= ~literal.allowed[i];
}

// By a generator of its own, so that answers are always the same.
std::size_t ValidRowSearch::Random(std::size_t below) {
  random_ = random_ * 6364136223846793005u + 1442695040888963407u;
  return (random_ >> 33) % below;
}

// One of the options that are left, of which there must be one.
Option ValidRowSearch::Pick(const Domains& domains, std::size_t column) {
  const std::size_t words = WordsFor(levels_[column]);
  Option count = 0;
  for (std::size_t i = 0; i < words; ++i)
    count += static_cast<Option>(std::popcount(domains[begin_[column] + i]));
  auto skip = static_cast<Option>(Random(count));
  for (std::size_t i = 0;; ++i) {
    Word word = domains[begin_[column] + i];
    const auto bits = static_cast<Option>(std::popcount(word));
    if (skip >= bits) {
      skip -= bits;
      continue;
    }
    for (; skip > 0; --skip) word &= word - 1;
    return static_cast<Option>(i * 64) + static_cast<Option>(std::countr_zero(word));
  }
}

void ValidRowSearch::AddClause(Clause clause) {
  if (clause.empty()) no_row_ = true;
  for (const Literal& literal : clause) clauses_of_[literal.column].push_back(clauses_.size());
  clauses_.push_back(std::move(clause));
}

void ValidRowSearch::Spend(std::uint64_t steps) {
  tuple_steps_left_ -= std::min(tuple_steps_left_, steps);
  steps_left_ -= std::min(steps_left_, steps);
}

// Takes away what no clause leaves. False: nothing is left.
bool ValidRowSearch::Propagate(Domains& domains, Columns changed) {
  while (!changed.empty()) {
    const std::size_t column = changed.back();
    changed.pop_back();
    for (const std::size_t index : clauses_of_[column]) {
      const Literal* last = nullptr;
      std::size_t live = 0;
      for (const Literal& literal : clauses_[index]) {
        if (!Meets(domains, literal)) continue;
        last = &literal;
        if (++live > 1) break;
      }
      if (live == 0) return false;
      if (live == 1 && Restrict(domains, *last)) changed.push_back(last->column);
    }
    Spend(clauses_of_[column].size());
  }
  return true;
}

// What row_ breaks. From a predicate's answer it is learned: it would be the same in all rows that
// agree in the columns read.
std::optional<ValidRowSearch::Clause> ValidRowSearch::Broken() {
  Spend(clauses_.size());
  const auto holds = [&](const Literal& literal) {
    const Option option = row_[literal.column];
    return (literal.allowed[option / 64] >> (option % 64) & 1) != 0;
  };
  for (const Clause& clause : clauses_) {
    if (std::none_of(clause.begin(), clause.end(), holds)) return clause;
  }
  for (const Predicate& predicate : predicates_) {
    Columns read;
    Spend(kPredicateSteps);
    if (predicate.allows(row_, read)) continue;
    std::sort(read.begin(), read.end());
    read.erase(std::unique(read.begin(), read.end()), read.end());
    // No column is tried first each time: the one that matters may be any.
    if (!read.empty()) {
      std::rotate(read.begin(), read.begin() + static_cast<std::ptrdiff_t>(Random(read.size())),
                  read.end());
    }
    Clause clause;
    for (const std::size_t column : read) clause.push_back(AllBut(column, row_[column]));
    if (clause.size() <= kShort) AddClause(clause);
    return clause;
  }
  return std::nullopt;
}

// Makes row_ a row of these domains, changing as little as possible.
void ValidRowSearch::FitRow(const Domains& domains) {
  for (std::size_t column = 0; column < row_.size(); ++column) {
    if (!Has(domains, column, row_[column])) row_[column] = Pick(domains, column);
  }
}

void ValidRowSearch::Know(Row row) {
  if (known_.size() < kKnown) known_.emplace_back();
  known_[told_++ % kKnown] = std::move(row);
}

bool ValidRowSearch::TryKnown(const Domains& domains) {
  for (std::size_t i = 0; i < std::min(known_.size(), kTried); ++i) {
    row_ = known_[(told_ - 1 - i) % kKnown];  // the last first
    FitRow(domains);
    if (!Broken()) return true;
  }
  return false;
}

ValidRowSearch::Answer ValidRowSearch::FindIn(Domains domains, const Columns& changed) {
  if (!Propagate(domains, changed)) return Answer::kImpossible;
  if (tuple_steps_left_ == 0 || steps_left_ == 0) return Answer::kUndecided;
  FitRow(domains);
  const std::optional<Clause> broken = Broken();
  if (!broken) return Answer::kPossible;
  // One of its literals has to hold: the first, or the second without the first, and so on.
  for (const Literal& literal : *broken) {
    if (!Meets(domains, literal)) continue;
    Domains with = domains;
    Restrict(with, literal);
    const Answer answer = FindIn(std::move(with), {literal.column});
    if (answer != Answer::kImpossible) return answer;
    TakeAway(domains, literal);
    if (!Propagate(domains, {literal.column})) break;
  }
  return Answer::kImpossible;
}

ValidRowSearch::Answer ValidRowSearch::Find(std::span<const Cell> tuple, std::uint64_t part) {
  if (no_row_) return Answer::kImpossible;
  tuple_steps_left_ = steps_per_tuple_ / part;
  Domains domains = domains_;
  Columns changed;
  for (const Cell& cell : tuple) {
    if (!Has(domains, cell.column, cell.option)) return Answer::kImpossible;
    Restrict(domains, Only(cell.column, cell.option));
    changed.push_back(cell.column);
  }
  if (!Propagate(domains, changed)) return Answer::kImpossible;
  if (!predicates_.empty() && TryKnown(domains)) return Answer::kPossible;
  // From anywhere: varied rows show more tuples to be possible.
  for (std::size_t column = 0; column < row_.size(); ++column) row_[column] = Pick(domains, column);
  return FindIn(std::move(domains), {});
}

}  // namespace combtest::internal::coverage
