#include "src/coverage/coverage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>
#include <string>

#include "test/coverage/random_model.h"

namespace combtest::test {
namespace {

using coverage::AllColumns;
using coverage::ColumnGroup;
using coverage::Constraints;
using coverage::Counts;
using coverage::Coverage;
using coverage::Option;
using coverage::Reason;
using coverage::Row;
using coverage::RowOutcome;
using coverage::Tuple;

struct Selected {
  Row row;
  RowOutcome outcome = RowOutcome::kPassed;
};

// Of what is known by trying everything.
struct Truth {
  std::map<std::vector<std::size_t>, Counts> counts;
  std::map<std::string, Reason> missing;
  std::set<std::string> impossible;
};

std::string Text(const Tuple& tuple) {
  std::string text;
  for (const auto& cell : tuple)
    text += std::to_string(cell.column) + "=" + std::to_string(cell.option) + " ";
  return text;
}

bool Occurs(const Tuple& tuple, const std::vector<Selected>& rows, RowOutcome outcome) {
  return std::any_of(rows.begin(), rows.end(), [&](const Selected& selected) {
    return selected.outcome == outcome && Has(selected.row, tuple);
  });
}

void AddTruth(const std::vector<std::size_t>& columns, const RandomModel& model,
              const std::vector<Selected>& rows, Truth& truth) {
  Counts& counts = truth.counts[columns];
  if (counts.all > 0) return;  // another group has this set, too
  for (const Tuple& tuple : TuplesOf(columns, model.levels)) {
    ++counts.all;
    if (Occurs(tuple, rows, RowOutcome::kPassed)) {
      ++counts.covered;
    } else if (!AnyHas(model.valid, tuple)) {
      ++counts.impossible;
      truth.impossible.insert(Text(tuple));
    } else {
      Reason& reason = truth.missing[Text(tuple)];
      if (Occurs(tuple, rows, RowOutcome::kFailed))
        reason = Reason::kFailed;
      else if (Occurs(tuple, rows, RowOutcome::kCrashed))
        reason = Reason::kCrashed;
      else if (Occurs(tuple, rows, RowOutcome::kCancelled))
        reason = Reason::kCancelled;
      else
        reason = Occurs(tuple, rows, RowOutcome::kNotRun) ? Reason::kNotRun : Reason::kNotSelected;
    }
  }
}

void Compare(const Coverage& measured, const Truth& truth, const RandomModel& model) {
  std::map<std::vector<std::size_t>, Counts> counts;
  Counts sum;
  for (std::size_t strength = 1; strength <= model.levels.size(); ++strength) {
    for (const auto& set : measured.CountsBySet(strength)) counts[set.columns] = set.counts;
    sum = sum + measured.counts(strength);
  }
  EXPECT_EQ(counts, truth.counts);
  EXPECT_EQ(sum, measured.counts());
  std::map<std::string, Reason> missing;
  for (const auto& tuple : measured.Missing(100'000)) missing[Text(tuple.tuple)] = tuple.reason;
  EXPECT_EQ(missing, truth.missing);
  EXPECT_EQ(measured.counts().missing(), missing.size());
}

// The names of a minimal set of constraints: together they leave no row with the tuple, and each of
// them is needed.
void CheckExplanation(const coverage::ImpossibleTuple& impossible, const RandomModel& model) {
  const auto none_is_valid = [&](const std::string& without) {
    Constraints named;
    for (const std::string& name : impossible.constraints) {
      for (const auto& clause : model.constraints.clauses) {
        if (clause.name == name && name != without) named.clauses.push_back(clause);
      }
      for (const auto& predicate : model.constraints.predicates) {
        if (predicate.name == name && name != without) named.predicates.push_back(predicate);
      }
    }
    const std::vector<Row> all = FullProduct(model.levels);
    return std::none_of(all.begin(), all.end(), [&](const Row& row) {
      return Has(row, impossible.tuple) && IsValid(row, named);
    });
  };
  EXPECT_FALSE(impossible.constraints.empty());
  EXPECT_TRUE(none_is_valid("")) << Text(impossible.tuple);
  for (const std::string& name : impossible.constraints)
    EXPECT_FALSE(none_is_valid(name)) << Text(impossible.tuple) << name;
}

std::vector<Selected> SelectRows(Dice& dice, const RandomModel& model) {
  std::vector<Selected> rows;
  if (model.valid.empty()) return rows;
  constexpr RowOutcome kOutcomes[] = {RowOutcome::kPassed,    RowOutcome::kPassed,
                                      RowOutcome::kFailed,    RowOutcome::kCrashed,
                                      RowOutcome::kCancelled, RowOutcome::kNotRun};
  for (std::size_t count = dice.Below(12); count > 0; --count) {
    rows.push_back(
        {model.valid[dice.Below(model.valid.size())], kOutcomes[dice.Below(std::size(kOutcomes))]});
  }
  return rows;
}

std::vector<ColumnGroup> MakeGroups(Dice& dice, std::size_t columns) {
  std::vector<ColumnGroup> groups{AllColumns(columns, dice.From(1, columns))};
  for (std::size_t more = dice.Below(3); more > 0; --more) {
    ColumnGroup group;
    for (std::size_t column = 0; column < columns; ++column) {
      if (dice.Below(3) > 0) group.columns.push_back(column);
    }
    if (group.columns.empty()) continue;
    group.strength = dice.From(1, group.columns.size());
    if (dice.Below(3) == 0) group.with = {group.columns[dice.Below(group.columns.size())]};
    groups.push_back(group);
  }
  return groups;
}

TEST(CoverageTest, AgreesWithTryingEverything) {
  std::size_t impossible_seen = 0;
  for (std::uint64_t seed = 0; seed < 2000 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice dice(seed);
    const RandomModel model = MakeModel(dice);
    const std::vector<Selected> rows = SelectRows(dice, model);
    const std::vector<ColumnGroup> groups = MakeGroups(dice, model.levels.size());
    Truth truth;
    for (const ColumnGroup& group : groups) {
      for (const auto& set : Sets(model.levels.size(), group.strength)) {
        const auto holds = [&](const auto& columns) {
          return std::includes(columns.begin(), columns.end(), set.begin(), set.end());
        };
        const bool with =
            std::includes(set.begin(), set.end(), group.with.begin(), group.with.end());
        if (holds(group.columns) && with) AddTruth(set, model, rows, truth);
      }
    }
    Coverage measured(model.levels, groups);
    for (const Selected& selected : rows) measured.Add(selected.row, selected.outcome);
    measured.Decide(model.constraints);
    Compare(measured, truth, model);
    std::set<std::string> impossible;
    for (const auto& tuple : measured.Impossible(100'000, model.constraints)) {
      impossible.insert(Text(tuple.tuple));
      if (seed % 10 == 0) CheckExplanation(tuple, model);
    }
    EXPECT_EQ(impossible, truth.impossible);
    impossible_seen += impossible.size();
  }
  EXPECT_GT(impossible_seen, 3'000u);
}

// Several blocks of rows, and rows that come after a decision.
TEST(CoverageTest, CountsWhatComesInManyBlocks) {
  const coverage::Levels levels{3, 300, 2, 70, 5};
  Coverage measured(levels, {AllColumns(5, 1), AllColumns(5, 2), AllColumns(5, 3)});
  std::map<std::size_t, std::set<std::string>> seen;
  Dice dice(1);
  for (int i = 0; i < 5000; ++i) {
    Row row;
    for (const Option options : levels) row.push_back(static_cast<Option>(dice.Below(options)));
    measured.Add(row);
    for (const std::size_t strength : {1, 2, 3}) {
      for (const auto& columns : Sets(5, strength)) {
        Tuple tuple;
        for (const std::size_t column : columns) tuple.push_back({column, row[column]});
        seen[strength].insert(Text(tuple));
      }
    }
    if (i == 1000 || i == 4999) {
      measured.Decide({});
      for (const std::size_t strength : {1, 2, 3})
        EXPECT_EQ(measured.counts(strength).covered, seen[strength].size()) << i << strength;
    }
  }
  EXPECT_EQ(measured.counts(1).all, 380u);
  EXPECT_EQ(measured.counts(1).covered, 380u);
}

TEST(CoverageTest, RowsThatPassWinOverThoseThatDidNot) {
  Coverage measured({2, 2}, {AllColumns(2, 2)});
  const Row row{1, 0};
  measured.Add(row, RowOutcome::kCrashed);
  measured.Decide({});
  EXPECT_EQ(measured.counts().covered, 0u);
  measured.Add(row);
  measured.Decide({});
  EXPECT_EQ(measured.counts().covered, 1u);
  measured.Add(row, RowOutcome::kFailed);
  measured.Decide({});
  EXPECT_EQ(measured.counts().covered, 1u);
  EXPECT_EQ(measured.Missing(10).size(), 3u);
  EXPECT_EQ(measured.Missing(2).size(), 2u);
}

TEST(CoverageTest, AHopelessPredicateLeavesTuplesUndecided) {
  Constraints constraints;
  constraints.predicates.push_back(
      {"needle", [](std::span<const Option> row, std::vector<std::size_t>& read) {
         for (std::size_t column = 0; column < row.size(); ++column) read.push_back(column);
         return std::all_of(row.begin(), row.end(), [](Option option) { return option == 3; });
       }});
  Coverage measured(coverage::Levels(20, 4), {AllColumns(20, 2)});
  measured.Decide(constraints, {.steps_per_tuple = 10'000, .steps = 1'000'000});
  const Counts counts = measured.counts();
  EXPECT_EQ(counts.covered, 0u);
  EXPECT_GT(counts.undecided, 2800u);  // few may be found by chance, or not at all
  EXPECT_EQ(counts.impossible, 0u);
  EXPECT_EQ(counts.missing(), counts.all);
  EXPECT_EQ(measured.Missing(1).at(0).reason, Reason::kUndecided);
  EXPECT_EQ(ReasonText(Reason::kUndecided), "undecided");
  // A row decides: what it has is possible, since it was there.
  measured.Add(Row(20, 3), RowOutcome::kFailed);
  measured.Decide(constraints, {.steps_per_tuple = 10'000, .steps = 1'000'000});
  EXPECT_EQ(measured.counts().undecided, counts.all - 190);
}

TEST(CoverageTest, RefusesWhatWouldTakeTooMuchMemory) {
  try {
    Coverage(coverage::Levels(1000, 100), {AllColumns(1000, 6)});
    FAIL();
  } catch (const std::length_error& error) {
    EXPECT_EQ(std::string(error.what()),
              "coverage of strength 6 would take about 1.37e+18 GB of memory, and may take "
              "1.07 GB");
  }
  EXPECT_THROW(Coverage(coverage::Levels(20, 10), {AllColumns(20, 3)}, 1e6), std::length_error);
  EXPECT_NO_THROW(Coverage(coverage::Levels(20, 10), {AllColumns(20, 3)}, 2e6));
}

TEST(CoverageTest, RefusesRowsOfOtherColumns) {
  Coverage measured({2, 3}, {AllColumns(2, 2)});
  EXPECT_THROW(measured.Add(Row{1, 3}), std::out_of_range);
  EXPECT_THROW(measured.Add(Row{1}), std::out_of_range);
  EXPECT_THROW(measured.Add(Row{1, 1, 1}), std::out_of_range);
}

}  // namespace
}  // namespace combtest::test
