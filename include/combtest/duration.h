// Durations as people write them.
#ifndef COMBTEST_DURATION_H_
#define COMBTEST_DURATION_H_

#include <optional>
#include <string>
#include <string_view>

#include "combtest/internal/nanoseconds.h"

namespace combtest {

// "850 us", "1.25 s", "2 min 5 s": at most three digits of precision.
std::string DurationText(std::chrono::nanoseconds duration);
// "500ms", "2s", "1.5s", "3m", "1h", "10us"; a bare "0" too. Nothing for anything else, or a
// negative one.
std::optional<std::chrono::nanoseconds> ParseDuration(std::string_view text);

}  // namespace combtest

#endif  // COMBTEST_DURATION_H_
