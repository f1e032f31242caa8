// What the walks compress.
#ifndef COMBTEST_SAMPLES_ZLIB_INPUT_H_
#define COMBTEST_SAMPLES_ZLIB_INPUT_H_

#include <string>

namespace zlib_sample {

enum class Shape {
  kEmpty,
  kOneByte,
  kZeros,
  kText,
  kNoise,
  kFarRepeats,  // noise that comes again 300, 4000 and 20000 bytes on: around the window sizes
};

// The same bytes at each call; at most 24,000 of them.
const std::string& InputOf(Shape shape);

}  // namespace zlib_sample

#endif  // COMBTEST_SAMPLES_ZLIB_INPUT_H_
