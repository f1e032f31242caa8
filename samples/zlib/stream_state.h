// What a walk carries from deflateInit2's arguments to the compressed bytes.
#ifndef COMBTEST_SAMPLES_ZLIB_STREAM_STATE_H_
#define COMBTEST_SAMPLES_ZLIB_STREAM_STATE_H_

#include <zlib.h>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/fwd.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "combtest/json.h"
#include "samples/zlib/codec.h"
#include "samples/zlib/input.h"

namespace zlib_sample {

// Compressed data isn't text, so as JSON it is hexadecimal.
struct Bytes : combtest::JsonSerializable {
  std::string data;
  std::string to_json() const;
  static Bytes from_json(const boost::json::value& json);
};

// Where a flush promised that all input so far can be had back from the output so far.
struct FlushPoint {
  std::size_t input = 0;
  std::size_t output = 0;
};
BOOST_DESCRIBE_STRUCT(FlushPoint, (), (input, output))

BOOST_DESCRIBE_ENUM(Format, kZlib, kGzip, kRaw)
BOOST_DESCRIBE_ENUM(Shape, kEmpty, kOneByte, kZeros, kText, kNoise, kFarRepeats)

struct StreamState {
  Format format = Format::kZlib;
  int window_bits = MAX_WBITS;
  int level = Z_DEFAULT_COMPRESSION;
  int mem_level = 8;
  int strategy = Z_DEFAULT_STRATEGY;
  Shape shape = Shape::kEmpty;
  std::vector<FlushPoint> flush_points;
  Bytes compressed;
};
BOOST_DESCRIBE_STRUCT(StreamState, (),
                      (format, window_bits, level, mem_level, strategy, shape, flush_points,
                       compressed))

}  // namespace zlib_sample

#endif  // COMBTEST_SAMPLES_ZLIB_STREAM_STATE_H_
