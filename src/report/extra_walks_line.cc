#include "src/report/extra_walks_line.h"

#include <cstdio>
#include <string>

#include "src/os/process_info.h"

namespace combtest::internal {

ExtraWalksLine::ExtraWalksLine(bool shown, std::uint64_t most)
    : wanted_(shown && StandardErrorIsTerminal()), most_(most) {}

ExtraWalksLine::~ExtraWalksLine() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
}

void ExtraWalksLine::Show(std::uint64_t walks) {
  if (!wanted_ || std::chrono::steady_clock::now() - start_ < std::chrono::seconds(1)) return;
  std::fprintf(stderr, "\r\x1b[Kwhy walks failed: %s of at most %s extra walks",
               std::to_string(walks).c_str(), std::to_string(most_).c_str());
  std::fflush(stderr);
  shown_ = true;
}

}  // namespace combtest::internal
