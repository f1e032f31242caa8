// What earlier runs say of a suite's walks: which to run again, and in what order.
#ifndef COMBTEST_SRC_SELECTION_LAST_RUN_H_
#define COMBTEST_SRC_SELECTION_LAST_RUN_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "combtest/config.h"
#include "combtest/walk_set.h"
#include "src/selection/choice.h"
#include "src/trace/trace_reader.h"

namespace combtest::internal {

// The newest trace of a run; for walks that it wasn't to run or didn't come to, the one before, and
// so on.
class LastRun {
 public:
  // `path`: a trace, or a directory of them. Throws Error where there is nothing at `path`, or a
  // trace can't be read.
  LastRun(const std::string& path, const std::string& name);

  // There is a trace of this run at all.
  bool known() const { return !layers_.empty(); }
  // The walk failed, crashed, timed out, was lost or didn't finish when it was last to run, or no
  // trace knows a walk of its name.
  bool NeedsRerun(const Walk& walk) const;
  // It ended, and not well, when it last ran. Runs that didn't come to it say nothing.
  bool HasFailed(const Walk& walk) const;
  // Puts walks of `space` in order; ids that are alike keep theirs.
  void Sort(const WalkSpace& space, config::Order order, std::vector<WalkId>& ids) const;

 private:
  struct Record {
    bool ran = false, failed = false;
    std::chrono::nanoseconds took{};
  };
  struct Layer {
    TraceHeader header;
    std::unordered_map<WalkId, Record> walks;

    bool whole() const { return header.selection.all(); }
  };
  enum class Verdict { kOver, kAgain, kNotAsked, kNew };
  struct Finding {
    Verdict verdict = Verdict::kNew;
    std::chrono::nanoseconds took{};
  };
  // The walk's id in that trace; nothing where it doesn't know it.
  std::optional<WalkId> IdIn(const Layer& layer, const Walk& walk) const;
  Finding Find(const Walk& walk) const;
  const std::string& FingerprintOf(const WalkSpace& space) const;

  std::vector<Layer> layers_;  // the newest first
  // Of the space that was asked of last.
  mutable std::optional<WalkSpace> space_;
  mutable std::string fingerprint_;
};

// Steps of Chosen(): what had not passed in choice.rerun, and the order that choice.order asks for.
// InOrder throws Error as LastRun does.
WalkSet ToRunAgain(const WalkSpace& space, const WalkSet& walks, const Choice& choice);
WalkSet InOrder(const WalkSpace& space, const WalkSet& walks, const Choice& choice);

// Of `walks`, those that had failed in choice.rerun, whenever they last ran.
WalkSet HadFailed(const WalkSpace& space, const WalkSet& walks, const Choice& choice);

// Where `rerun` selects no walk: what to tell.
std::string NothingToRunAgain(const std::string& rerun);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SELECTION_LAST_RUN_H_
