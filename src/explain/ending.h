// How far a walk came, as explanations see it.
#ifndef COMBTEST_SRC_EXPLAIN_ENDING_H_
#define COMBTEST_SRC_EXPLAIN_ENDING_H_

namespace combtest::internal::explain {

// Failures that look alike: at the same place, with the same message.
using GroupId = int;
inline constexpr GroupId kNoGroup = -1;

// A walk that ended in an action says nothing about those behind it.
struct Ending {
  // Where it ended: all actions before it passed. As many as there are: it passed, or failed in
  // none of them.
  int action = 0;
  GroupId group = kNoGroup;  // how it failed there; kNoGroup: it passed or was cancelled
  bool operator==(const Ending&) const = default;
};

}  // namespace combtest::internal::explain

#endif  // COMBTEST_SRC_EXPLAIN_ENDING_H_
