// Trivial actions whose Run is never inlined, with as many options as the program asks for.
#ifndef COMBTEST_TEST_BENCHMARK_STEPS_H_
#define COMBTEST_TEST_BENCHMARK_STEPS_H_

#include <combtest/combtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace combtest::bench {

struct Numbers {  // 16 bytes
  std::int64_t sum = 0;
  std::int64_t last = 0;
};
BOOST_DESCRIBE_STRUCT(Numbers, (), (sum, last))

struct Text {  // with a string of 40 characters, which lies on the heap
  std::string text = std::string(40, 'x');
  std::int64_t sum = 0;
};
BOOST_DESCRIBE_STRUCT(Text, (), (text, sum))

// A size that is a thousandth where somebody only wants to see that the benchmark works.
inline std::int64_t Size(std::int64_t size) {
  return std::getenv("BENCH_TINY") != nullptr ? size / 1000 : size;
}

inline constexpr std::size_t kMaxSteps = 12;
// Options of the step at each place. To be set before a space is made.
extern std::array<int, kMaxSteps> option_counts;

std::vector<int> OptionsUpTo(int count);

template <int kPlace>
struct Step : Action {
  static inline const std::string kName = "Step" + std::to_string(kPlace);
  static std::vector<int> Options() { return OptionsUpTo(option_counts[kPlace]); }
  void Run(int option, Numbers& state) const;
  void Run(int option, Text& state) const;
};

// Its Run does nothing; it has option_counts[kPlace] options.
template <int kPlace>
struct Barrier : SerialAction {
  static inline const std::string kName = "Barrier" + std::to_string(kPlace);
  static std::vector<int> Options() { return OptionsUpTo(option_counts[kPlace]); }
  void Run(int) const {}
};

}  // namespace combtest::bench

#endif  // COMBTEST_TEST_BENCHMARK_STEPS_H_
