// Texts that many walks share, each held once.
#ifndef COMBTEST_SRC_PAGE_STRING_POOL_H_
#define COMBTEST_SRC_PAGE_STRING_POOL_H_

#include <boost/json/array.hpp>
#include <boost/json/string.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace combtest::internal {

class StringPool {
 public:
  static constexpr std::int64_t kNone = -1;     // an empty text
  static constexpr std::int64_t kLeftOut = -2;  // there is no room

  explicit StringPool(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  // The text's place in the list. One that is longer than `most` is cut in the middle.
  std::int64_t Add(std::string_view text, std::size_t most) {
    if (text.empty()) return kNone;
    std::string held(text);
    if (held.size() > most) {
      held = std::string(text.substr(0, most / 2)) + "\n[" + std::to_string(text.size() - most) +
             " bytes left out]\n" + std::string(text.substr(text.size() - (most - most / 2)));
    }
    const auto found = places_.find(held);
    if (found != places_.end()) return found->second;
    if (bytes_ + held.size() > most_bytes_) {
      is_full_ = true;
      return kLeftOut;
    }
    bytes_ += held.size() + 3;
    const auto place = static_cast<std::int64_t>(texts_.size());
    texts_.emplace_back(boost::json::string(held));
    places_.emplace(std::move(held), place);
    return place;
  }
  // Something found no room.
  bool is_full() const { return is_full_; }
  boost::json::array Take() { return std::move(texts_); }

 private:
  const std::size_t most_bytes_;
  std::size_t bytes_ = 0;
  bool is_full_ = false;
  boost::json::array texts_;
  std::unordered_map<std::string, std::int64_t> places_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PAGE_STRING_POOL_H_
