// The options of walk after walk, as pointers.
#ifndef COMBTEST_SRC_ENGINE_OPTION_CURSOR_H_
#define COMBTEST_SRC_ENGINE_OPTION_CURSOR_H_

#include <limits>
#include <vector>

#include "src/space/space_data.h"

namespace combtest::internal {

// Decodes only what differs from the walk before: about one division for a walk that follows its
// neighbour. One thread at a time.
class OptionCursor {
 public:
  explicit OptionCursor(const SpaceData& space)
      : space_(space), options_(space.actions.size()), quotients_(space.actions.size(), kNone) {}

  const void* const* MoveTo(WalkId id) {
    WalkId rest = id;
    for (std::size_t a = options_.size(); a-- > 0;) {
      if (quotients_[a] == rest) break;  // and so are all before it
      quotients_[a] = rest;
      const WalkId radix = space_.radix[a];
      options_[a] = space_.actions[a].options[rest % radix];
      rest /= radix;
    }
    return options_.data();
  }
  const void* const* options() const { return options_.data(); }

 private:
  static constexpr WalkId kNone = std::numeric_limits<WalkId>::max();  // no id: ids end below it
  const SpaceData& space_;
  std::vector<const void*> options_;
  std::vector<WalkId> quotients_;  // the id, divided by the radices of the actions after
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_OPTION_CURSOR_H_
