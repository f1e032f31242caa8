// Small models made at random, and what is true of them by trying everything.
#ifndef COMBTEST_TEST_COVERAGE_RANDOM_MODEL_H_
#define COMBTEST_TEST_COVERAGE_RANDOM_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "src/coverage/constraints.h"
#include "src/coverage/row.h"

namespace combtest::test {

namespace coverage = combtest::internal::coverage;

struct RandomModel {
  coverage::Levels levels;
  coverage::Constraints constraints;
  std::vector<coverage::Row> valid;  // all valid rows
};

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  std::size_t Below(std::size_t bound) { return engine_() % bound; }
  std::size_t From(std::size_t low, std::size_t high) { return low + Below(high - low + 1); }

 private:
  std::mt19937_64 engine_;
};

// Judged here by code of the test's own.
bool IsValid(const coverage::Row& row, const coverage::Constraints& constraints);
std::vector<coverage::Row> FullProduct(const coverage::Levels& levels);
bool Has(const coverage::Row& row, const coverage::Tuple& tuple);
bool AnyHas(const std::vector<coverage::Row>& rows, const coverage::Tuple& tuple);
// All tuples of these columns, the last varying fastest.
std::vector<coverage::Tuple> TuplesOf(const std::vector<std::size_t>& columns,
                                      const coverage::Levels& levels);
// All sets of that many columns.
std::vector<std::vector<std::size_t>> Sets(std::size_t columns, std::size_t size);

RandomModel MakeModel(Dice& dice);

}  // namespace combtest::test

#endif  // COMBTEST_TEST_COVERAGE_RANDOM_MODEL_H_
