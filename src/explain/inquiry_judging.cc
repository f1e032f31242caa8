#include <algorithm>
#include <map>
#include <utility>

#include "src/explain/inquiry_impl.h"

namespace combtest::internal::explain {
namespace {

constexpr std::size_t kMaxPassing = 2000;  // walks that one failing walk is compared with
constexpr std::size_t kMaxFailing = 400;
constexpr std::size_t kMostSuspicions = 3;  // that are told of one failing walk
constexpr double kSuspicious = 0.1;         // less likely ones aren't told

}  // namespace

void Inquiry::Impl::Tell(Suspects& suspects, OptionView anchor, std::size_t index, const Case& of,
                         bool repeated) {
  const Said said = Told(endings_[index], of.place);
  if (said == Said::kPassed) suspects.Passed(Agreed(rows_[index], anchor, of.place));
  if (said == Said::kFailed && !Explained(rows_[index], of))
    suspects.Failed(Agreed(rows_[index], anchor, of.place), repeated);
}

Suspects Inquiry::Impl::SuspectsOf(OptionView row, const Case& of, std::size_t largest) {
  Suspects suspects(RelevantColumns(of.place), largest);
  std::vector<std::size_t> passing, failing;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Said said = Told(endings_[i], of.place);
    if (said == Said::kPassed) passing.push_back(i);
    if (said == Said::kFailed) failing.push_back(i);
  }
  if (passing.size() > kMaxPassing) {
    std::vector<std::size_t> agreeing(rows_.size());
    for (const std::size_t i : passing) agreeing[i] = Agreed(rows_[i], row, of.place).count();
    std::nth_element(passing.begin(), passing.begin() + kMaxPassing, passing.end(),
                     [&](std::size_t a, std::size_t b) { return agreeing[a] > agreeing[b]; });
    passing.resize(kMaxPassing);
  }
  if (failing.size() > kMaxFailing) failing.resize(kMaxFailing);
  std::map<OptionRow, int> told;
  for (const std::size_t i : passing) Tell(suspects, row, i, of, false);
  for (const std::size_t i : failing)
    Tell(suspects, row, i, of, told[OptionRow(rows_[i].begin(), rows_[i].end())]++ > 0);
  suspects.Rank();
  return suspects;
}

bool Inquiry::Impl::SeenFlaky(const Case& of) const {
  std::map<OptionRow, std::pair<bool, bool>> seen;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const OptionRow row(rows_[i].begin(), rows_[i].end());
    if (!seen_.contains(row)) continue;
    const Said said = Told(endings_[i], of.place);
    auto& [failed, passed] = seen[row];
    failed = failed || said == Said::kFailed;
    passed = passed || said == Said::kPassed;
    if (failed && passed) return true;
  }
  return false;
}

bool Inquiry::Impl::FindAnchor(Case& of) {
  double best = 0;
  std::size_t looked_at = 0;
  for (std::size_t i = 0; i < rows_.size() && looked_at < 6; ++i) {
    const OptionView row = rows_[i];
    if (Told(endings_[i], of.place) != Said::kFailed || Explained(row, of)) continue;
    const OptionRow copy(row.begin(), row.end());
    if (std::find(of.given_up.begin(), of.given_up.end(), copy) != of.given_up.end()) continue;
    ++looked_at;
    Suspects suspects = SuspectsOf(row, of, settings_.largest);
    const double entropy = suspects.Entropy();
    if (of.anchor && entropy >= best) continue;
    best = entropy;
    of.anchor.emplace(copy, std::move(suspects));
    of.anchor->largest = settings_.largest;
  }
  return of.anchor.has_value();
}

double Inquiry::Impl::Risk(OptionView row, const Case& of) const {
  double reaches = 1;
  for (const Case& other : cases_) {
    if (other.place.action > of.place.action || other.place == of.place) continue;
    if (Explained(row, other)) return 1;
    if (other.anchor)
      reaches *= 1 - other.anchor->suspects.Contained(Agreed(row, other.anchor->row, other.place));
  }
  return 1 - reaches;
}

void Inquiry::Impl::Settle(Case& of, bool settled) {
  const Anchor& anchor = *of.anchor;
  const Mask best = anchor.suspects.combination(0);
  if (anchor.suspects.flaky() > 0.5 && !SeenFlaky(of)) settled = false;
  // What contains it, as claimed before, is accounted for by it.
  std::erase_if(of.found, [&](const Found& found) {
    return (best & ~(found.columns & Agreed(found.row, anchor.row, of.place))).none();
  });
  if (anchor.suspects.probability(0) > 0.5)
    of.found.push_back(
        {anchor.suspects.combination(0), anchor.row, anchor.suspects.flaky() > 0.5, settled});
  if (!Explained(anchor.row, of) || !settled) of.given_up.push_back(anchor.row);
  of.anchor.reset();
}

Claim Inquiry::Impl::ClaimOf(const Case& of, const Found& found) const {
  Claim claim;
  claim.action = of.place.action;
  claim.group = of.place.group;
  claim.flaky = found.flaky;
  claim.settled = found.settled;
  for (std::size_t c = 0; c < RelevantColumns(of.place); ++c) {
    if (found.columns[c]) {
      claim.combination = claim.combination.With(
          {static_cast<std::uint32_t>(c), static_cast<std::uint32_t>(found.row[c])});
    }
  }
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Said said = Told(endings_[i], of.place);
    if (said == Said::kNothing) continue;
    const Mask lacks = found.columns & ~Agreed(rows_[i], found.row, of.place);
    if (lacks.none()) {
      ++(said == Said::kFailed ? claim.failed : claim.passed);
      if (i >= first_) ++claim.extra;
    } else if (lacks.count() == 1 && said == Said::kPassed) {
      ++claim.without;
    }
  }
  return claim;
}

std::vector<Claim> Inquiry::Impl::Claims() const {
  std::vector<Claim> claims;
  for (const Case& of : cases_) {
    for (const Found& found : of.found) claims.push_back(ClaimOf(of, found));
  }
  return claims;
}

std::vector<Claim> Inquiry::Impl::Suspicions() {
  std::vector<Claim> claims;
  for (Case& of : cases_) {
    if (!of.anchor && !FindAnchor(of)) continue;
    const Suspects& suspects = of.anchor->suspects;
    for (std::size_t i = 0; i < std::min(kMostSuspicions, suspects.size()); ++i) {
      if (suspects.probability(i) < kSuspicious) break;
      claims.push_back(ClaimOf(of, {suspects.combination(i), of.anchor->row, false, false}));
    }
  }
  return claims;
}

}  // namespace combtest::internal::explain
