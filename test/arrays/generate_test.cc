#include "src/arrays/generate.h"

#include <gtest/gtest.h>

#include <memory>

#include "src/arrays/tuple_space.h"
#include "test/arrays/brute_force.h"

namespace combtest::internal::arrays {
namespace {

std::uint64_t Hash(const Rows& rows) {
  std::uint64_t hash = 14695981039346656037u;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (Value v : rows[r]) hash = (hash ^ static_cast<std::uint64_t>(v)) * 1099511628211u;
  }
  return hash;
}

Settings Steps(std::uint64_t steps) {
  Settings settings;
  settings.steps = steps;
  return settings;
}

std::size_t SizeOf(const Model& model, std::uint64_t steps) {
  const Array array = Generate(model, Steps(steps));
  EXPECT_TRUE(CoversAll(model, array.rows));
  return array.rows.size();
}

Model WithConstraints() {
  Model model;
  model.levels = {3, 4, 2, 3, 5, 2, 2, 3};
  model.clauses = {Forbid(model, {0, 1}, {1, 2}), Forbid(model, {4, 0}, {3, 2}),
                   Forbid(model, {5, 0}, {6, 1})};
  model.predicates.push_back(std::make_shared<Asked>(
      [](Reader& row) { return row[2] == 0 || row[7] != 1 || row[0] == 2; }));
  return model;
}

TEST(Generate, KnownSizes) {
  EXPECT_EQ(SizeOf(Equal(4, 3, 2), 1'000'000), 9u);
  EXPECT_EQ(SizeOf(Equal(13, 3, 2), 5'000'000), 15u);
  EXPECT_EQ(SizeOf(Equal(10, 2, 3), 3'000'000), 12u);
  EXPECT_EQ(SizeOf(Equal(10, 3, 3), 3'000'000), 45u);
  EXPECT_EQ(SizeOf(Equal(6, 4, 3), 1'000'000), 64u);
  EXPECT_EQ(SizeOf(Equal(6, 5, 3), 1'000'000), 125u);
  EXPECT_EQ(SizeOf(Equal(20, 5, 2), 1'000'000), 45u);
  EXPECT_EQ(SizeOf(Equal(7, 4, 1), 1'000'000), 4u);
}

TEST(Generate, MixedLevels) {
  Model model;
  model.levels = {2, 2, 2, 2, 2, 2, 2, 3, 3, 4, 10, 10};
  EXPECT_EQ(SizeOf(model, 3'000'000), 100u);
  model.levels = {5, 5, 200, 5, 5, 5, 5, 5, 5};
  EXPECT_EQ(SizeOf(model, 1'000'000), 1000u);
  model.levels = {2, 100, 2, 2, 100, 2, 2};
  EXPECT_EQ(SizeOf(model, 1'000'000), 10'000u);
}

TEST(Generate, ManyColumnsOfTwoOptionsNeedFewRows) {
  EXPECT_EQ(SizeOf(Equal(100, 2, 2), 1'000'000), 10u);
  EXPECT_EQ(SizeOf(Equal(200, 2, 2), 1'000'000), 11u);
  EXPECT_LE(SizeOf(Equal(90, 2, 3), 2'000'000), 51u);
}

// The same on every machine, with every compiler and standard library.
TEST(Generate, TheSameEverywhere) {
  EXPECT_EQ(Hash(Generate(WithConstraints(), Steps(300'000)).rows), 12753041342777430765u);
  EXPECT_EQ(Hash(Generate(Equal(9, 3, 2), Steps(300'000)).rows), 7701527548888358072u);
  EXPECT_EQ(Hash(Generate(Equal(8, 6, 2), Steps(2'000'000)).rows), 12505984891548412421u);
  EXPECT_EQ(Hash(Generate(Equal(30, 2, 3), Steps(2'000'000)).rows), 1821850265955827224u);
  EXPECT_EQ(Hash(Generate(Equal(6, 10, 3), Steps(2'000'000)).rows), 17407958588938280188u);
  Settings other = Steps(300'000);
  other.seed = 2;
  EXPECT_EQ(Hash(Generate(WithConstraints(), other).rows), 10473823647444953643u);
}

TEST(Generate, AgainTheSame) {
  EXPECT_EQ(Generate(WithConstraints(), Steps(100'000)).rows,
            Generate(WithConstraints(), Steps(100'000)).rows);
}

TEST(Generate, TheStrengthMayBeAboveTheNumberOfColumns) {
  Model model = Equal(3, 3, 5);
  model.clauses = {Forbid(model, {0, 1}, {2, 2})};
  const Array array = Generate(model);
  EXPECT_EQ(array.rows.size(), 24u);
  EXPECT_EQ(array.counts, (Counts{24, 3, 0}));
  EXPECT_EQ(array.lower_bound, 24u);
}

TEST(Generate, WhereNothingIsValidThereAreNoRows) {
  Model model = Equal(4, 2, 2);
  model.clauses.emplace_back();
  const Array array = Generate(model);
  EXPECT_TRUE(array.rows.empty());
  EXPECT_EQ(array.counts, (Counts{0, 24, 0}));
  model.strength = 4;
  EXPECT_EQ(Generate(model).counts, (Counts{0, 16, 0}));
}

TEST(Generate, GivenRowsStayTheFirstOnes) {
  Model model = WithConstraints();
  const Array first = Generate(model, Steps(200'000));
  // An option more, and a column whose options are still open in the old rows.
  Model wider = model;
  ++wider.levels[2];
  wider.levels.push_back(3);
  wider.given = Rows(wider.levels.size());
  for (std::size_t r = 0; r < first.rows.size(); ++r) {
    std::vector<Value> row(first.rows[r].begin(), first.rows[r].end());
    row.push_back(kDontCare);
    wider.given.Add(row);
  }
  const Array extended = Generate(wider, Steps(500'000));
  EXPECT_EQ(Fault(wider, extended), "");
  for (std::size_t r = 0; r < first.rows.size(); ++r) {
    for (std::size_t c = 0; c < model.levels.size(); ++c) {
      EXPECT_EQ(extended.rows[r][c], first.rows[r][c]);
    }
  }
  // An option of a column that others have up to five of: no more than that.
  EXPECT_LE(extended.rows.size(), first.rows.size() + 7);
}

TEST(Generate, FromPairsToTriples) {
  Model model = Equal(6, 3, 2);
  const Array pairs = Generate(model, Steps(500'000));
  model.strength = 3;
  model.given = pairs.rows;
  const Array triples = Generate(model, Steps(1'000'000));
  EXPECT_EQ(Fault(model, triples), "");
  for (std::size_t r = 0; r < pairs.rows.size(); ++r) {
    EXPECT_TRUE(std::equal(pairs.rows[r].begin(), pairs.rows[r].end(), triples.rows[r].begin()));
  }
  EXPECT_LE(triples.rows.size(), 44u);
}

std::string MessageOf(const Model& model, const Settings& settings = {}) {
  try {
    Generate(model, settings);
  } catch (const ArrayError& error) {
    return error.what();
  }
  return "";
}

TEST(Generate, RefusesWhatMakesNoSense) {
  EXPECT_EQ(MessageOf({}), "An array needs at least one column.");
  EXPECT_EQ(MessageOf(Equal(3, 0, 2)), "Column 0 has no options.");
  EXPECT_EQ(MessageOf(Equal(3, 2, 7)), "The strength 7 isn't from 1 to 6.");
  EXPECT_EQ(MessageOf(Equal(3, 2, 0)), "The strength 0 isn't from 1 to 6.");
  Model model = Equal(3, 2, 2);
  model.groups = {{{0, 3}, 2}};
  EXPECT_EQ(MessageOf(model), "A group names column 3 of 3.");
  model.groups = {{{0, 1, 0}, 2}};
  EXPECT_EQ(MessageOf(model), "A group names column 0 twice.");
  model.groups.clear();
  model.clauses = {{{{1, {0, 2}}}}};
  EXPECT_EQ(MessageOf(model), "A constraint names option 2 of column 1, which has 2.");
  model.clauses = {Forbid(model, {0, 0}, {1, 0})};
  model.given = Rows(3);
  model.given.Add(std::vector<Value>{0, 1, 2});
  EXPECT_EQ(MessageOf(model), "Row 0 has option 2 of column 2, which has 2.");
  model.given = Rows(3);
  model.given.Add(std::vector<Value>{1, 0, 1});
  model.given.Add(std::vector<Value>{0, 0, kDontCare});
  EXPECT_EQ(MessageOf(model),
            "Given row 1 violates a constraint, or can't be completed to a valid row.");
}

// The least memory for so many rows.
std::uint64_t MemoryOf(std::uint64_t rows, std::uint64_t columns) { return rows * columns * 16; }

TEST(Generate, RefusesWhatNeedsTooMuchMemory) {
  try {
    Generate(Equal(7, 100, 4));
    FAIL() << "3.5 billion tuples";
  } catch (const TooLarge& error) {
    EXPECT_GT(error.bytes(), 2147483648.0);
    EXPECT_STREQ(error.what(),
                 "An array for these 3500000000 tuples would need 10.4 GiB of memory, "
                 "and the limit is 2.0 GiB.");
  }
  Settings little;
  little.memory_limit = 5'000;
  EXPECT_THROW(Generate(Equal(20, 10, 2), little), TooLarge);
  EXPECT_THROW(Generate(Equal(20, 10, 20), little), ArrayError);
  try {
    ThrowTooLarge(9, 2147483649, 2147483648);
  } catch (const TooLarge& error) {
    EXPECT_STREQ(
        error.what(),
        "An array for these 9 tuples would need more than 2.0 GiB of memory, and the limit "
        "is 2.0 GiB.");
  }
}

// Greedy rows: what is covered fits, and they don't. All valid rows are there twice, and no more.
TEST(Generate, RefusesRowsThatNeedTooMuchMemory) {
  Model model;
  model.levels = {60, 60, 2, 2};
  model.strength = 2;
  model.clauses = {Forbid(model, {0, 0}, {1, 0})};
  Settings little = Steps(1);
  little.memory_limit =
      static_cast<std::uint64_t>(TupleSpace::Bytes(model, TupleSpace::Use::kBuild)) + 1;
  ASSERT_LT(little.memory_limit, MemoryOf(3'599, 4));
  EXPECT_THROW(Generate(model, little), TooLarge);
  little.memory_limit = MemoryOf(10'000, 4);
  EXPECT_NO_THROW(Generate(model, little));

  const Model all = Equal(4, 10, 4);
  EXPECT_EQ(Generate(all, little).rows.size(), 10'000u);
  little.memory_limit = MemoryOf(10'000, 4) / 2;
  EXPECT_EQ(Generate(all, little).rows.size(), 10'000u);
  little.memory_limit -= 1;
  EXPECT_THROW(Generate(all, little), TooLarge);
}

TEST(Generate, APredicateThatContradictsItselfIsFoundOut) {
  Model model = Equal(6, 3, 2);
  auto count = std::make_shared<int>(0);
  model.predicates.push_back(
      std::make_shared<Asked>([count](Reader& row) { return row[++*count % 6] != 1; }));
  EXPECT_THROW(Generate(model), ArrayError);
}

// Ten predicates of three columns, all pairs of 4^20: few calls, and every pair is decided.
TEST(Generate, PredicatesAreAskedSparingly) {
  Model model = Equal(20, 4, 2);
  std::vector<std::shared_ptr<Asked>> asked;
  for (int i = 0; i < 10; ++i) {
    asked.push_back(std::make_shared<Asked>([i](Reader& row) {
      return row[i] != i % 4 || row[i + 5] == row[i + 10] || row[i + 10] == 1;
    }));
    model.predicates.push_back(asked.back());
  }
  const Array array = Generate(model, Steps(1'000'000));
  EXPECT_EQ(array.counts.undecided, 0u);
  EXPECT_EQ(array.counts.covered + array.counts.impossible, 190u * 16);
  std::uint64_t calls = 0;
  for (const auto& predicate : asked) calls += predicate->calls;
  EXPECT_LE(calls, 640u);  // one for each answer that there is
  for (std::size_t r = 0; r < array.rows.size(); ++r) EXPECT_TRUE(IsValid(model, array.rows[r]));
}

TEST(GainOrder, TheRowThatAddsMostComesFirst) {
  const Model model = Equal(4, 2, 2);
  Rows rows(4);
  const std::vector<std::vector<Value>> list = {
      {0, 0, 0, 0}, {0, 0, 0, 1}, {1, 1, 1, 1}, {0, 0, 1, 1}};
  for (const std::vector<Value>& row : list) rows.Add(row);
  EXPECT_EQ(GainOrder(model, rows), (std::vector<std::size_t>{0, 2, 3, 1}));
  EXPECT_EQ(GainOrder(model, rows, 2), (std::vector<std::size_t>{0, 1, 2, 3}));
}

TEST(ListImpossible, NamesTheConstraints) {
  Model model = Equal(3, 2, 2);
  // 0 needs 1, and 1 needs 2; so 0 without 2 can't be.
  model.clauses = {Forbid(model, {0, 1}, {1, 0}), Forbid(model, {1, 1}, {2, 0})};
  const std::vector<ImpossibleTuple> list = ListImpossible(model, {}, 10);
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[0].cells, (std::vector<Cell>{{0, 1}, {1, 0}}));
  EXPECT_EQ(list[0].clauses, std::vector<std::size_t>{0});
  EXPECT_EQ(list[1].cells, (std::vector<Cell>{{0, 1}, {2, 0}}));
  EXPECT_EQ(list[1].clauses, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(ListImpossible(model, {}, 2).size(), 2u);
}

}  // namespace
}  // namespace combtest::internal::arrays
