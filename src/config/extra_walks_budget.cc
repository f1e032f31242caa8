#include "src/config/extra_walks_budget.h"

#include <charconv>

#include "combtest/duration.h"

namespace combtest::internal {

std::optional<ExtraWalksBudget> ParseExtraWalks(std::string_view text) {
  constexpr std::uint64_t kMost = 100'000;
  ExtraWalksBudget budget;
  if (text == "run") return budget;
  constexpr std::string_view kRun = "run:";
  if (!text.starts_with(kRun)) return std::nullopt;
  text.remove_prefix(kRun.size());
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), budget.walks);
  if (error == std::errc() && end == text.data() + text.size())
    return budget.walks > 0 && budget.walks <= kMost ? std::optional(budget) : std::nullopt;
  const auto time = ParseDuration(text);
  if (!time || time->count() <= 0) return std::nullopt;
  return ExtraWalksBudget{kMost, *time};
}

}  // namespace combtest::internal
