// The end of a stream that was sent, kept so that it can be sent again to someone who has missed
// it.
#ifndef COMBTEST_SRC_WIRE_RESEND_BUFFER_H_
#define COMBTEST_SRC_WIRE_RESEND_BUFFER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace combtest::internal {

// More than ssh, the kernels and the pipes between two programs hold of a stream on its way.
inline constexpr std::size_t kOnTheWay = 8u << 20;

// Bytes are told by their place in the whole stream, from 0.
class ResendBuffer {
 public:
  explicit ResendBuffer(std::size_t keep = kOnTheWay) : keep_(keep) {}

  void Append(std::string_view bytes) { bytes_.append(bytes); }
  // The first `count` bytes of Unsent() have been sent. The last `waiting` of all that were haven't
  // left this process, and are kept besides.
  void Sent(std::size_t count, std::size_t waiting = 0);
  // Sending goes on from there. False: some of it isn't kept any more, or hasn't been sent yet.
  bool SendAgainFrom(std::uint64_t place);
  // Valid until the next call of another method.
  std::string_view Unsent() const { return std::string_view(bytes_).substr(sent_); }

 private:
  const std::size_t keep_;
  std::string bytes_;        // sent, and still kept; then unsent
  std::uint64_t first_ = 0;  // the place of the first of them
  std::size_t sent_ = 0;     // how many of them have been sent
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WIRE_RESEND_BUFFER_H_
