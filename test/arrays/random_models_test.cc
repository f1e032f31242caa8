// Thousands of small models with random constraints, against all rows that they have.
#include <gtest/gtest.h>

#include <memory>

#include "src/arrays/generate.h"
#include "src/arrays/improver.h"
#include "src/arrays/random.h"
#include "test/arrays/brute_force.h"
#include "test/support/rounds.h"

namespace combtest::internal::arrays {
namespace {

Model RandomColumns(Random& random) {
  Model model;
  const std::size_t columns = 2 + random.Below(4);
  for (std::size_t c = 0; c < columns; ++c) {
    model.levels.push_back(static_cast<Value>(1 + random.Below(3) + random.Below(2)));
  }
  model.strength = 1 + static_cast<int>(random.Below(3));
  return model;
}

void AddGroup(Model& model, Random& random) {
  Group group;
  for (std::size_t c = 0; c < model.levels.size(); ++c) {
    if (random.Below(2) == 0) group.columns.push_back(static_cast<int>(c));
  }
  random.Shuffle(group.columns);
  group.strength = 1 + static_cast<int>(random.Below(4));
  if (!group.columns.empty()) model.groups.push_back(group);
}

void AddClause(Model& model, Random& random) {
  Clause clause;
  const std::size_t literals = 1 + random.Below(3);
  for (std::size_t i = 0; i < literals; ++i) {
    Literal literal;
    literal.column = static_cast<int>(random.Below(model.levels.size()));
    for (Value v = 0; v < model.levels[literal.column]; ++v) {
      if (random.Below(3) != 0) literal.allowed.push_back(v);
    }
    clause.literals.push_back(literal);
  }
  model.clauses.push_back(clause);
}

// A tree: which column comes next depends on what was read, and so does the answer.
void AddPredicate(Model& model, Random& random) {
  const std::uint64_t salt = random.Next();
  const std::uint32_t refused = 1 + random.Below(4), depth = 1 + random.Below(4);
  const std::size_t columns = model.levels.size();
  model.predicates.push_back(std::make_shared<Asked>([=](Reader& row) {
    std::uint64_t path = salt;
    for (std::uint32_t i = 0; i < depth; ++i) {
      const int column = static_cast<int>(Random(path).Below(columns));
      path = Random(path, static_cast<std::uint64_t>(row[column]) + 1).Next();
    }
    return Random(path).Below(8) >= refused;
  }));
}

void AddGiven(Model& model, Random& random) {
  model.given = Rows(model.levels.size());
  const std::vector<std::vector<Value>> all = AllRows(model.levels);
  for (std::uint32_t tries = random.Below(6); tries > 0; --tries) {
    std::vector<Value> row = all[random.Below(all.size())];
    if (!IsValid(model, row)) continue;
    for (Value& v : row) {
      if (random.Below(3) == 0) v = kDontCare;
    }
    model.given.Add(row);
  }
}

void ExpectGivenFirst(const Model& model, const Array& array) {
  ASSERT_GE(array.rows.size(), model.given.size());
  for (std::size_t r = 0; r < model.given.size(); ++r) {
    for (std::size_t c = 0; c < model.levels.size(); ++c) {
      if (model.given[r][c] == kDontCare) continue;
      EXPECT_EQ(array.rows[r][c], model.given[r][c]);
    }
  }
}

// Models are told apart by their number, which is the seed.
void ExpectRight(const Model& model, std::uint64_t seed) {
  Settings settings;
  settings.seed = seed;
  settings.steps = 5'000;
  const Array array = Generate(model, settings);
  EXPECT_EQ(Fault(model, array), "") << "model " << seed;
  EXPECT_EQ(array.counts.undecided, 0u) << "model " << seed;
  ExpectGivenFirst(model, array);
}

TEST(RandomModels, WithoutConstraints) {
  for (std::uint64_t seed = 0; seed < test::Rounds(300); ++seed) {
    Random random(seed, 1);
    Model model = RandomColumns(random);
    if (random.Below(3) == 0) AddGroup(model, random);
    ExpectRight(model, seed);
  }
}

TEST(RandomModels, WithClauses) {
  for (std::uint64_t seed = 0; seed < test::Rounds(700); ++seed) {
    Random random(seed, 2);
    Model model = RandomColumns(random);
    if (random.Below(3) == 0) AddGroup(model, random);
    for (std::uint32_t n = 1 + random.Below(6); n > 0; --n) AddClause(model, random);
    ExpectRight(model, seed);
  }
}

TEST(RandomModels, WithPredicates) {
  for (std::uint64_t seed = 0; seed < test::Rounds(600); ++seed) {
    Random random(seed, 3);
    Model model = RandomColumns(random);
    for (std::uint32_t n = 1 + random.Below(3); n > 0; --n) AddPredicate(model, random);
    ExpectRight(model, seed);
  }
}

TEST(RandomModels, WithBothAndGivenRows) {
  for (std::uint64_t seed = 0; seed < test::Rounds(700); ++seed) {
    Random random(seed, 4);
    Model model = RandomColumns(random);
    if (random.Below(3) == 0) AddGroup(model, random);
    for (std::uint32_t n = random.Below(4); n > 0; --n) AddClause(model, random);
    for (std::uint32_t n = random.Below(3); n > 0; --n) AddPredicate(model, random);
    AddGiven(model, random);
    ExpectRight(model, seed);
  }
}

// Whether a valid row has the tuple when only these of its reasons count.
bool Possible(const Model& model, const ImpossibleTuple& tuple, std::size_t without) {
  Model part = model;
  part.clauses.clear();
  part.predicates.clear();
  for (std::size_t i : tuple.clauses) {
    if (without-- != 0) part.clauses.push_back(model.clauses[i]);
  }
  for (std::size_t i : tuple.predicates) {
    if (without-- != 0) part.predicates.push_back(model.predicates[i]);
  }
  for (const std::vector<Value>& row : AllRows(model.levels)) {
    const bool has = std::all_of(tuple.cells.begin(), tuple.cells.end(),
                                 [&](const Cell& cell) { return row[cell.column] == cell.value; });
    if (has && IsValid(part, row)) return true;
  }
  return false;
}

TEST(RandomModels, ImpossibleTuplesAreListedWithTheirReasons) {
  for (std::uint64_t seed = 0; seed < test::Rounds(150); ++seed) {
    Random random(seed, 5);
    Model model = RandomColumns(random);
    for (std::uint32_t n = 1 + random.Below(4); n > 0; --n) AddClause(model, random);
    for (std::uint32_t n = random.Below(2); n > 0; --n) AddPredicate(model, random);
    const std::vector<ImpossibleTuple> list = ListImpossible(model, {}, SIZE_MAX);
    EXPECT_EQ(list.size(), TruthOf(model).impossible) << "model " << seed;
    for (const ImpossibleTuple& tuple : list) {
      // The reasons are enough, and each is needed.
      const std::size_t reasons = tuple.clauses.size() + tuple.predicates.size();
      EXPECT_FALSE(Possible(model, tuple, reasons)) << "model " << seed;
      for (std::size_t i = 0; i < reasons; ++i) {
        EXPECT_TRUE(Possible(model, tuple, i)) << "model " << seed;
      }
    }
  }
}

// With little effort, of which most goes into the first array. A second one is made where there is
// enough left.
TEST(RandomModels, AnArrayThatIsBuiltAgainCoversNoLess) {
  int smaller = 0;
  for (std::uint64_t seed = 0; seed < test::Rounds(1000); ++seed) {
    Random random(seed, 7);
    Model model = RandomColumns(random);
    model.strength = std::min<int>(model.strength, static_cast<int>(model.levels.size()) - 1);
    for (std::uint32_t n = random.Below(3); n > 0; --n) AddPredicate(model, random);
    AddClause(model, random);
    Settings settings;
    settings.nodes_per_tuple = random.Below(3);
    settings.nodes = random.Below(40);
    try {
      const Improver first(model, settings, Rows(), model.strength < 3 ? 3 : 1);
      settings.steps = (first.steps() + 1) * 2;
      const Array array = Generate(model, settings);
      EXPECT_GE(array.counts.covered, first.Result().counts.covered) << "model " << seed;
      smaller += array.rows.size() < first.best().size() ? 1 : 0;
    } catch (const ArrayError&) {
      continue;  // no row is valid
    }
  }
  EXPECT_GT(smaller, 0);
}

// However small the budget: nothing wrong is said.
TEST(RandomModels, ASmallBudgetLeavesTuplesUndecided) {
  std::uint64_t undecided = 0;
  for (std::uint64_t seed = 0; seed < test::Rounds(200); ++seed) {
    Random random(seed, 6);
    Model model = RandomColumns(random);
    for (std::uint32_t n = 1 + random.Below(3); n > 0; --n) AddPredicate(model, random);
    Settings settings;
    settings.steps = 5'000;
    settings.nodes_per_tuple = random.Below(3);
    settings.nodes = random.Below(40);
    const Array array = Generate(model, settings);
    EXPECT_EQ(Fault(model, array), "") << "model " << seed;
    undecided += array.counts.undecided;
  }
  EXPECT_GT(undecided, 0u);
}

}  // namespace
}  // namespace combtest::internal::arrays
