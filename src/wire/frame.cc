#include "src/wire/frame.h"

#include <utility>

#include "combtest/action.h"

namespace combtest::internal {

std::string Frame(std::string_view message) {
  if (message.size() > kMaxFrame) {
    throw Error("a message of " + std::to_string(message.size()) + " bytes is over the limit of " +
                std::to_string(kMaxFrame) + "; the state or failure that it carries is too large");
  }
  std::string frame;
  frame.reserve(kFrameHeader + message.size());
  for (std::size_t i = 0; i < kFrameHeader; ++i)
    frame += static_cast<char>(message.size() >> (8 * i) & 255);
  return frame.append(message);
}

void FrameReader::Append(std::string_view bytes) {
  if (begin_ == buffer_.size()) {
    buffer_.clear();
    begin_ = 0;
  } else if (begin_ > (1u << 16) && begin_ > buffer_.size() / 2) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  buffer_.append(bytes);
}

bool FrameReader::SkipNoise() {
  const auto at = buffer_.find(kStreamMagic);
  if (at == buffer_.npos) {
    if (buffer_.size() > kMaxNoise + kStreamMagic.size()) {
      throw Error("wrote more than " + std::to_string(kMaxNoise) +
                  " bytes, but no worker's stream; they begin `" + buffer_.substr(0, 60) + "`");
    }
    return false;
  }
  noise_ = buffer_.substr(0, at);
  begin_ = at + kStreamMagic.size();
  in_noise_ = false;
  return true;
}

std::optional<std::string_view> FrameReader::Next() {
  if (in_noise_ && !SkipNoise()) return std::nullopt;
  if (rest() < kFrameHeader) return std::nullopt;
  std::size_t length = 0;
  for (std::size_t i = kFrameHeader; i-- > 0;) {
    length = length << 8 | static_cast<unsigned char>(buffer_[begin_ + i]);
  }
  if (length > kMaxFrame) {
    throw Error("a message claims to be " + std::to_string(length) +
                " bytes long, over the limit of " + std::to_string(kMaxFrame));
  }
  if (rest() < kFrameHeader + length) return std::nullopt;
  const std::string_view message = std::string_view(buffer_).substr(begin_ + kFrameHeader, length);
  begin_ += kFrameHeader + length;
  return message;
}

}  // namespace combtest::internal
