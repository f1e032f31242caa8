// A text for each of many slots.
#ifndef COMBTEST_SRC_ENGINE_SLOT_TEXTS_H_
#define COMBTEST_SRC_ENGINE_SLOT_TEXTS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace combtest::internal {

// In memory 16 bytes a slot, the texts, and at most as much again of those that were replaced; for
// a moment, when these are thrown out, the texts twice. A string of its own for each would take
// more where they are short.
class SlotTexts {
 public:
  SlotTexts() = default;  // no slots
  explicit SlotTexts(std::uint64_t slots) : places_(slots) {}

  std::uint64_t size() const { return places_.size(); }
  // Empty: there is none. Good until the next Set or Drop.
  std::string_view operator[](std::uint64_t slot) const {
    const Place& place = places_[slot];
    return place.size == 0 ? std::string_view() : std::string_view(place.text, place.size);
  }
  // In place of the one that it had.
  void Set(std::uint64_t slot, std::string_view text);
  void Drop(std::uint64_t slot);

 private:
  static constexpr std::size_t kBlock = 256u << 10;
  struct Place {
    const char* text = nullptr;
    std::size_t size = 0;
  };
  const char* Copy(std::string_view text);
  void Compact();

  std::vector<Place> places_;
  std::vector<std::unique_ptr<char[]>> blocks_, large_;  // of many texts, and of one each
  char* free_ = nullptr;                                 // in the last block
  std::size_t left_ = 0;                                 // bytes there
  std::size_t used_ = 0;  // bytes of texts that are there, and of those that were
  std::size_t lost_ = 0;  // of the latter
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_SLOT_TEXTS_H_
