#include "programs.h"

#include <array>
#include <cstddef>
#include <vector>

std::uint32_t Checksum() {
  std::uint32_t crc = 0xffffffff;
  for (std::uint32_t byte = 0; byte < 5000; ++byte) {
    crc ^= byte * 7 & 0xff;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
  }
  return ~crc;
}

namespace {

struct Order {
  virtual ~Order() = default;
  virtual bool Less(const std::string& a, const std::string& b) const = 0;
};
struct ByLength : Order {
  bool Less(const std::string& a, const std::string& b) const override {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  }
};

}  // namespace

std::string Sorted() {
  std::vector<std::string> words = {"walk", "option", "phase", "branch", "a", "state", "action"};
  const ByLength by_length;
  const Order& order = by_length;
  for (std::size_t i = 1; i < words.size(); ++i) {
    for (std::size_t j = i; j > 0 && order.Less(words[j], words[j - 1]); --j)
      words[j].swap(words[j - 1]);
  }
  std::string text;
  for (const std::string& word : words) text += word + " ";
  return text;
}

double CompensatedSum() {
  std::array<double, 1001> values;
  values.fill(1);
  values[0] = 1e16;
  double sum = 0, lost = 0;
  for (const double value : values) {
    const double added = value - lost;
    const double next = sum + added;
    lost = (next - sum) - added;
    sum = next;
  }
  return sum;
}
