#include "src/wire/output_mark.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "src/os/descriptors.h"

namespace combtest::internal {
namespace {

// A control character that text doesn't contain: ASCII's group separator.
constexpr char kMark = '\x1d';
constexpr std::size_t kMaxMark = 24;
// What is kept back of a walk's output, to be shown with it should it fail.
constexpr std::size_t kMaxKept = 64u << 10;
constexpr std::string_view kOfSome = "(of this walk, or of quick ones that passed before it)\n";

}  // namespace

void WriteOutputMark(OutputMark mark, std::uint64_t slot) {
  std::string text(1, kMark);
  text += static_cast<char>(mark);
  text += std::to_string(slot);
  text += kMark;
  WriteToStandardError(text);
}

std::string WithoutMarks(std::string_view output) {
  std::string text;
  while (!output.empty()) {
    const auto begin = std::min(output.find(kMark), output.size());
    text += output.substr(0, begin);
    output.remove_prefix(begin);
    if (output.empty()) break;
    const auto end = output.find(kMark, 1);
    // One that was cut off stands at the end.
    output.remove_prefix(end == output.npos ? output.size() : end + 1);
  }
  return text;
}

void OutputDivider::Append(std::string_view bytes) {
  for (const char c : bytes) {
    if (pending_.empty()) {
      if (c == kMark) {
        pending_ = c;
      } else {
        text_ += c;
      }
      continue;
    }
    pending_ += c;
    if (c != kMark) {
      if (pending_.size() > kMaxMark) text_ += std::exchange(pending_, {});  // no mark of ours
      continue;
    }
    const std::string mark = std::exchange(pending_, {});
    std::uint64_t slot = 0;
    const auto [end, error] = std::from_chars(mark.data() + 2, mark.data() + mark.size() - 1, slot);
    const bool known =
        mark.size() > 3 && std::string_view("RBESO").find(mark[1]) != std::string_view::npos;
    if (!known || error != std::errc() || end != mark.data() + mark.size() - 1) {
      text_ += mark;
    } else {
      OnMark(static_cast<OutputMark>(mark[1]), slot);
    }
  }
  if (text_.size() > kMaxKept) Release(kMaxKept / 2);
}

void OutputDivider::OnMark(OutputMark mark, std::uint64_t slot) {
  if (mark == OutputMark::kReady) {
    text_.clear();
  } else if (mark == OutputMark::kEnd || mark == OutputMark::kEndOfSome) {
    if (text_.empty()) return;
    if (mark == OutputMark::kEndOfSome) text_.insert(0, kOfSome);
    of_walk_(slot, std::exchange(text_, {}));
  } else {
    Release(0);
  }
}

// Gives the rest of the world all but the last `keep` bytes, up to the end of a line.
void OutputDivider::Release(std::size_t keep) {
  if (text_.size() <= keep) return;
  const auto line_end = text_.rfind('\n', text_.size() - keep - 1);
  const std::size_t size = keep == 0                ? text_.size()
                           : line_end == text_.npos ? text_.size() - keep
                                                    : line_end + 1;
  other_(std::string_view(text_).substr(0, size));
  text_.erase(0, size);
}

std::string OutputDivider::TakeRest() {
  text_ += std::exchange(pending_, {});
  return std::exchange(text_, {});
}

}  // namespace combtest::internal
