// The coverage that a run must reach: "2:100,3:80" asks for all pairs and 80 % of the triples, of
// those that are possible.
#ifndef COMBTEST_SRC_COVERAGE_REQUIREMENT_H_
#define COMBTEST_SRC_COVERAGE_REQUIREMENT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "src/coverage/coverage.h"

namespace combtest::internal::coverage {

inline constexpr std::size_t kMaxStrength = 6;

struct Requirement {
  std::size_t strength = 0;
  std::uint32_t thousandths = 0;  // of a percent
  bool operator==(const Requirement&) const = default;
};

// Throws std::invalid_argument with a sentence that says what is wrong where.
std::vector<Requirement> ParseRequirements(std::string_view text);
std::string RequirementText(const Requirement& requirement);  // "2:100"

// Where nothing is possible, nothing is met.
bool IsMet(const Requirement& requirement, const Counts& counts);
// "71.428 %": never rounded up, so that 100 means all.
std::string PercentText(const Counts& counts);

}  // namespace combtest::internal::coverage

#endif  // COMBTEST_SRC_COVERAGE_REQUIREMENT_H_
