// How much a test by chance does: few rounds each time, more when asked.
#ifndef COMBTEST_TEST_SUPPORT_ROUNDS_H_
#define COMBTEST_TEST_SUPPORT_ROUNDS_H_

#include <cstdint>
#include <cstdlib>

namespace combtest::test {

// RANDOM_ROUNDS=20 in the environment: twenty times as many.
inline std::uint64_t Rounds(std::uint64_t usual) {
  const char* text = std::getenv("RANDOM_ROUNDS");
  const std::uint64_t times = text == nullptr ? 1 : std::strtoull(text, nullptr, 10);
  return usual * (times == 0 ? 1 : times);
}

}  // namespace combtest::test

#endif  // COMBTEST_TEST_SUPPORT_ROUNDS_H_
