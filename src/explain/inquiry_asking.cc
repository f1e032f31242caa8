#include <algorithm>
#include <map>
#include <utility>

#include "src/explain/inquiry_impl.h"

namespace combtest::internal::explain {
namespace {

using arrays::kDontCare;

constexpr std::size_t kMostAgain = 6;    // runs of walks whose pass is doubted
constexpr std::size_t kFillings = 3;     // walks with a combination that are otherwise different
constexpr std::size_t kWithout = 2;      // walks that lack one of its options, for each
constexpr std::size_t kCandidates = 48;  // rows looked at for one that is run
constexpr std::size_t kOthers = 8;       // failing walks of a combination looked at for another one
constexpr double kNothingToLearn = 0.01;  // bits

}  // namespace

bool Inquiry::Impl::Complete(OptionView fixed, OptionView preferred, OptionRow& row) {
  if (constraints_ != nullptr && constraints_->any())
    return constraints_->Complete(fixed, preferred, row) == arrays::Verdict::kPossible;
  row.assign(preferred.begin(), preferred.end());
  for (std::size_t c = 0; c < row.size(); ++c) {
    if (fixed[c] != kDontCare) row[c] = fixed[c];
  }
  return true;
}

auto Inquiry::Impl::Filler(const Case& of, OptionRow& room) -> OptionView {
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

}  // namespace combtest::internal::explain
