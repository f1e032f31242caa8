#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "src/os/descriptors.h"

namespace combtest::internal {
namespace {

// Of Linux 5.9; the C library's header may be older.
constexpr unsigned kUnshare = 1u << 1;
// A signal that would never be sent, since nobody asks for signals; others' descriptors have 0.
constexpr int kMarkSignal = 57;

bool CloseRange(unsigned first, unsigned last, unsigned flags) {
#ifdef SYS_close_range
  return ::syscall(SYS_close_range, first, last, flags) == 0;
#else
  static_cast<void>(first + last + flags);
  return false;
#endif
}

}  // namespace

bool KeepOnlyOnThisThread(const ChannelDescriptors& kept) {
  const auto low = static_cast<unsigned>(std::min(kept.in, kept.out));
  const auto high = static_cast<unsigned>(std::max(kept.in, kept.out));
  if (!CloseRange(high + 1, ~0u, kUnshare)) return false;
  if (high - low > 1) CloseRange(low + 1, high - 1, 0);
  if (low > 0) CloseRange(0, low - 1, 0);
  return true;
}

bool MarkDescriptor(int descriptor) { return ::fcntl(descriptor, F_SETSIG, kMarkSignal) == 0; }
bool IsMarked(int descriptor) { return ::fcntl(descriptor, F_GETSIG) == kMarkSignal; }

}  // namespace combtest::internal
