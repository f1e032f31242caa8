#include "samples/zlib/input.h"

#include <array>
#include <cstddef>
#include <random>

namespace zlib_sample {
namespace {

std::string Noise(std::size_t size) {
  std::mt19937 random(7);
  std::string noise(size, '\0');
  for (char& byte : noise) byte = static_cast<char>(random() & 0xff);
  return noise;
}

std::string Text(std::size_t size) {
  static constexpr std::array kWords = {"every ", "walk ",   "takes ",
                                        "one ",   "option ", "of each\n"};
  std::mt19937 random(7);
  std::string text;
  while (text.size() < size) text += kWords[random() % kWords.size()];
  return text;
}

std::string FarRepeats() {
  std::string bytes = Noise(4000);
  const std::string motif = bytes.substr(0, 200);
  bytes.replace(300, motif.size(), motif);
  bytes += motif + Noise(16000) + motif;
  return bytes;
}

std::string Make(Shape shape) {
  switch (shape) {
    case Shape::kEmpty:
      return {};
    case Shape::kOneByte:
      return "x";
    case Shape::kZeros:
      return std::string(12000, '\0');
    case Shape::kText:
      return Text(12000);
    case Shape::kNoise:
      return Noise(12000);
    case Shape::kFarRepeats:
      return FarRepeats();
  }
  return {};
}

}  // namespace

const std::string& InputOf(Shape shape) {
  static const std::array kInputs = {Make(Shape::kEmpty), Make(Shape::kOneByte),
                                     Make(Shape::kZeros), Make(Shape::kText),
                                     Make(Shape::kNoise), Make(Shape::kFarRepeats)};
  return kInputs.at(static_cast<std::size_t>(shape));
}

}  // namespace zlib_sample
