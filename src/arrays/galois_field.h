// The finite field of q elements, which are numbered from 0 (zero) and 1 (one).
#ifndef COMBTEST_SRC_ARRAYS_GALOIS_FIELD_H_
#define COMBTEST_SRC_ARRAYS_GALOIS_FIELD_H_

#include <vector>

namespace combtest::internal::arrays {

class GaloisField {
 public:
  static constexpr int kMaxOrder = 4096;
  static bool Exists(int q);  // q is a prime power, not above kMaxOrder
  // The smallest order that isn't below n; 0: none.
  static int OrderFrom(int n);

  explicit GaloisField(int q);
  int order() const { return q_; }
  int Add(int a, int b) const;
  int Multiply(int a, int b) const { return a == 0 || b == 0 ? 0 : exp_[log_[a] + log_[b]]; }
  int Inverse(int a) const { return exp_[q_ - 1 - log_[a]]; }
  // The n-th power of a primitive element.
  int Power(int n) const { return exp_[n % (q_ - 1)]; }

 private:
  int q_;
  int p_;                 // the prime of which q is a power
  std::vector<int> exp_;  // twice, so that sums of two logarithms need no remainder
  std::vector<int> log_;
};

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_GALOIS_FIELD_H_
