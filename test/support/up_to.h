// The numbers below a limit, one by one. (Clang 14 can't use libstdc++'s std::views.)
#ifndef COMBTEST_TEST_SUPPORT_UP_TO_H_
#define COMBTEST_TEST_SUPPORT_UP_TO_H_

#include <cstddef>

namespace combtest::test {

class UpTo {
 public:
  class Iterator {
   public:
    using value_type = int;
    using difference_type = std::ptrdiff_t;
    Iterator() = default;
    explicit Iterator(int number) : number_(number) {}
    int operator*() const { return number_; }
    Iterator& operator++() {
      ++number_;
      return *this;
    }
    Iterator operator++(int) { return Iterator(number_++); }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    int number_ = 0;
  };

  explicit UpTo(int limit) : limit_(limit) {}
  Iterator begin() const { return Iterator(0); }
  Iterator end() const { return Iterator(limit_); }

 private:
  int limit_;
};

}  // namespace combtest::test

#endif  // COMBTEST_TEST_SUPPORT_UP_TO_H_
