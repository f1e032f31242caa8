// What --combtest_explain says.
#ifndef COMBTEST_SRC_CONFIG_EXTRA_WALKS_BUDGET_H_
#define COMBTEST_SRC_CONFIG_EXTRA_WALKS_BUDGET_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace combtest::internal {

// How many extra walks may say why others failed.
struct ExtraWalksBudget {
  std::uint64_t walks = 60;
  std::chrono::nanoseconds time{0};  // no more of them begin after it; 0: no limit
  friend bool operator==(const ExtraWalksBudget&, const ExtraWalksBudget&) = default;
};

// "run", "run:20" walks, "run:90s" of as many as it takes. Nothing where it is none of these.
std::optional<ExtraWalksBudget> ParseExtraWalks(std::string_view text);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_CONFIG_EXTRA_WALKS_BUDGET_H_
