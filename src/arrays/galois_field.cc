#include "src/arrays/galois_field.h"

#include <algorithm>

namespace combtest::internal::arrays {
namespace {

int SmallestPrimeFactor(int q) {
  for (int p = 2; p * p <= q; ++p) {
    if (q % p == 0) return p;
  }
  return q;
}

// Elements are polynomials over Z_p, their coefficients the digits of the number to the base p.
int AddDigits(int a, int b, int p) {
  int sum = 0;
  for (int place = 1; a > 0 || b > 0; place *= p, a /= p, b /= p) {
    sum += (a % p + b % p) % p * place;
  }
  return sum;
}

// x times the polynomial, where x^m is `reduction`.
int TimesX(int a, int p, int q, int reduction) {
  const int top = a / (q / p);
  int product = a % (q / p) * p;
  for (int i = 0; i < top; ++i) product = AddDigits(product, reduction, p);
  return product;
}

// The powers of x, or of g in a prime field; empty where they don't reach every element but 0.
std::vector<int> Powers(int p, int q, int parameter) {
  std::vector<int> powers;
  std::vector<bool> seen(q);
  for (int a = 1; a != 0 && !seen[a];) {
    seen[a] = true;
    powers.push_back(a);
    a = p == q ? static_cast<int>(static_cast<long long>(a) * parameter % p)
               : TimesX(a, p, q, parameter);
  }
  if (static_cast<int>(powers.size()) != q - 1) powers.clear();
  return powers;
}

}  // namespace

bool GaloisField::Exists(int q) {
  if (q < 2 || q > kMaxOrder) return false;
  const int p = SmallestPrimeFactor(q);
  while (q % p == 0) q /= p;
  return q == 1;
}

int GaloisField::OrderFrom(int n) {
  for (int q = std::max(n, 2); q <= kMaxOrder; ++q) {
    if (Exists(q)) return q;
  }
  return 0;
}

GaloisField::GaloisField(int q) : q_(q), p_(SmallestPrimeFactor(q)), log_(q) {
  for (int parameter = 1; exp_.empty(); ++parameter) exp_ = Powers(p_, q_, parameter);
  for (int i = 0; i < q - 1; ++i) log_[exp_[i]] = i;
  exp_.resize(2 * static_cast<std::size_t>(q - 1) + 1);
  for (int i = q - 1; i < static_cast<int>(exp_.size()); ++i) exp_[i] = exp_[i - (q - 1)];
}

int GaloisField::Add(int a, int b) const {
  if (p_ == q_) return a + b < q_ ? a + b : a + b - q_;
  if (p_ == 2) return a ^ b;
  return AddDigits(a, b, p_);
}

}  // namespace combtest::internal::arrays
