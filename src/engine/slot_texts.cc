#include "src/engine/slot_texts.h"

#include <cstring>
#include <utility>

namespace combtest::internal {

void SlotTexts::Set(std::uint64_t slot, std::string_view text) {
  Drop(slot);
  if (text.empty()) return;
  places_[slot] = {Copy(text), text.size()};
}

void SlotTexts::Drop(std::uint64_t slot) {
  lost_ += std::exchange(places_[slot], Place{}).size;
  // It goes over all places.
  if (lost_ > kBlock + places_.size() && lost_ > used_ / 2) Compact();
}

const char* SlotTexts::Copy(std::string_view text) {
  used_ += text.size();
  if (text.size() > kBlock / 4) {
    large_.push_back(std::make_unique_for_overwrite<char[]>(text.size()));
    std::memcpy(large_.back().get(), text.data(), text.size());
    return large_.back().get();
  }
  if (text.size() > left_) {
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(kBlock));
    free_ = blocks_.back().get();
    left_ = kBlock;
  }
  char* const copy = std::exchange(free_, free_ + text.size());
  left_ -= text.size();
  std::memcpy(copy, text.data(), text.size());
  return copy;
}

void SlotTexts::Compact() {
  const auto before = std::exchange(blocks_, {});
  const auto large_before = std::exchange(large_, {});
  left_ = used_ = lost_ = 0;
  for (Place& place : places_) {
    if (place.size > 0) place.text = Copy({place.text, place.size});
  }
}

}  // namespace combtest::internal
