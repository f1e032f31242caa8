// zlib's streams with owners: what a deflater and an inflater hold is freed with them.
#ifndef COMBTEST_SAMPLES_ZLIB_CODEC_H_
#define COMBTEST_SAMPLES_ZLIB_CODEC_H_

#include <zlib.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace zlib_sample {

enum class Format { kZlib, kGzip, kRaw };

// As inflateInit2 and deflateInit2 take it: raw is negative, gzip has 16 added.
int WindowArgument(Format format, int window_bits);

class Deflater {
 public:
  Deflater(int level, int window_argument, int mem_level, int strategy);
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;
  ~Deflater();

  int status() const { return status_; }  // of the last call, deflateInit2 included
  std::size_t Bound(std::size_t input_size);
  // Appends to `output` until zlib has no more to give.
  void Deflate(std::string_view input, int flush, std::string& output);

 private:
  z_stream stream_{};
  int status_;
};

class Inflater {
 public:
  explicit Inflater(int window_argument);
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater();

  int status() const { return status_; }
  std::string message() const { return stream_.msg == nullptr ? "" : stream_.msg; }
  void Inflate(std::string_view input, std::string& output);

 private:
  z_stream stream_{};
  int status_;
};

}  // namespace zlib_sample

#endif  // COMBTEST_SAMPLES_ZLIB_CODEC_H_
