#include "src/explain/inquiry.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "src/arrays/random.h"
#include "src/explain/suspects.h"

namespace combtest::internal::explain {
namespace {

using arrays::kDontCare;
using arrays::Rows;
using arrays::Value;
using OptionRow = std::vector<Value>;
using OptionView = std::span<const Value>;

constexpr std::size_t kRepeats = 2;      // of a failing walk
constexpr std::size_t kPassRepeats = 3;  // a pass counts after, where failures don't always show
constexpr std::size_t kMostAgain = 6;    // runs of walks whose pass is doubted
constexpr std::size_t kFillings = 3;     // walks with a combination that are otherwise different
constexpr std::size_t kWithout = 2;      // walks that lack one of its options, for each
constexpr std::size_t kLargest = 5;      // options of a suspected combination
constexpr std::size_t kMaxSuspects = 20'000;
constexpr std::size_t kMaxTests = 45;    // of one failing walk
constexpr std::size_t kCandidates = 48;  // rows looked at for one that is run
constexpr std::size_t kOthers = 8;       // failing walks of a combination looked at for another one
constexpr double kLikely = 0.9;          // then it is tried to be refuted
constexpr double kSettled = 0.97;
constexpr double kNothingToLearn = 0.01;   // bits
constexpr double kManySuspects = 3;        // bits
constexpr std::size_t kMaxPassing = 2000;  // walks that one failing walk is compared with
constexpr std::size_t kMaxFailing = 400;

}  // namespace

class Inquiry::Impl {
 public:
  Impl(std::vector<Value> levels, arrays::Constraints* constraints, Rows rows,
       std::vector<Ending> endings, InquirySettings settings)
      : levels_(std::move(levels)),
        constraints_(constraints),
        rows_(std::move(rows)),
        endings_(std::move(endings)),
        first_(rows_.size()),
        settings_(settings),
        random_(settings.seed) {
    for (const Ending& ending : endings_) {
      if (ending.group != kNoGroup) CaseOf({ending.action, ending.group});
    }
  }

  Rows Next();
  void Take(std::span<const Ending> endings);
  std::size_t used() const { return rows_.size() - first_; }
  std::vector<Claim> Claims() const;

 private:
  // One of a kind of failure: all its walks ended in this action, in this way.
  struct Place {
    int action = 0;
    GroupId group = 0;
    auto operator<=>(const Place&) const = default;
  };

  enum class Said { kNothing, kPassed, kFailed };

  // A failing walk that is looked into.
  struct Anchor {
    Anchor(OptionRow failed, Suspects combinations)
        : row(std::move(failed)), suspects(std::move(combinations)) {}

    OptionRow row;
    Suspects suspects;
    std::size_t largest = 0;  // options of the combinations that are suspected
    std::size_t repeats = 0, tests = 0, again_count = 0;
    Mask bound;  // columns that no valid row has otherwise beside the best suspect
    Mask bound_for;
    std::size_t bound_since = 0;  // rows before that led to the suspicion, and so can't confirm it
    std::optional<OptionRow> again;  // it passed, but not often enough
  };

  struct Found {
    Mask columns;
    OptionRow row;
    bool flaky = false, settled = true;
  };

  struct Case {
    Place place;
    std::vector<Found> found;
    std::optional<Anchor> anchor;
    std::vector<OptionRow> given_up;
  };

  std::size_t RelevantColumns(const Place& place) const {
    return std::min({static_cast<std::size_t>(place.action) + 1, levels_.size(), kMaxColumns});
  }
  Case& CaseOf(const Place& place) {
    for (Case& c : cases_) {
      if (c.place == place) return c;
    }
    cases_.push_back({place, {}, {}, {}});
    std::sort(cases_.begin(), cases_.end(),
              [](const Case& a, const Case& b) { return a.place < b.place; });
    return CaseOf(place);
  }
  Said Told(const Ending& ending, const Place& place) const {
    if (ending.action == place.action && ending.group == place.group) return Said::kFailed;
    // Of a failure in no action it isn't known what went well before.
    const bool passed = ending.action == static_cast<int>(levels_.size())
                            ? ending.group == kNoGroup
                            : ending.action > place.action;
    return passed ? Said::kPassed : Said::kNothing;
  }
  Mask Agreed(OptionView a, OptionView b, const Place& place) const {
    Mask mask;
    for (std::size_t c = 0; c < RelevantColumns(place); ++c) mask[c] = a[c] == b[c];
    return mask;
  }
  bool Contains(OptionView row, const Found& found, const Place& place) const {
    return (found.columns & ~Agreed(row, found.row, place)).none();
  }
  bool Explained(OptionView row, const Case& of) const {
    return std::any_of(of.found.begin(), of.found.end(),
                       [&](const Found& f) { return Contains(row, f, of.place); });
  }
  bool RanBefore(OptionView row) const { return seen_.contains(OptionRow(row.begin(), row.end())); }

  bool FindAnchor(Case& of);
  // Whether the same walk has failed there and got past it.
  bool SeenFlaky(const Case& of) const;
  Suspects SuspectsOf(OptionView row, const Case& of, std::size_t largest);
  void Tell(Suspects& suspects, OptionView anchor, std::size_t index, const Case& of,
            bool repeated);
  // That the row ends before it tells anything about the place.
  double Risk(OptionView row, const Case& of) const;
  bool Complete(OptionView fixed, OptionView preferred, OptionRow& row);
  OptionView Filler(const Case& of, OptionRow& room);
  Value Other(std::size_t column, Value than) {
    const auto v = static_cast<Value>(random_.Below(static_cast<std::size_t>(levels_[column]) - 1));
    return v < than ? v : v + 1;
  }

  // Adds rows to the batch, at most `most`. False: the anchor is done with.
  bool Ask(Case& of, std::size_t most);
  // Failing walks that are accounted for might have failed for another reason, too: they are run
  // without one option of what accounts for them.
  void AskForOthers(std::size_t most);
  // A walk that has the best suspect and passed, as long as that isn't certain.
  bool AskAgain(Case& of);
  bool AskWhatDivides(Case& of, std::size_t most);
  std::size_t AskToRefute(Case& of, std::size_t most);
  bool AskOtherwiseDifferent(Case& of, const Mask& best, Mask& open);
  bool AskWithout(Case& of, const Mask& best, std::size_t column);
  void Settle(Case& of, bool settled);
  void Request(const Case& of, const OptionRow& row) {
    batch_.push_back(row);
    asked_by_.push_back(of.place);
  }

  const std::vector<Value> levels_;
  arrays::Constraints* const constraints_;
  Rows rows_;
  std::vector<Ending> endings_;
  const std::size_t first_;  // rows before the inquiry
  const InquirySettings settings_;
  arrays::Random random_;
  std::vector<Case> cases_;
  std::vector<OptionRow> batch_;
  std::vector<Place> asked_by_;
  std::map<OptionRow, std::size_t> seen_;  // rows that the inquiry had run: how often
  std::map<Place, std::vector<std::size_t>> fillers_;
  std::set<std::pair<Place, std::size_t>> checked_;  // failing rows: see AskForOthers
};

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

bool Inquiry::Impl::Complete(OptionView fixed, OptionView preferred, OptionRow& row) {
  if (constraints_ != nullptr && constraints_->any())
    return constraints_->Complete(fixed, preferred, row) == arrays::Verdict::kPossible;
  row.assign(preferred.begin(), preferred.end());
  for (std::size_t c = 0; c < row.size(); ++c) {
    if (fixed[c] != kDontCare) row[c] = fixed[c];
  }
  return true;
}

OptionView Inquiry::Impl::Filler(const Case& of, OptionRow& room) {
  const std::vector<std::size_t>& passing = fillers_[of.place];
  room.resize(levels_.size());
  for (std::size_t c = 0; c < levels_.size(); ++c)
    room[c] = static_cast<Value>(random_.Below(static_cast<std::size_t>(levels_[c])));
  if (passing.empty()) return room;
  const OptionView passed = rows_[passing[random_.Below(passing.size())]];
  room.assign(passed.begin(), passed.end());
  return room;
}

bool Inquiry::Impl::AskAgain(Case& of) {
  Anchor& anchor = *of.anchor;
  if (anchor.again_count == kMostAgain) return false;
  const Mask best = anchor.suspects.combination(0);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (Told(endings_[i], of.place) != Said::kPassed ||
        (best & ~Agreed(rows_[i], anchor.row, of.place)).any())
      continue;
    const OptionRow row(rows_[i].begin(), rows_[i].end());
    const auto ran = seen_.find(row);
    if (ran != seen_.end() && ran->second >= kPassRepeats) continue;
    ++anchor.again_count;
    Request(of, row);
    return true;
  }
  return false;
}

bool Inquiry::Impl::AskWhatDivides(Case& of, std::size_t most) {
  const Anchor& anchor = *of.anchor;
  const std::size_t columns = RelevantColumns(of.place);
  std::vector<std::size_t> order(columns);
  for (std::size_t c = 0; c < columns; ++c) order[c] = c;
  struct Candidate {
    double score;
    OptionRow row;
  };
  std::vector<Candidate> candidates;
  OptionRow room, row, fixed(levels_.size());
  for (std::size_t i = 0; i < kCandidates; ++i) {
    Filler(of, room);
    // Half of them stray from what passed: it may leave no choice.
    for (std::size_t c = 0; i % 2 == 1 && c < columns; ++c) {
      if (random_.Below(4) == 0)
        room[c] = static_cast<Value>(random_.Below(static_cast<std::size_t>(levels_[c])));
    }
    const OptionView filler = room;
    random_.Shuffle(order);
    Mask agreed = Agreed(filler, anchor.row, of.place);
    std::fill(fixed.begin(), fixed.end(), kDontCare);
    double contained = anchor.suspects.Contained(agreed);
    for (const std::size_t c : order) {
      if (contained >= 0.5) break;
      agreed.set(c);
      const double with = anchor.suspects.Contained(agreed);
      // Nearer to one half without it.
      if (with - 0.5 > 0.5 - contained) {
        agreed.reset(c);
        if (filler[c] == anchor.row[c]) agreed.set(c);
        continue;
      }
      fixed[c] = anchor.row[c];
      contained = with;
    }
    if (!Complete(fixed, filler, row)) continue;
    if (anchor.suspects.flaky() < 0.5 && RanBefore(row)) continue;
    if (Explained(row, of)) continue;
    const double score =
        anchor.suspects.Gain(Agreed(row, anchor.row, of.place)) * (1 - Risk(row, of));
    candidates.push_back({score, row});
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  std::size_t asked = 0;
  for (const Candidate& candidate : candidates) {
    if (asked == most || candidate.score < kNothingToLearn) break;
    if (std::find(batch_.begin(), batch_.end(), candidate.row) != batch_.end()) continue;
    Request(of, candidate.row);
    ++asked;
  }
  return asked > 0;
}

bool Inquiry::Impl::AskOtherwiseDifferent(Case& of, const Mask& best, Mask& open) {
  Anchor& anchor = *of.anchor;
  const std::size_t columns = RelevantColumns(of.place);
  OptionRow room, row, chosen, fixed(levels_.size(), kDontCare);
  double best_score = 0;
  for (std::size_t c = 0; c < columns; ++c) {
    if (best[c]) fixed[c] = anchor.row[c];
  }
  for (std::size_t i = 0; i < kCandidates / 2; ++i) {
    Filler(of, room);
    for (std::size_t c = 0; c < columns; ++c) {
      if (open[c] && !best[c] && room[c] == anchor.row[c] && levels_[c] > 1 &&
          random_.Below(2) == 0)
        room[c] = Other(c, room[c]);
    }
    if (!Complete(fixed, room, row)) return false;
    if (RanBefore(row) || Explained(row, of)) continue;
    if (std::find(batch_.begin(), batch_.end(), row) != batch_.end()) continue;
    const Mask changed = ~Agreed(row, anchor.row, of.place) & open;
    const double score = (static_cast<double>(changed.count()) + 0.2) * (1 - Risk(row, of));
    if (score <= best_score) continue;
    best_score = score;
    chosen = row;
  }
  if (best_score == 0) return false;
  open &= Agreed(chosen, anchor.row, of.place);
  Request(of, chosen);
  return true;
}

bool Inquiry::Impl::AskWithout(Case& of, const Mask& best, std::size_t column) {
  Anchor& anchor = *of.anchor;
  if (levels_[column] < 2) return false;
  OptionRow room, row, chosen, fixed(levels_.size(), kDontCare);
  for (std::size_t c = 0; c < RelevantColumns(of.place); ++c) {
    if (best[c]) fixed[c] = anchor.row[c];
  }
  double best_score = 0;
  bool possible = false;
  for (std::size_t i = 0; i < kCandidates / 2; ++i) {
    Filler(of, room);
    if (room[column] == anchor.row[column]) room[column] = Other(column, room[column]);
    fixed[column] = room[column];
    if (!Complete(fixed, room, row)) continue;
    possible = true;
    if (RanBefore(row) || Explained(row, of)) continue;
    if (std::find(batch_.begin(), batch_.end(), row) != batch_.end()) continue;
    std::size_t changed = 0;
    for (std::size_t c = 0; c < row.size(); ++c) changed += row[c] == room[c] ? 0 : 1;
    const double score = (1 - Risk(row, of)) / (1 + 0.1 * static_cast<double>(changed));
    if (score <= best_score) continue;
    best_score = score;
    chosen = row;
  }
  if (best_score == 0) return possible;
  Request(of, chosen);
  return true;
}

std::size_t Inquiry::Impl::AskToRefute(Case& of, std::size_t most) {
  Anchor& anchor = *of.anchor;
  const Mask best = anchor.suspects.combination(0);
  const std::size_t columns = RelevantColumns(of.place);
  if (anchor.bound_for != best) {
    anchor.bound_for = best;
    anchor.bound.reset();
    anchor.bound_since = rows_.size();
  }
  // Columns in which no failing walk with the combination has another option yet.
  Mask open;
  for (std::size_t c = 0; c < columns; ++c)
    open[c] = !best[c] && !anchor.bound[c] && levels_[c] > 1;
  std::vector<OptionRow> with;
  std::vector<std::size_t> without(columns);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Said said = Told(endings_[i], of.place);
    if (said == Said::kNothing) continue;
    const Mask agreed = Agreed(rows_[i], anchor.row, of.place);
    const Mask lacks = best & ~agreed;
    if (said == Said::kFailed && lacks.none() && !Explained(rows_[i], of)) {
      open &= agreed;
      const OptionRow row(rows_[i].begin(), rows_[i].end());
      if (with.size() <= kFillings && std::find(with.begin(), with.end(), row) == with.end())
        with.push_back(row);
    }
    if (said == Said::kPassed && lacks.count() == 1 && i >= anchor.bound_since) {
      for (std::size_t c = 0; c < columns; ++c) without[c] += lacks[c] ? 1 : 0;
    }
  }
  std::size_t asked = 0;
  for (std::size_t c = 0; c < columns && asked < most; ++c) {
    if (!best[c] || without[c] >= kWithout || anchor.bound[c]) continue;
    const std::size_t before = batch_.size();
    if (!AskWithout(of, best, c)) anchor.bound.set(c);
    asked += batch_.size() - before;
  }
  std::size_t fillings = with.size();
  while (asked < most && (open.any() || fillings < kFillings + 1)) {
    if (!AskOtherwiseDifferent(of, best, open)) {
      anchor.bound |= open;
      break;
    }
    ++asked;
    ++fillings;
  }
  return asked;
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

bool Inquiry::Impl::Ask(Case& of, std::size_t most) {
  Anchor& anchor = *of.anchor;
  if (anchor.tests >= kMaxTests) {
    Settle(of, anchor.suspects.BestOrLarger() >= kLikely);
    return false;
  }
  // Nothing small enough fails each time, and yet no walk has failed only at times.
  if (anchor.repeats >= kRepeats && anchor.suspects.flaky() > 0.5 && !SeenFlaky(of)) {
    if (AskAgain(of)) return true;
    if (anchor.largest < kLargest && anchor.suspects.size() < kMaxSuspects) {
      ++anchor.largest;
      anchor.suspects = SuspectsOf(anchor.row, of, anchor.largest);
    }
  }
  const std::size_t before = batch_.size();
  const auto asked = [&] { return batch_.size() - before; };
  if (anchor.again && asked() < most) {
    Request(of, *anchor.again);
    return true;
  }
  for (std::size_t i = anchor.repeats; i < kRepeats && asked() < most; ++i) Request(of, anchor.row);
  if (asked() == most) return true;
  if (anchor.suspects.probability(0) >= kLikely) {
    AskToRefute(of, most - asked());
    if (asked() == 0 && anchor.suspects.probability(0) >= kSettled) {
      Settle(of, true);
      return false;
    }
    if (asked() > 0) return true;
  }
  // With few suspects left, a second walk at the same time would tell what the first one does.
  const std::size_t at_once = anchor.suspects.Entropy() > kManySuspects ? 2 : 1;
  AskWhatDivides(of, std::min(most - asked(), at_once));
  if (asked() > 0) return true;
  // What is left can't be told apart by any walk: the smallest of it will do.
  Settle(of, anchor.suspects.BestOrLarger() >= kLikely);
  return false;
}

void Inquiry::Impl::AskForOthers(std::size_t most) {
  for (Case& of : cases_) {
    for (std::size_t f = 0; f < of.found.size(); ++f) {
      const Found& found = of.found[f];
      std::size_t looked_at = 0;
      for (std::size_t i = 0; i < first_ && looked_at < kOthers && batch_.size() < most; ++i) {
        const OptionView row = rows_[i];
        if (Told(endings_[i], of.place) != Said::kFailed || !Contains(row, found, of.place))
          continue;
        ++looked_at;
        if (!checked_.insert({of.place, i}).second) continue;
        // With another option in one column, of those that it is most likely to tell something
        // with.
        OptionRow best, other, fixed(levels_.size(), kDontCare);
        double best_score = 0;
        for (std::size_t c = 0; c < RelevantColumns(of.place); ++c) fixed[c] = row[c];
        for (std::size_t c = 0; c < RelevantColumns(of.place); ++c) {
          if (!found.columns[c]) continue;
          for (Value v = 0; v < levels_[c]; ++v) {
            if (v == row[c]) continue;
            fixed[c] = v;
            if (!Complete(fixed, row, other) || Explained(other, of)) continue;
            const double score = 1 - Risk(other, of);
            if (score > best_score) best_score = score, best = other;
          }
          fixed[c] = row[c];
        }
        if (best_score > 0 && !RanBefore(best) &&
            std::find(batch_.begin(), batch_.end(), best) == batch_.end())
          Request(of, best);
      }
    }
  }
}

Rows Inquiry::Impl::Next() {
  batch_.clear();
  asked_by_.clear();
  Rows result(levels_.size());
  const std::size_t left = settings_.budget - std::min(settings_.budget, used());
  const std::size_t room = std::min(left, settings_.parallel);
  if (room == 0) return result;
  for (auto& [place, passing] : fillers_) passing.clear();
  for (bool changed = true; changed && batch_.size() < room;) {
    changed = false;
    std::size_t active = 0;
    for (Case& of : cases_) {
      if (!of.anchor && FindAnchor(of)) changed = true;
      if (of.anchor) ++active;
    }
    if (active == 0) {
      AskForOthers(room);
      break;
    }
    for (Case& of : cases_) {
      if (!of.anchor || batch_.size() == room) continue;
      std::vector<std::size_t>& passing = fillers_[of.place];
      if (passing.empty()) {
        for (std::size_t i = 0; i < rows_.size(); ++i) {
          if (Told(endings_[i], of.place) == Said::kPassed) passing.push_back(i);
        }
      }
      if (std::find(asked_by_.begin(), asked_by_.end(), of.place) != asked_by_.end()) continue;
      const std::size_t share = std::max<std::size_t>(1, room / active);
      if (!Ask(of, std::min(share, room - batch_.size()))) changed = true;
    }
    if (!changed) break;
  }
  for (const OptionRow& row : batch_) result.Add(row);
  return result;
}

void Inquiry::Impl::Take(std::span<const Ending> endings) {
  for (std::size_t i = 0; i < endings.size(); ++i) {
    const OptionRow& row = batch_[i];
    const bool repeated = seen_[row]++ > 0;
    rows_.Add(row);
    endings_.push_back(endings[i]);
    if (endings[i].group != kNoGroup) CaseOf({endings[i].action, endings[i].group});
    for (Case& of : cases_) {
      if (!of.anchor) continue;
      Anchor& anchor = *of.anchor;
      const Said said = Told(endings[i], of.place);
      Tell(anchor.suspects, anchor.row, rows_.size() - 1, of, repeated || row == anchor.row);
      if (asked_by_[i] != of.place) continue;
      ++anchor.tests;
      anchor.again.reset();
      if (row == anchor.row) {
        ++anchor.repeats;
      } else if (said == Said::kPassed && anchor.suspects.flaky() > 0.5 &&
                 seen_[row] < kPassRepeats) {
        anchor.again = row;
      }
    }
  }
  for (Case& of : cases_) {
    if (of.anchor) of.anchor->suspects.Rank();
  }
}

std::vector<Claim> Inquiry::Impl::Claims() const {
  std::vector<Claim> claims;
  for (const Case& of : cases_) {
    for (const Found& found : of.found) {
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
      claims.push_back(std::move(claim));
    }
  }
  return claims;
}

Inquiry::Inquiry(std::vector<Value> levels, arrays::Constraints* constraints, Rows rows,
                 std::vector<Ending> endings, InquirySettings settings)
    : impl_(std::make_unique<Impl>(std::move(levels), constraints, std::move(rows),
                                   std::move(endings), settings)) {}
Inquiry::~Inquiry() = default;
Rows Inquiry::Next() { return impl_->Next(); }
void Inquiry::Take(std::span<const Ending> endings) { impl_->Take(endings); }
std::size_t Inquiry::used() const { return impl_->used(); }
std::vector<Claim> Inquiry::Claims() const { return impl_->Claims(); }

}  // namespace combtest::internal::explain
