// Arrays that need no search, or a small one, for models without constraints: of equal columns, or
// of such from which options and columns are dropped.
#ifndef COMBTEST_SRC_ARRAYS_CONSTRUCTIONS_H_
#define COMBTEST_SRC_ARRAYS_CONSTRUCTIONS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "src/arrays/rows.h"

namespace combtest::internal::arrays {

// k columns of v options each.
struct Uniform {
  int columns = 0;
  int options = 0;
  int strength = 0;
};

// Rows of a polynomial's values over a field of at least `options` elements (Bush), options that
// are too many wrapped. Nothing where there are too many columns, or the rows don't fit into
// `most_rows`.
std::optional<Rows> PolynomialArray(const Uniform& wanted, std::size_t most_rows);

// Columns of two options at strength 2 (Katona; Kleitman and Spencer): the smallest there is.
Rows KatonaArray(int columns);

// Strength t. The first t of the levels, which fall, are combined fully; a row of `rest`, an array
// of strength t of the other columns, is chosen by the sum of the first options. Needs no more rows
// in `rest` than the level of the last combined column.
Rows SumArray(const std::vector<Value>& levels, int strength, const Rows& rest);

// Strength 3 from arrays of half as many columns (Roux; Chateauneuf and Kreher): of strength 3, and
// of strength 2.
Rows DoubledArray(const Rows& three, const Rows& two, int options);

// Strength 2: the turns and shifts of one row, found by a search (cover starters: Meagher and
// Stevens; Lobb, Colbourn, Danziger, Stevens and Torres-Jimenez). `fixed` of the options don't
// shift; their own pairs, an array of that many options, are the caller's to add, as options from
// options - fixed on.
std::optional<Rows> StarterArray(const Uniform& wanted, int fixed, std::uint64_t seed,
                                 std::uint64_t& steps);

// The columns of an array with some left out and options that are too many wrapped, so that it fits
// the levels.
Rows Fitted(const Rows& rows, const std::vector<Value>& levels);

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_CONSTRUCTIONS_H_
