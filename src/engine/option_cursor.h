// The options of walk after walk, as pointers.
#ifndef COMBTEST_SRC_ENGINE_OPTION_CURSOR_H_
#define COMBTEST_SRC_ENGINE_OPTION_CURSOR_H_

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include "src/space/space_data.h"

namespace combtest::internal {

// Decodes only what differs from the walk before: nothing is divided for a walk that comes shortly
// after it. One thread at a time.
class OptionCursor {
 public:
  explicit OptionCursor(const SpaceData& space) : options_(space.actions.size()) {
    for (std::size_t a = 0; a < options_.size(); ++a)
      places_.push_back({space.actions[a].options.data(), space.radix[a], space.radix[a] - 1});
    // No further than a step back from the last walk to the first would look like one ahead.
    most_ = std::min(places_.empty() ? 1 : places_.back().radix, WalkId{0} - space.size);
  }

  const void* const* MoveTo(WalkId id) {
    const WalkId by = id - std::exchange(id_, id);
    by <= most_ ? Advance(by) : Decode(id);
    return options_.data();
  }
  const void* const* options() const { return options_.data(); }

 private:
  static constexpr WalkId kNone = std::numeric_limits<WalkId>::max();  // no id: ids end below it
  struct Place {
    const void* const* options;
    WalkId radix;
    WalkId option;
    WalkId quotient = kNone;  // the id, divided by the radices of the actions after
  };

  // By no more than most_: what is carried is 1.
  void Advance(WalkId by) {
    for (std::size_t a = places_.size(); a-- > 0; by = 1) {
      Place& place = places_[a];
      place.quotient += by;
      place.option += by;
      const bool carry = place.option >= place.radix;
      if (carry) place.option -= place.radix;
      options_[a] = place.options[place.option];
      if (!carry) return;
    }
  }
  void Decode(WalkId id) {
    for (std::size_t a = places_.size(); a-- > 0;) {
      Place& place = places_[a];
      if (place.quotient == id) return;  // and so are all before it
      place.quotient = id;
      place.option = id % place.radix;
      options_[a] = place.options[place.option];
      id /= place.radix;
    }
  }

  WalkId most_;        // of steps without a division: the last action's options
  WalkId id_ = kNone;  // so that the first one follows it, from the last option of each action
  std::vector<Place> places_;
  std::vector<const void*> options_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_OPTION_CURSOR_H_
