#include "combtest/plan.h"

#include <algorithm>
#include <mutex>
#include <numeric>
#include <ostream>
#include <utility>

#include "src/plan/order_cursor.h"
#include "src/plan/with_cut_off.h"
#include "src/space/exclusion.h"
#include "src/space/space_data.h"
#include "src/text/plain_stream.h"

namespace combtest {

using internal::SpaceData;
using internal::WalkAccess;

struct internal::SlotIndex {
  std::once_flag made;
  std::vector<std::pair<WalkId, std::uint64_t>> slots;  // by id

  void Make(const WalkSet& walks) {
    slots.reserve(walks.size());
    for (const WalkId id : walks) slots.emplace_back(id, slots.size());
    std::sort(slots.begin(), slots.end());
  }
};

namespace {

const SpaceData& DataOf(const WalkSpace& space) { return *WalkAccess::Data(space); }

// The options of one action in walk after walk: those close to each other mostly have the same.
class OptionReader {
 public:
  OptionReader(const SpaceData& space, std::size_t action)
      : radix_(space.radix[action]), stride_(space.stride[action]) {}

  std::size_t operator()(WalkId id) {
    if (id - begin_ < stride_ && known_) return option_;
    known_ = true;
    option_ = static_cast<std::size_t>(id / stride_ % radix_);
    begin_ = id - id % stride_;
    return option_;
  }

 private:
  const WalkId radix_;
  const WalkId stride_;  // walks in a row that have the same
  WalkId begin_ = 0;     // of those that have this one
  std::size_t option_ = 0;
  bool known_ = false;
};

// Stable, in one pass where the action hasn't more options than there are walks.
void SortByOption(const SpaceData& space, std::size_t action, const std::vector<std::size_t>& rank,
                  std::vector<WalkId>& ids) {
  OptionReader option(space, action);
  if (space.radix[action] > ids.size()) {
    std::stable_sort(ids.begin(), ids.end(), [&](WalkId a, WalkId b) {
      return rank[space.OptionIndex(a, action)] < rank[space.OptionIndex(b, action)];
    });
    return;
  }
  std::vector<std::size_t> place(space.radix[action] + 1);
  for (const WalkId id : ids) ++place[rank[option(id)] + 1];
  if (std::find(place.begin(), place.end(), ids.size()) != place.end()) return;  // they have one
  std::partial_sum(place.begin(), place.end(), place.begin());
  std::vector<WalkId> sorted(ids.size());
  for (const WalkId id : ids) sorted[place[rank[option(id)]]++] = id;
  ids = std::move(sorted);
}

// The place of each option: that in the action's list, or that of its first walk.
std::vector<std::size_t> RanksOf(const SpaceData& space, std::size_t action, const WalkSet& walks,
                                 RunOrder::Branches branches) {
  std::vector<std::size_t> ranks(space.radix[action]);
  std::iota(ranks.begin(), ranks.end(), std::size_t{0});
  if (branches == RunOrder::Branches::kByOption) return ranks;
  std::vector<bool> seen(ranks.size());
  std::size_t next = 0;
  for (const WalkId id : walks) {
    const std::size_t option = space.OptionIndex(id, action);
    if (seen[option]) continue;
    seen[option] = true;
    ranks[option] = next++;
  }
  return ranks;
}

// By the options of the first serial action, then by those of the second, …: as sorting by the last
// one first.
WalkSet ByBranch(const SpaceData& space, const WalkSet& walks, RunOrder::Branches branches) {
  std::vector<WalkId> ids = walks.ids();
  for (std::size_t i = space.serial_actions.size(); i-- > 0;) {
    const std::size_t action = space.serial_actions[i];
    SortByOption(space, action, RanksOf(space, action, walks, branches), ids);
  }
  return WalkSet::Of(ids);
}

}  // namespace

RunOrder::RunOrder(const WalkSpace& space, const Selection& selection, bool list_all,
                   Branches branches, const WalkSet& cut_off)
    : space_size_(space.full_size()), cut_off_(cut_off.size()), branches_(branches) {
  const SpaceData& data = DataOf(space);
  if (selection.all() && !list_all && data.serial_actions.empty() && cut_off.empty()) return;
  if (const WalkId bound = std::max(selection.bound(), cut_off.bound()); bound > data.size) {
    throw Error("walk " + std::to_string(bound - 1) + " is selected, but the space has only " +
                std::to_string(data.size));
  }
  walks_ = internal::Listed(space, selection);
  if (!data.serial_actions.empty()) walks_ = ByBranch(data, walks_, branches);
  walks_ = internal::WithCutOff(walks_, cut_off);
  if (!walks_.ascending()) index_ = std::make_shared<internal::SlotIndex>();
}

std::optional<std::uint64_t> RunOrder::SlotOf(WalkId id) const {
  if (!listed()) return id < space_size_ ? std::optional(id) : std::nullopt;
  if (index_ == nullptr) return walks_.Find(id);
  std::call_once(index_->made, [this] { index_->Make(walks_); });
  const auto& slots = index_->slots;
  const auto found = std::lower_bound(slots.begin(), slots.end(), std::pair(id, std::uint64_t{0}));
  if (found == slots.end() || found->first != id) return std::nullopt;
  return found->second;
}

Plan::Plan(WalkSpace space, const Selection& selection, bool list_all, RunOrder::Branches branches,
           const WalkSet& cut_off)
    : space_(std::move(space)), order_(space_, selection, list_all, branches, cut_off) {
  AddBranch(0, 0, order_.to_run());
}

void Plan::AddBranch(std::size_t depth, std::uint64_t first, std::uint64_t last) {
  const SpaceData& data = DataOf(space_);
  const auto& serial = data.serial_actions;
  const std::size_t begin = depth == 0 ? 0 : serial[depth - 1] + 1;
  const bool leaf = depth == serial.size();
  const std::size_t end = leaf ? data.actions.size() : serial[depth];
  if (begin < end || leaf || depth > 0) {
    steps_.push_back({PlanStep::Kind::kPhase, depth, begin, end, 0, first, last});
  }
  if (leaf) return;
  const std::size_t action = serial[depth];
  internal::OrderCursor order(order_);
  OptionReader option_of(data, action);
  for (std::uint64_t at = first; at < last;) {
    const std::size_t option = option_of(order[at]);
    std::uint64_t branch_end = at + 1;
    while (branch_end < last && option_of(order[branch_end]) == option) ++branch_end;
    steps_.push_back({PlanStep::Kind::kSerial, depth, action, action + 1, option, at, branch_end});
    AddBranch(depth + 1, at, branch_end);
    steps_.push_back({PlanStep::Kind::kUndo, depth, action, action + 1, option, at, branch_end});
    at = branch_end;
  }
}

std::size_t Plan::phase_count() const {
  return static_cast<std::size_t>(
      std::count_if(steps_.begin(), steps_.end(), [](const PlanStep& step) {
        return step.kind == PlanStep::Kind::kPhase && step.begin < step.end;
      }));
}

std::size_t Plan::serial_count() const {
  return static_cast<std::size_t>(
      std::count_if(steps_.begin(), steps_.end(),
                    [](const PlanStep& step) { return step.kind == PlanStep::Kind::kSerial; }));
}

std::size_t Plan::AfterBranch(std::size_t serial) const {
  const PlanStep& entry = steps_[serial];
  for (std::size_t i = serial + 1; i < steps_.size(); ++i) {
    if (steps_[i].kind == PlanStep::Kind::kUndo && steps_[i].depth == entry.depth) return i + 1;
  }
  return steps_.size();
}

std::string ToString(const Plan& plan, std::size_t max_lines) {
  const SpaceData& data = DataOf(plan.space());
  internal::PlainStream out;
  const auto count = [](std::uint64_t n, const char* one) {
    return std::to_string(n) + " " + one + (n == 1 ? "" : one[0] == 'b' ? "es" : "s");
  };
  out << plan.space() << "\n";
  out << count(plan.order().to_run(), "walk") << " in " << count(plan.phase_count(), "phase")
      << ", " << count(plan.serial_count(), "serial step") << "\n";
  std::size_t lines = 0;
  std::size_t phase = 0;
  std::size_t left_out = 0;
  for (const PlanStep& step : plan.steps()) {
    if (step.kind == PlanStep::Kind::kUndo) continue;
    if (step.kind == PlanStep::Kind::kPhase && step.begin == step.end) continue;
    const std::size_t number = step.kind == PlanStep::Kind::kPhase ? ++phase : 0;
    if (++lines > max_lines) {
      ++left_out;
      continue;
    }
    out << std::string(2 * step.depth, ' ');
    if (step.kind == PlanStep::Kind::kSerial) {
      out << data.ActionText(step.begin, step.option) << ": branch of "
          << count(step.walks(), "walk") << "\n";
      continue;
    }
    out << "phase " << number << ":";
    for (std::size_t a = step.begin; a < step.end; ++a)
      out << (a > step.begin ? ", " : " ") << data.actions[a].name;
    out << " for " << count(step.walks(), "walk") << "\n";
  }
  if (left_out > 0) out << "and " << left_out << " more lines\n";
  return out.str();
}

std::ostream& operator<<(std::ostream& out, const Plan& plan) { return out << ToString(plan); }

}  // namespace combtest
