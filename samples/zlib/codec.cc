#include "samples/zlib/codec.h"

#include <array>

namespace zlib_sample {
namespace {

// Feeds `input` to `step` (deflate or inflate with a flush mode) until it fills a buffer no more.
template <class Step>
int Pump(z_stream& stream, std::string_view input, std::string& output, Step step) {
  std::array<char, 4096> buffer;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
  stream.avail_in = static_cast<uInt>(input.size());
  int status = Z_OK;
  do {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    status = step(stream);
    output.append(buffer.data(), buffer.size() - stream.avail_out);
  } while (status == Z_OK && stream.avail_out == 0);
  // Nothing to read and nothing to write is no error of the stream.
  return status == Z_BUF_ERROR ? Z_OK : status;
}

}  // namespace

int WindowArgument(Format format, int window_bits) {
  switch (format) {
    case Format::kZlib:
      return window_bits;
    case Format::kGzip:
      return window_bits + 16;
    case Format::kRaw:
      return -window_bits;
  }
  return 0;
}

Deflater::Deflater(int level, int window_argument, int mem_level, int strategy)
    : status_(deflateInit2(&stream_, level, Z_DEFLATED, window_argument, mem_level, strategy)) {}

Deflater::~Deflater() { deflateEnd(&stream_); }

std::size_t Deflater::Bound(std::size_t input_size) { return deflateBound(&stream_, input_size); }

void Deflater::Deflate(std::string_view input, int flush, std::string& output) {
  status_ = Pump(stream_, input, output, [flush](z_stream& s) { return deflate(&s, flush); });
}

Inflater::Inflater(int window_argument) : status_(inflateInit2(&stream_, window_argument)) {}

Inflater::~Inflater() { inflateEnd(&stream_); }

void Inflater::Inflate(std::string_view input, std::string& output) {
  status_ = Pump(stream_, input, output, [](z_stream& s) { return inflate(&s, Z_NO_FLUSH); });
}

}  // namespace zlib_sample
