// In what order a run does what: phases of walks, and serial actions between them.
#ifndef COMBTEST_PLAN_H_
#define COMBTEST_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "combtest/walk_set.h"
#include "combtest/walk_space.h"

namespace combtest {

namespace internal {
struct SlotIndex;
}  // namespace internal

// Which walks of a space are to run, and in what order.
using Selection = WalkSet;

// The walks of a run in the order in which they start: those of one branch stand together. Without
// serial actions and with everything selected it is the space itself.
class RunOrder {
 public:
  // Branches are in the order of their options, or in that of their first walks in the selection.
  enum class Branches { kByOption, kAsSelected };
  // `cut_off`: walks that have slots behind all others, and don't run.
  RunOrder(const WalkSpace& space, const Selection& selection, bool list_all,
           Branches branches = Branches::kByOption, const WalkSet& cut_off = WalkSet::Of({}));

  // Slots of the order; where it is the space itself, excluded walks have one too.
  std::uint64_t size() const { return listed() ? walks_.size() : space_size_; }
  // The slots before this one are of walks that run.
  std::uint64_t to_run() const { return size() - cut_off_; }
  WalkId operator[](std::uint64_t slot) const { return listed() ? walks_[slot] : slot; }
  // Those in a slot and behind it, as WalkSet::Read. Where it is listed.
  std::size_t Read(std::uint64_t slot, WalkId* ids, std::size_t most) const {
    return walks_.Read(slot, ids, most);
  }
  // The slot of a walk; nothing where it has none. O(1) in the space itself, O(log n) otherwise; of
  // an order that doesn't ascend the first call makes an index, 16 bytes a walk. Thread-safe.
  std::optional<std::uint64_t> SlotOf(WalkId id) const;
  // Whether each slot is of a walk that is to run; else slot and id are one, and exclusions are
  // still to be asked.
  bool listed() const { return !walks_.all(); }
  Branches branches() const { return branches_; }

 private:
  std::uint64_t space_size_ = 0;
  std::uint64_t cut_off_ = 0;  // walks at the end
  Branches branches_;
  WalkSet walks_;
  std::shared_ptr<internal::SlotIndex> index_;  // null: none is needed
};

struct PlanStep {
  enum class Kind {
    kPhase,   // walks run the actions [begin, end) of their segment
    kSerial,  // the serial action `begin` runs once, with `option`
    kUndo,    // its branch is left
  };
  Kind kind = Kind::kPhase;
  std::size_t depth = 0;  // serial actions whose branch this is in
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t option = 0;
  // The walks of the branch: slots [first_slot, last_slot) of the order.
  std::uint64_t first_slot = 0;
  std::uint64_t last_slot = 0;

  std::uint64_t walks() const { return last_slot - first_slot; }
  friend bool operator==(const PlanStep&, const PlanStep&) = default;
};

// A value: the steps in the order in which they happen, depth first. A serial action's branch lasts
// from its kSerial step to its kUndo step.
class Plan {
 public:
  // `list_all` asks for an order that lists its walks even where it needn't.
  // Walks that are cut off are in its order and in none of its steps.
  Plan(WalkSpace space, const Selection& selection, bool list_all = false,
       RunOrder::Branches branches = RunOrder::Branches::kByOption,
       const WalkSet& cut_off = WalkSet::Of({}));

  const WalkSpace& space() const { return space_; }
  const RunOrder& order() const { return order_; }
  const std::vector<PlanStep>& steps() const { return steps_; }
  std::size_t phase_count() const;
  // Runs of serial actions.
  std::size_t serial_count() const;
  // The first step after the branch that step `serial` (a kSerial) enters, its kUndo included.
  std::size_t AfterBranch(std::size_t serial) const;

 private:
  void AddBranch(std::size_t depth, std::uint64_t first, std::uint64_t last);

  WalkSpace space_;
  RunOrder order_;
  std::vector<PlanStep> steps_;
};

// The tree of phases, branches and counts, one line each; long trees are cut after `max_lines`.
std::string ToString(const Plan& plan, std::size_t max_lines = 60);
std::ostream& operator<<(std::ostream& out, const Plan& plan);

}  // namespace combtest

#endif  // COMBTEST_PLAN_H_
