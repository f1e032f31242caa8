#include "src/coverage/coverage.h"

#include <stdexcept>
#include <utility>

#include "src/coverage/explanation.h"
#include "src/text/real_text.h"

namespace combtest::internal::coverage {
namespace {

constexpr std::size_t kSomeRows = 256;
constexpr std::uint64_t kEasy = 50;  // the part of its budget that a tuple has in the first round

std::uint8_t MarkOf(RowOutcome outcome) {
  switch (outcome) {
    case RowOutcome::kPassed:
      return TupleTable::kCovered;
    case RowOutcome::kFailed:
      return TupleTable::kFailed;
    case RowOutcome::kCrashed:
      return TupleTable::kCrashed;
    case RowOutcome::kCancelled:
      return TupleTable::kCancelled;
    case RowOutcome::kNotRun:
      return TupleTable::kNotRun;
  }
  return 0;
}

Reason ReasonOf(std::uint8_t byte) {
  if (byte & TupleTable::kFailed) return Reason::kFailed;
  if (byte & TupleTable::kCrashed) return Reason::kCrashed;
  if (byte & TupleTable::kCancelled) return Reason::kCancelled;
  if (byte & TupleTable::kNotRun) return Reason::kNotRun;
  return byte & TupleTable::kUndecided ? Reason::kUndecided : Reason::kNotSelected;
}

std::uint8_t BitOf(ValidRowSearch::Answer answer) {
  switch (answer) {
    case ValidRowSearch::Answer::kPossible:
      return TupleTable::kPossible;
    case ValidRowSearch::Answer::kImpossible:
      return TupleTable::kImpossible;
    case ValidRowSearch::Answer::kUndecided:
      break;
  }
  return TupleTable::kUndecided;
}

std::string Gigabytes(double bytes) { return RealText(bytes / 1e9, 3) + " GB"; }

Counts CountsOf(std::span<const std::uint8_t> tuples) {
  Counts counts;
  counts.all = tuples.size();
  for (const std::uint8_t byte : tuples) {
    if (byte & TupleTable::kCovered)
      ++counts.covered;
    else if (byte & TupleTable::kImpossible)
      ++counts.impossible;
    else if (byte & TupleTable::kUndecided)
      ++counts.undecided;
  }
  return counts;
}

// Decides the tuples of a table one set after the other. A row that is found shows more tuples to
// be possible than the one it was sought for.
class Decision {
 public:
  Decision(const Levels& levels, const Constraints& constraints, SearchBudget budget,
           const std::vector<Row>& valid)
      : search_(levels, constraints, budget) {
    for (const Row& row : valid) search_.Know(row);
  }

  // In the first round what is hard is left for later, when more valid rows are known.
  void Decide(TupleTable& table, std::size_t set, bool first_round) {
    const auto tuples = table.tuples(set);
    std::size_t unknown = 0;
    for (const std::uint8_t byte : tuples) unknown += byte == 0;
    const auto show = [&](const Row& row) {
      std::uint8_t& byte = tuples[table.IndexOf(set, row)];
      if (byte != 0) return;
      byte = TupleTable::kPossible;
      --unknown;
    };
    const std::vector<Row>& known = search_.known();
    for (std::size_t i = 0; unknown > 0 && i < known.size(); ++i) show(known[i]);
    for (std::size_t i = 0; unknown > 0 && i < tuples.size(); ++i) {
      if (tuples[i] != 0) continue;
      const auto answer = search_.Find(table.TupleAt(set, i), first_round ? kEasy : 1);
      if (first_round && answer == ValidRowSearch::Answer::kUndecided) continue;
      if (answer != ValidRowSearch::Answer::kPossible) {
        tuples[i] = BitOf(answer);
        --unknown;
        continue;
      }
      show(search_.row());
      search_.Know(search_.row());
    }
  }

 private:
  ValidRowSearch search_;
};

}  // namespace

Counts operator+(const Counts& a, const Counts& b) {
  return {a.all + b.all, a.covered + b.covered, a.impossible + b.impossible,
          a.undecided + b.undecided};
}

std::string_view ReasonText(Reason reason) {
  switch (reason) {
    case Reason::kFailed:
      return "failed";
    case Reason::kCrashed:
      return "crashed";
    case Reason::kCancelled:
      return "cancelled";
    case Reason::kNotRun:
      return "not run";
    case Reason::kUndecided:
      return "undecided";
    case Reason::kNotSelected:
      break;
  }
  return "not selected";
}

Coverage::Coverage(Levels levels, const std::vector<ColumnGroup>& groups, double memory_limit)
    : levels_(std::move(levels)), passed_(levels_.size()), others_(levels_.size()) {
  std::map<std::size_t, std::vector<ColumnGroup>> by_strength;
  double bytes = 0;
  for (const ColumnGroup& group : groups) {
    by_strength[group.strength].push_back(group);
    bytes += TupleTable::Bytes(CountTuples(group, levels_), group.strength);
  }
  if (bytes > memory_limit) {
    throw std::length_error("coverage of strength " + std::to_string(by_strength.rbegin()->first) +
                            " would take about " + Gigabytes(bytes) + " of memory, and may take " +
                            Gigabytes(memory_limit));
  }
  for (const auto& [strength, of_strength] : by_strength)
    tables_.emplace(strength, TupleTable(levels_, ColumnSets(of_strength)));
}

void Coverage::Add(std::span<const Option> row, RowOutcome outcome) {
  bool right = row.size() == levels_.size();
  for (std::size_t column = 0; right && column < row.size(); ++column)
    right = row[column] < levels_[column];
  if (!right) throw std::out_of_range("a row that isn't one of these columns");
  if (some_rows_.size() < kSomeRows) some_rows_.emplace_back(row.begin(), row.end());
  RowBlock& block = outcome == RowOutcome::kPassed ? passed_ : others_;
  block.Add(row, MarkOf(outcome));
  if (block.full()) Flush();
}

void Coverage::Flush() {
  for (auto& [strength, table] : tables_) {
    table.Cover(passed_);
    table.Mark(others_);
  }
  passed_.Clear();
  others_.Clear();
}

void Coverage::Decide(const Constraints& constraints, SearchBudget budget) {
  Flush();
  for (auto& [strength, table] : tables_) {
    for (std::size_t set = 0; set < table.sets().size(); ++set) {
      for (std::uint8_t& byte : table.tuples(set)) {
        byte &= TupleTable::kPossible - 1;  // what an earlier call decided
        if (byte == 0 && constraints.empty()) byte = TupleTable::kPossible;
      }
    }
  }
  if (constraints.empty()) return;
  Decision decision(levels_, constraints, budget, some_rows_);
  for (const bool first_round : {true, false}) {
    for (auto& [strength, table] : tables_) {
      for (std::size_t set = 0; set < table.sets().size(); ++set)
        decision.Decide(table, set, first_round);
    }
  }
}

Counts Coverage::counts() const {
  Counts sum;
  for (const auto& [strength, table] : tables_) sum = sum + counts(strength);
  return sum;
}

Counts Coverage::counts(std::size_t strength) const {
  Counts sum;
  const auto found = tables_.find(strength);
  if (found == tables_.end()) return sum;
  for (std::size_t set = 0; set < found->second.sets().size(); ++set)
    sum = sum + CountsOf(found->second.tuples(set));
  return sum;
}

std::vector<SetCounts> Coverage::CountsBySet(std::size_t strength) const {
  std::vector<SetCounts> counts;
  const auto found = tables_.find(strength);
  if (found == tables_.end()) return counts;
  for (std::size_t set = 0; set < found->second.sets().size(); ++set) {
    const auto columns = found->second.sets()[set];
    counts.push_back({{columns.begin(), columns.end()}, CountsOf(found->second.tuples(set))});
  }
  return counts;
}

// Until each(table, set, index, byte) says false.
template <class Each>
void Coverage::ForEachTuple(Each each) const {
  for (const auto& [strength, table] : tables_) {
    for (std::size_t set = 0; set < table.sets().size(); ++set) {
      const auto tuples = table.tuples(set);
      for (std::size_t i = 0; i < tuples.size(); ++i) {
        if (!each(table, set, i, tuples[i])) return;
      }
    }
  }
}

std::vector<MissingTuple> Coverage::Missing(std::size_t max) const {
  std::vector<MissingTuple> missing;
  ForEachTuple([&](const TupleTable& table, std::size_t set, std::size_t i, std::uint8_t byte) {
    if (missing.size() == max) return false;
    if ((byte & (TupleTable::kCovered | TupleTable::kImpossible)) == 0)
      missing.push_back({table.TupleAt(set, i), ReasonOf(byte)});
    return true;
  });
  return missing;
}

std::vector<ImpossibleTuple> Coverage::Impossible(std::size_t max,
                                                  const Constraints& constraints) const {
  std::vector<ImpossibleTuple> impossible;
  ForEachTuple([&](const TupleTable& table, std::size_t set, std::size_t i, std::uint8_t byte) {
    if (impossible.size() == max) return false;
    if ((byte & TupleTable::kImpossible) != 0) {
      Tuple tuple = table.TupleAt(set, i);
      auto names = RuledOutBy(tuple, levels_, constraints);
      impossible.push_back({std::move(tuple), std::move(names)});
    }
    return true;
  });
  return impossible;
}

}  // namespace combtest::internal::coverage
