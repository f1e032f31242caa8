#include "src/explain/inquiry.h"

#include <algorithm>
#include <utility>

#include "src/explain/inquiry_impl.h"

namespace combtest::internal::explain {
namespace {

constexpr std::size_t kRepeats = 2;  // of a failing walk
constexpr std::size_t kLargest = 5;  // options of a suspected combination
constexpr std::size_t kMaxSuspects = 20'000;
constexpr std::size_t kMaxTests = 45;  // of one failing walk
constexpr double kLikely = 0.9;        // then it is tried to be refuted
constexpr double kSettled = 0.97;
constexpr double kManySuspects = 3;  // bits

}  // namespace

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

arrays::Rows Inquiry::Impl::Next() {
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

Inquiry::Inquiry(std::vector<arrays::Value> levels, arrays::Constraints* constraints,
                 arrays::Rows rows, std::vector<Ending> endings, InquirySettings settings)
    : impl_(std::make_unique<Impl>(std::move(levels), constraints, std::move(rows),
                                   std::move(endings), settings)) {}
Inquiry::~Inquiry() = default;
arrays::Rows Inquiry::Next() { return impl_->Next(); }
void Inquiry::Take(std::span<const Ending> endings) { impl_->Take(endings); }
std::size_t Inquiry::used() const { return impl_->used(); }
std::vector<Claim> Inquiry::Claims() const { return impl_->Claims(); }
std::vector<Claim> Inquiry::Suspicions() { return impl_->Suspicions(); }

}  // namespace combtest::internal::explain
