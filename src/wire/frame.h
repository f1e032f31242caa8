// How messages are cut out of a stream of bytes: a length of four bytes, least significant first,
// then so many bytes of JSON.
#ifndef COMBTEST_SRC_WIRE_FRAME_H_
#define COMBTEST_SRC_WIRE_FRAME_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace combtest::internal {

inline constexpr std::size_t kFrameHeader = 4;
inline constexpr std::size_t kMaxFrame = 256u << 20;

// Stands on the stream before the first frame. What comes before it (a banner, the output of a
// static initialiser) is no message.
inline constexpr std::string_view kStreamMagic = "\ncombtest-worker-stream-1\n";
inline constexpr std::size_t kMaxNoise = 64u << 10;

// Throws Error where the message is longer than kMaxFrame.
std::string Frame(std::string_view message);

// Bytes in, messages out. After an error it gives no more messages.
class FrameReader {
 public:
  // With `skip_noise` everything up to kStreamMagic is passed over.
  explicit FrameReader(bool skip_noise) : in_noise_(skip_noise) {}

  void Append(std::string_view bytes);
  // The next whole message, valid until the next call of either; nothing where it hasn't all come
  // yet. Throws Error: a length beyond the limit, or more than kMaxNoise bytes before the stream.
  std::optional<std::string_view> Next();
  // What came before the magic, once that has come. Empties it.
  std::string TakeNoise() { return std::exchange(noise_, {}); }
  // Whether the magic has come.
  bool begun() const { return !in_noise_; }
  // Bytes of a message that isn't whole.
  std::size_t rest() const { return buffer_.size() - begin_; }

 private:
  bool SkipNoise();

  std::string buffer_;
  std::size_t begin_ = 0;
  bool in_noise_;
  std::string noise_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WIRE_FRAME_H_
