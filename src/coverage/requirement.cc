#include "src/coverage/requirement.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace combtest::internal::coverage {
namespace {

constexpr std::uint32_t kAll = 100'000;  // 100 % in thousandths

[[noreturn]] void Refuse(std::string_view part, const std::string& why) {
  throw std::invalid_argument("\"" + std::string(part) + "\" " + why +
                              "; a required coverage is written as 2:100,3:80 "
                              "(strength, colon, percent)");
}

// Digits with at most three after a point.
bool ParsePercent(std::string_view text, std::uint32_t& thousandths) {
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view fraction = text.substr(std::min(point + 1, text.size()));
  if (point == 0 || point > 3 || fraction.size() > 3) return false;
  if (point < text.size() && fraction.empty()) return false;
  std::string digits = std::string(text.substr(0, point)) + std::string(fraction);
  digits.append(3 - fraction.size(), '0');
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), thousandths);
  return error == std::errc() && end == digits.data() + digits.size();
}

Requirement ParseOne(std::string_view part) {
  Requirement requirement;
  const std::size_t colon = part.find(':');
  if (colon == std::string_view::npos) Refuse(part, "has no colon");
  const std::string_view strength = part.substr(0, colon);
  if (strength.size() != 1 || strength[0] < '1' || strength[0] > '0' + char{kMaxStrength})
    Refuse(part, "doesn't begin with a strength from 1 to " + std::to_string(kMaxStrength));
  requirement.strength = static_cast<std::size_t>(strength[0] - '0');
  if (!ParsePercent(part.substr(colon + 1), requirement.thousandths) ||
      requirement.thousandths > kAll) {
    Refuse(part, "doesn't end with a percentage from 0 to 100 (three decimals at most)");
  }
  return requirement;
}

std::string ThousandthsText(std::uint64_t thousandths) {
  std::string text = std::to_string(thousandths / 1000);
  std::string fraction = std::to_string(1000 + thousandths % 1000).substr(1);
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  return fraction.empty() ? text : text + "." + fraction;
}

}  // namespace

std::vector<Requirement> ParseRequirements(std::string_view text) {
  std::vector<Requirement> requirements;
  for (;;) {
    const std::size_t comma = text.find(',');
    const std::string_view part = text.substr(0, comma);
    const Requirement requirement = ParseOne(part);
    for (const Requirement& other : requirements) {
      if (other.strength == requirement.strength)
        Refuse(part, "names a strength for the second time");
    }
    requirements.push_back(requirement);
    if (comma == std::string_view::npos) return requirements;
    text.remove_prefix(comma + 1);
  }
}

std::string RequirementText(const Requirement& requirement) {
  return std::to_string(requirement.strength) + ":" + ThousandthsText(requirement.thousandths);
}

bool IsMet(const Requirement& requirement, const Counts& counts) {
  // Tables of tuples fit into memory: this doesn't overflow.
  return counts.possible() > 0 &&
         counts.covered * kAll >= counts.possible() * requirement.thousandths;
}

std::string PercentText(const Counts& counts) {
  if (counts.possible() == 0) return "nothing";
  return ThousandthsText(counts.covered * kAll / counts.possible()) + " %";
}

}  // namespace combtest::internal::coverage
