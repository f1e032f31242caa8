// What an inquiry knows and does: inquiry.cc runs it, inquiry_judging.cc makes of walks what they
// tell, inquiry_asking.cc chooses walks that tell more.
#ifndef COMBTEST_SRC_EXPLAIN_INQUIRY_IMPL_H_
#define COMBTEST_SRC_EXPLAIN_INQUIRY_IMPL_H_

#include <algorithm>
#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "src/arrays/random.h"
#include "src/explain/inquiry.h"
#include "src/explain/suspects.h"

namespace combtest::internal::explain {

inline constexpr std::size_t kPassRepeats =
    3;  // a pass counts after, where failures don't always show

class Inquiry::Impl {
 public:
  using Rows = arrays::Rows;
  using Value = arrays::Value;
  using OptionRow = std::vector<Value>;
  using OptionView = std::span<const Value>;

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
  std::vector<Claim> Suspicions();

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
  Claim ClaimOf(const Case& of, const Found& found) const;
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

}  // namespace combtest::internal::explain

#endif  // COMBTEST_SRC_EXPLAIN_INQUIRY_IMPL_H_
