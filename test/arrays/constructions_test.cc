#include "src/arrays/constructions.h"

#include <gtest/gtest.h>

#include <set>

#include "src/arrays/galois_field.h"
#include "src/arrays/symmetric.h"
#include "test/arrays/brute_force.h"

namespace combtest::internal::arrays {
namespace {

TEST(GaloisField, IsAField) {
  for (int q : {2, 3, 4, 5, 7, 8, 9, 16, 25, 27, 49}) {
    ASSERT_TRUE(GaloisField::Exists(q));
    const GaloisField field(q);
    for (int a = 0; a < q; ++a) {
      std::set<int> sums, products;
      for (int b = 0; b < q; ++b) {
        sums.insert(field.Add(a, b));
        products.insert(field.Multiply(a, b));
        const int c = (a + 2 * b + 1) % q;
        EXPECT_EQ(field.Multiply(a, field.Add(b, c)),
                  field.Add(field.Multiply(a, b), field.Multiply(a, c)));
      }
      EXPECT_EQ(sums.size(), static_cast<std::size_t>(q));
      EXPECT_EQ(products.size(), a == 0 ? 1u : static_cast<std::size_t>(q));
      if (a == 0) continue;
      EXPECT_EQ(field.Multiply(a, field.Inverse(a)), 1);
    }
  }
  for (int q : {0, 1, 6, 10, 12, 36}) EXPECT_FALSE(GaloisField::Exists(q));
  EXPECT_EQ(GaloisField::OrderFrom(10), 11);
  EXPECT_EQ(GaloisField::OrderFrom(1000), 1009);
}

TEST(Constructions, PolynomialsCoverOnceOnly) {
  for (int q : {2, 3, 4, 5, 8}) {
    for (int t = 2; t <= 3 && t <= q; ++t) {
      const int columns = q + (t == 3 && q % 2 == 0 ? 2 : 1);
      const auto rows = PolynomialArray({columns, q, t}, 1000);
      ASSERT_TRUE(rows) << q << " " << t;
      EXPECT_EQ(rows->size(), static_cast<std::size_t>(t == 2 ? q * q : q * q * q));
      EXPECT_TRUE(CoversAll(Equal(columns, q, t), *rows)) << q << " " << t;
    }
  }
  EXPECT_FALSE(PolynomialArray({7, 5, 2}, 30));
  EXPECT_TRUE(CoversAll(Equal(6, 6, 3), *PolynomialArray({6, 6, 3}, 400)));
}

TEST(Constructions, Katona) {
  for (int columns : {2, 3, 4, 5, 10, 11, 15, 16, 35, 36, 56, 57, 126, 127}) {
    EXPECT_TRUE(CoversAll(Equal(columns, 2, 2), KatonaArray(columns))) << columns;
  }
  EXPECT_EQ(KatonaArray(126).size(), 10u);
  EXPECT_EQ(KatonaArray(127).size(), 11u);
}

TEST(Constructions, Doubling) {
  const Rows three = *PolynomialArray({4, 3, 3}, 27);
  const Rows two = *PolynomialArray({4, 3, 2}, 9);
  const Rows doubled = DoubledArray(three, two, 3);
  EXPECT_EQ(doubled.size(), 27u + 2 * 9);
  EXPECT_TRUE(CoversAll(Equal(8, 3, 3), doubled));
}

TEST(Constructions, Starters) {
  std::uint64_t steps = 10'000'000;
  const auto rows = StarterArray({8, 5, 2}, 1, 1, steps);
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->size(), 32u);
  Rows whole = *rows;
  whole.Add(std::vector<Value>(8, 4));
  EXPECT_TRUE(CoversAll(Equal(8, 5, 2), whole));
  // Not enough cells for all differences.
  EXPECT_FALSE(StarterArray({4, 9, 2}, 0, 1, steps));
}

TEST(Constructions, GroupsAreGroups) {
  for (int options : {2, 3, 4, 5, 6, 7, 9, 10}) {
    for (const std::vector<Permutation>& group : GroupsFor(options)) {
      const std::set<Permutation> elements(group.begin(), group.end());
      EXPECT_EQ(elements.size(), group.size());
      for (const Permutation& a : group) {
        const Permutation& b = group[group.size() / 2];
        Permutation product(options);
        for (int x = 0; x < options; ++x) product[x] = a[b[x]];
        EXPECT_EQ(elements.count(product), 1u);
      }
    }
  }
}

TEST(Constructions, OrbitsOfStartersCoverAll) {
  for (const Uniform& wanted : {Uniform{6, 4, 3}, Uniform{9, 5, 2}, Uniform{7, 3, 4}}) {
    for (const std::vector<Permutation>& group : GroupsFor(wanted.options)) {
      SymmetricSearch search(wanted, group, 1, 1e9);
      search.Run(300'000);
      EXPECT_TRUE(
          CoversAll(Equal(wanted.columns, wanted.options, wanted.strength), search.Unfolded()));
      EXPECT_GE(search.size(), search.Unfolded().size());
      EXPECT_GE(search.size(), search.least());
    }
  }
}

}  // namespace
}  // namespace combtest::internal::arrays
