// zlib: what deflate writes, inflate gives back, for every combination of format, window, level,
// memory, strategy, input and flush mode.
//
// What these walks showed of zlib 1.2.13, kept in the three ordinary tests at the end:
//  - windowBits 8 isn't what it says. deflateInit2 takes it for the zlib format alone, writes a
//    window of 9 into the header, and inflateInit2 with 8 then refuses the stream; for gzip and raw
//    it returns Z_STREAM_ERROR.
//  - deflateBound is one byte short at level 0 for inputs of 0 and 1 bytes, where
//    windowBits <= memLevel + 7: a buffer of just that size doesn't hold the stream.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "combtest/gtest.h"
#include "samples/zlib/codec.h"
#include "samples/zlib/input.h"
#include "samples/zlib/stream_state.h"

namespace zlib_sample {
namespace {

struct SetFormat : combtest::Action {
  static constexpr std::array kOptions = {Format::kZlib, Format::kGzip, Format::kRaw};
  void Run(Format format, StreamState& state) const { state.format = format; }
};

struct SetWindowBits : combtest::Action {
  static constexpr std::array kOptions = {8, 9, 15};
  void Run(int bits, StreamState& state) const { state.window_bits = bits; }
  bool ShouldCancel(const combtest::Walk& walk, std::size_t) const {
    return *walk.Option<SetWindowBits>() == 8 && *walk.Option<SetFormat>() != Format::kZlib;
  }
};

struct SetLevel : combtest::Action {
  static constexpr std::array kOptions = {0, 1, 9};
  void Run(int level, StreamState& state) const { state.level = level; }
};

struct SetMemLevel : combtest::Action {
  static constexpr std::array kOptions = {1, 9};
  void Run(int mem_level, StreamState& state) const { state.mem_level = mem_level; }
};

enum Strategy {
  kDefault = Z_DEFAULT_STRATEGY,
  kFiltered = Z_FILTERED,
  kHuffmanOnly = Z_HUFFMAN_ONLY,
  kRle = Z_RLE,
  kFixed = Z_FIXED,
};
struct SetStrategy : combtest::Action {
  static constexpr std::array kOptions = {kDefault, kFiltered, kHuffmanOnly, kRle, kFixed};
  void Run(Strategy strategy, StreamState& state) const { state.strategy = strategy; }
};

struct ChooseInput : combtest::Action {
  static constexpr std::array kOptions = {Shape::kEmpty, Shape::kOneByte, Shape::kZeros,
                                          Shape::kText,  Shape::kNoise,   Shape::kFarRepeats};
  void Run(Shape shape, StreamState& state) const { state.shape = shape; }
};

enum Flush {
  kAtOnce = Z_FINISH,  // all input in one call
  kNoFlush = Z_NO_FLUSH,
  kPartialFlush = Z_PARTIAL_FLUSH,
  kSyncFlush = Z_SYNC_FLUSH,
  kFullFlush = Z_FULL_FLUSH,
  kBlock = Z_BLOCK,
};

// See the second finding above; 1.3 sizes level 0 by itself.
std::size_t MissingInBound(const StreamState& state) {
  return ZLIB_VERNUM < 0x1300 && state.level == 0 && InputOf(state.shape).size() < 2 &&
                 std::max(state.window_bits, 9) <= state.mem_level + 7
             ? 1
             : 0;
}

struct Deflate : combtest::Action {
  static constexpr std::array kOptions = {kAtOnce,    kNoFlush,   kPartialFlush,
                                          kSyncFlush, kFullFlush, kBlock};
  static constexpr std::size_t kPiece = 5000;

  void Run(Flush flush, StreamState& state) const {
    Deflater deflater(state.level, WindowArgument(state.format, state.window_bits), state.mem_level,
                      state.strategy);
    ASSERT_EQ(deflater.status(), Z_OK);
    std::string_view rest = InputOf(state.shape);
    const std::size_t bound = deflater.Bound(rest.size());
    std::string& output = state.compressed.data;
    if (flush != kAtOnce) {
      while (rest.size() > kPiece) {
        deflater.Deflate(rest.substr(0, kPiece), flush, output);
        ASSERT_EQ(deflater.status(), Z_OK);
        rest.remove_prefix(kPiece);
        if (flush == kNoFlush || flush == kBlock) continue;
        state.flush_points.push_back({InputOf(state.shape).size() - rest.size(), output.size()});
      }
    }
    deflater.Deflate(rest, Z_FINISH, output);
    ASSERT_EQ(deflater.status(), Z_STREAM_END);
    if (flush == kAtOnce) {
      EXPECT_LE(output.size(), bound + MissingInBound(state));
    }
  }
};

// The option is how many bytes inflate is given at a time.
struct Inflate : combtest::Action {
  static constexpr std::array<std::size_t, 2> kOptions = {97, 1'000'000};

  void Run(std::size_t step, StreamState& state) const {
    const std::string& input = InputOf(state.shape);
    const int window_bits = state.window_bits == 8 ? 9 : state.window_bits;
    Inflater inflater(WindowArgument(state.format, window_bits));
    ASSERT_EQ(inflater.status(), Z_OK);
    const std::string_view compressed = state.compressed.data;
    std::string output;
    std::size_t at = 0;
    const auto feed_to = [&](std::size_t end) {
      while (at < end) {
        const std::size_t size = std::min(step, end - at);
        inflater.Inflate(compressed.substr(at, size), output);
        at += size;
      }
    };
    for (const FlushPoint& point : state.flush_points) {
      feed_to(point.output);
      ASSERT_EQ(inflater.status(), Z_OK) << inflater.message();
      ASSERT_TRUE(output == std::string_view(input).substr(0, point.input))
          << "after a flush " << output.size() << " bytes came back of " << point.input;
    }
    feed_to(compressed.size());
    ASSERT_EQ(inflater.status(), Z_STREAM_END) << inflater.message();
    ASSERT_TRUE(output == input) << output.size() << " bytes came back of " << input.size();
  }
};

COMBTEST_WALKS(ZlibRoundTrip, StreamState, SetFormat, SetWindowBits, SetLevel, SetMemLevel,
               SetStrategy, ChooseInput, Deflate, Inflate);

TEST(ZlibFindings, WindowOf8IsRefusedForGzipAndRaw) {
  for (const Format format : {Format::kGzip, Format::kRaw}) {
    EXPECT_EQ(Deflater(6, WindowArgument(format, 8), 8, Z_DEFAULT_STRATEGY).status(),
              Z_STREAM_ERROR);
  }
}

TEST(ZlibFindings, WindowOf8IsWrittenAs9) {
  Deflater deflater(6, 8, 8, Z_DEFAULT_STRATEGY);
  std::string output;
  deflater.Deflate("hello", Z_FINISH, output);
  Inflater as_8(8);
  std::string ignored;
  as_8.Inflate(output, ignored);
  EXPECT_EQ(as_8.status(), Z_DATA_ERROR);
  EXPECT_EQ(as_8.message(), "invalid window size");
}

TEST(ZlibFindings, BoundIsOneByteShort) {
  if (std::string_view(zlibVersion()) != "1.2.13") GTEST_SKIP() << "zlib " << zlibVersion();
  Deflater deflater(0, 9, 9, Z_DEFAULT_STRATEGY);
  const std::size_t bound = deflater.Bound(0);
  std::string output;
  deflater.Deflate("", Z_FINISH, output);
  EXPECT_EQ(output.size(), bound + 1);
}

}  // namespace
}  // namespace zlib_sample
