#include "src/explain/exceptions.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace combtest::internal::explain {
namespace {

// More walks than these make nothing surer.
constexpr std::size_t kMostPassed = 20'000;
constexpr std::size_t kMostOptions = 3;

std::vector<WalkId> PassedWith(const Evidence& evidence, std::span<const Literal> literals) {
  std::vector<WalkId> walks;
  ForEachHaving(evidence.passed(), literals, 0, evidence.passed().words(),
                [&](std::size_t word, std::uint64_t bits) {
                  for (; bits != 0; bits &= bits - 1)
                    walks.push_back(evidence.PassedId(
                        word * 64 + static_cast<std::size_t>(std::countr_zero(bits))));
                  return walks.size() < kMostPassed;
                });
  return walks;
}

}  // namespace

std::vector<Choice> ExceptionsOf(const Evidence& evidence, std::span<const Literal> literals,
                                 const std::vector<WalkId>& failing, std::uint32_t action) {
  const Levels& levels = evidence.levels();
  const std::vector<WalkId> passed = PassedWith(evidence, literals);
  if (passed.empty()) return {};
  const double failing_share =
      static_cast<double>(failing.size()) / static_cast<double>(failing.size() + passed.size());
  std::vector<Row> rows_failing, rows_passed;
  for (const WalkId id : failing) rows_failing.push_back(evidence.RowOf(id));
  for (const WalkId id : passed) rows_passed.push_back(evidence.RowOf(id));
  std::vector<Choice> best;
  std::uint64_t best_count = 0;
  for (std::uint32_t a = 0; a < levels.size() && a <= action; ++a) {
    std::vector<std::uint64_t> fails(levels[a]), passes(levels[a]);
    for (const Row& row : rows_failing) ++fails[row[a]];
    for (const Row& row : rows_passed) ++passes[row[a]];
    std::vector<Choice> options;
    std::uint64_t count = 0;
    for (std::uint32_t option = 0; option < levels[a]; ++option) {
      // That none of so many fails by chance is less likely than one in a thousand.
      const bool chance =
          static_cast<double>(passes[option]) * std::log(1 - failing_share) > std::log(1e-3);
      if (fails[option] > 0 || passes[option] == 0 || chance) continue;
      options.push_back({a, option});
      count += passes[option];
    }
    if (options.size() > kMostOptions || count <= best_count) continue;
    best = std::move(options);
    best_count = count;
  }
  return 2 * best_count >= passed.size() ? best : std::vector<Choice>();
}

}  // namespace combtest::internal::explain
