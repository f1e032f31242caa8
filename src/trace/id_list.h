// Ids as text for traces: "0-11,14,20-98:2" (a range, a single one, every second one).
#ifndef COMBTEST_SRC_TRACE_ID_LIST_H_
#define COMBTEST_SRC_TRACE_ID_LIST_H_

#include <string>
#include <string_view>
#include <vector>

#include "combtest/outcome.h"

namespace combtest::internal {

// Progressions of ids, ascending and disjoint.
class IdList {
 public:
  IdList() = default;
  explicit IdList(std::vector<WalkId> ids);
  // Throws Error where the text isn't one that ToText gives.
  static IdList Parse(std::string_view text);

  std::string ToText() const;
  bool Contains(WalkId id) const;
  WalkId size() const;
  std::vector<WalkId> Ids() const;
  friend bool operator==(const IdList&, const IdList&) = default;

 private:
  struct Progression {
    WalkId first = 0;
    WalkId step = 1;
    WalkId count = 0;
    WalkId last() const { return first + (count - 1) * step; }
    friend bool operator==(const Progression&, const Progression&) = default;
  };
  std::vector<Progression> parts_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TRACE_ID_LIST_H_
