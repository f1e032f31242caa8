// Durations as options take them.
#ifndef COMBTEST_SRC_TEXT_EXACT_DURATION_H_
#define COMBTEST_SRC_TEXT_EXACT_DURATION_H_

#include <chrono>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>

namespace combtest::internal {

// "90s": in the largest unit that leaves no remainder.
inline std::string ExactDuration(std::chrono::nanoseconds duration) {
  static constexpr std::pair<std::int64_t, const char*> kUnits[] = {
      {3'600'000'000'000, "h"}, {60'000'000'000, "m"}, {1'000'000'000, "s"},
      {1'000'000, "ms"},        {1'000, "us"},         {1, "ns"}};
  const std::int64_t count = duration.count();
  if (count == 0) return "0";
  const auto* unit = std::begin(kUnits);
  while (count % unit->first != 0) ++unit;
  return std::to_string(count / unit->first) + unit->second;
}

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TEXT_EXACT_DURATION_H_
