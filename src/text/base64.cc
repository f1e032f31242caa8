#include "src/text/base64.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace combtest::internal {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNone = 64;

constexpr std::array<std::uint8_t, 256> kValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNone);
  for (std::size_t i = 0; i < kDigits.size(); ++i)
    values[static_cast<unsigned char>(kDigits[i])] = static_cast<std::uint8_t>(i);
  return values;
}();

}  // namespace

std::string Base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::string_view three = bytes.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t b = 0; b < 3; ++b)
      bits = bits << 8 | (b < three.size() ? static_cast<unsigned char>(three[b]) : 0u);
    for (std::size_t d = 0; d < 4; ++d)
      text += d <= three.size() ? kDigits[bits >> (18 - 6 * d) & 63] : '=';
  }
  return text;
}

std::optional<std::string> FromBase64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::string_view four = text.substr(i, 4);
    const bool last = i + 4 == text.size();
    while (last && four.size() > 2 && four.back() == '=') four.remove_suffix(1);
    std::uint32_t bits = 0;
    for (std::size_t d = 0; d < 4; ++d) {
      const std::uint8_t value =
          d < four.size() ? kValues[static_cast<unsigned char>(four[d])] : std::uint8_t{0};
      if (value == kNone) return std::nullopt;
      bits = bits << 6 | value;
    }
    for (std::size_t b = 0; b + 1 < four.size(); ++b)
      bytes += static_cast<char>(bits >> (16 - 8 * b) & 255);
    // What padding leaves over has to be 0.
    if (four.size() < 4 && (bits & ((1u << (8 * (4 - four.size()))) - 1)) != 0) return std::nullopt;
  }
  return bytes;
}

}  // namespace combtest::internal
