#include "src/arrays/constructions.h"

#include <algorithm>

#include "src/arrays/galois_field.h"

namespace combtest::internal::arrays {

std::optional<Rows> PolynomialArray(const Uniform& wanted, std::size_t most_rows) {
  const int t = wanted.strength;
  // Values at q points, and the leading coefficient; at strength 3 and even q also that of x.
  for (int q = GaloisField::OrderFrom(wanted.options); q != 0; q = GaloisField::OrderFrom(q + 1)) {
    std::size_t rows = 1;
    for (int i = 0; i < t && rows <= most_rows; ++i) rows *= static_cast<std::size_t>(q);
    if (rows > most_rows) return std::nullopt;
    if (q < t || wanted.columns > q + (t == 3 && q % 2 == 0 ? 2 : 1)) continue;
    const GaloisField field(q);
    Rows array(wanted.columns);
    array.Reserve(rows);
    std::vector<Value> coefficients(t), row(wanted.columns);
    for (std::size_t r = 0; r < rows; ++r) {
      std::size_t rest = r;
      for (int i = 0; i < t; ++i, rest /= q) coefficients[i] = static_cast<Value>(rest % q);
      for (int c = 0; c < wanted.columns; ++c) {
        int value = 0;
        for (int i = c < q ? t : 0; i-- > 0;) {
          value = field.Add(field.Multiply(value, c), coefficients[i]);
        }
        if (c == q) value = coefficients[t - 1];
        if (c == q + 1) value = coefficients[1];
        row[c] = value % wanted.options;
      }
      array.Add(row);
    }
    return array;
  }
  return std::nullopt;
}

Rows KatonaArray(int columns) {
  // n rows: a first one of zeros; below it, each column has ones in more than half of the places,
  // the same number in each, and in places of its own.
  std::size_t n = 4;
  const auto most = [](std::size_t rows) {
    std::uint64_t choose = 1;
    for (std::uint64_t i = 1; i <= (rows + 1) / 2; ++i) choose = choose * (rows - i) / i;
    return choose;
  };
  while (most(n) < static_cast<std::uint64_t>(columns)) ++n;
  std::vector<std::vector<Value>> rows(n, std::vector<Value>(columns));
  std::vector<Value> ones(n - 1);
  std::fill(ones.end() - static_cast<std::ptrdiff_t>((n + 1) / 2), ones.end(), 1);
  for (int c = 0; c < columns; ++c) {
    for (std::size_t r = 1; r < n; ++r) rows[r][c] = ones[r - 1];
    std::next_permutation(ones.begin(), ones.end());
  }
  Rows array(columns);
  for (const std::vector<Value>& row : rows) array.Add(row);
  return array;
}

Rows SumArray(const std::vector<Value>& levels, int strength, const Rows& rest) {
  Rows array(levels.size());
  std::size_t rows = 1;
  for (int i = 0; i < strength; ++i) rows *= static_cast<std::size_t>(levels[i]);
  array.Reserve(rows);
  std::vector<Value> row(levels.size());
  for (std::size_t r = 0; r < rows; ++r) {
    std::size_t left = r, sum = 0;
    for (int i = strength; i-- > 0; left /= levels[i]) {
      row[i] = static_cast<Value>(left % levels[i]);
      sum += static_cast<std::size_t>(row[i]);
    }
    if (!rest.empty()) {
      const auto chosen = rest[sum % levels[strength - 1] % rest.size()];
      std::copy(chosen.begin(), chosen.end(), row.begin() + strength);
    }
    array.Add(row);
  }
  return array;
}

Rows DoubledArray(const Rows& three, const Rows& two, int options) {
  const std::size_t half = three.columns();
  Rows array(2 * half);
  std::vector<Value> row(2 * half);
  for (std::size_t r = 0; r < three.size(); ++r) {
    for (std::size_t c = 0; c < half; ++c) row[c] = row[half + c] = three[r][c];
    array.Add(row);
  }
  for (int shift = 1; shift < options; ++shift) {
    for (std::size_t r = 0; r < two.size(); ++r) {
      for (std::size_t c = 0; c < half; ++c) {
        row[c] = two[r][c];
        row[half + c] = (two[r][c] + shift) % options;
      }
      array.Add(row);
    }
  }
  return array;
}

Rows Fitted(const Rows& rows, const std::vector<Value>& levels) {
  Rows fitted(levels.size());
  fitted.Reserve(rows.size());
  std::vector<Value> row(levels.size());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < levels.size(); ++c) row[c] = rows[r][c] % levels[c];
    fitted.Add(row);
  }
  return fitted;
}

}  // namespace combtest::internal::arrays
