// The lines of walks in a trace, put together from pieces that are made once.
#ifndef COMBTEST_SRC_TRACE_WALK_LINES_H_
#define COMBTEST_SRC_TRACE_WALK_LINES_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "src/engine/run_observer.h"
#include "src/space/space_data.h"

namespace combtest::internal {

// Of one space: shared by all that write lines.
class WalkPieces {
 public:
  explicit WalkPieces(const SpaceData& space);

  const SpaceData& space() const { return space_; }
  const std::string& name(std::size_t action, std::size_t option) const {
    return names_[action][option];
  }
  // `"Write(\"hello\")"`: quoted and escaped.
  const std::string& text(std::size_t action, std::size_t option) const {
    return texts_[action][option];
  }

 private:
  const SpaceData& space_;
  std::vector<std::vector<std::string>> names_, texts_;
};

// One thread's. A walk that follows its neighbour costs only what differs.
class WalkLines {
 public:
  explicit WalkLines(const WalkPieces& pieces);

  struct Where {
    std::optional<std::uint64_t> phase;  // nothing: there is only one
    std::optional<std::chrono::nanoseconds> took;
    std::optional<unsigned> worker;
  };
  // A walk that has passed.
  void AppendPassed(std::string& out, WalkId id, const Where& where);
  // `rest`: further fields, `"outcome":"failed",…`
  void AppendEnded(std::string& out, WalkId id, const Where& where, const std::string& rest);
  // The actions [begin, end) of a walk that goes on.
  void AppendSegment(std::string& out, WalkId id, const Where& where, std::size_t begin,
                     std::size_t end);

 private:
  void MoveTo(WalkId id);
  void AppendWalk(std::string& out, WalkId id);
  static void AppendWhere(std::string& out, const Where& where);

  const WalkPieces& pieces_;
  const SpaceData& space_;
  std::vector<WalkId> quotients_;
  std::vector<std::size_t> options_;
  // What stands in front of each action's piece.
  std::vector<std::size_t> name_before_, text_before_, branch_before_;
  std::string name_, texts_, branch_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TRACE_WALK_LINES_H_
