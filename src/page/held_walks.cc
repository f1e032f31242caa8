#include "src/page/held_walks.h"

#include <algorithm>
#include <unordered_set>

namespace combtest::internal {
namespace {

// Of `all`, those in even steps that are `wanted` in number.
class EvenSteps {
 public:
  EvenSteps(std::uint64_t all, std::uint64_t wanted) : all_(all), wanted_(std::min(all, wanted)) {}
  bool Next() {
    const bool take = (seen_ + 1) * wanted_ / all_ > seen_ * wanted_ / all_;
    ++seen_;
    return take;
  }
  double stands_for() const {
    return wanted_ == 0 ? 1 : static_cast<double>(all_) / static_cast<double>(wanted_);
  }

 private:
  const std::uint64_t all_, wanted_;
  std::uint64_t seen_ = 0;
};

std::unordered_set<WalkId> NamedByExplanations(const PageRun& run) {
  std::unordered_set<WalkId> named;
  for (const FailureGroup& group : run.summary.explanations.groups) {
    for (const Explanation& one : group.explanations) {
      named.insert(one.failing);
      if (one.passing) named.insert(*one.passing);
    }
  }
  return named;
}

std::string NoteOf(std::uint64_t all, std::uint64_t kept, std::uint64_t others,
                   std::uint64_t kept_others) {
  return "This page holds " + std::to_string(kept) + " of " + std::to_string(all) +
         " walks, to stay small: " +
         (kept_others == others ? "all that didn't pass"
                                : std::to_string(kept_others) + " of " + std::to_string(others) +
                                      " that didn't pass") +
         ", and every so many of those that did. Shares are reckoned for all walks; the ledger and "
         "the explanations know them all.";
}

}  // namespace

HeldWalks Hold(const PageRun& run, std::uint64_t most_bytes) {
  const std::uint64_t all = run.walks.size();
  const std::uint64_t most = std::max<std::uint64_t>(1'000, most_bytes / (7 + run.actions.size()));
  const auto others = static_cast<std::uint64_t>(std::count_if(
      run.walks.begin(), run.walks.end(), [](const auto& walk) { return walk.outcome != 0; }));
  // Passed walks are needed, too: failures stand out against them.
  const std::uint64_t passed = all - others;
  const std::uint64_t kept_others = std::min(others, most - std::min(most / 3, passed));
  EvenSteps other_steps(others, all <= most ? others : kept_others);
  EvenSteps passed_steps(passed, all <= most ? passed : most - kept_others);
  HeldWalks kept;
  kept.of_passed = passed_steps.stands_for();
  kept.of_others = other_steps.stands_for();
  const std::unordered_set<WalkId> named = NamedByExplanations(run);
  for (std::uint64_t slot = 0; slot < all; ++slot) {
    const PageRun::Walk& walk = run.walks[slot];
    if (!(walk.outcome == 0 ? passed_steps : other_steps).Next() && !named.contains(walk.id))
      continue;
    if (walk.outcome != 0) kept.places.emplace(walk.id, kept.slots.size());
    kept.slots.push_back(slot);
  }
  if (all > most) kept.note = NoteOf(all, kept.slots.size(), others, kept.places.size());
  return kept;
}

}  // namespace combtest::internal
