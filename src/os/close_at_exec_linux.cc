#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "src/os/descriptors.h"

namespace combtest::internal {
namespace {

// Of Linux 5.11; the C library's header may be older.
constexpr unsigned kCloseAtExec = 1u << 2;
// Where the kernel is older, those below the limit of the process, within reason.
constexpr rlim_t kMaxDescriptors = 1u << 20;

}  // namespace

void CloseAtExecFrom(int first) {
#ifdef SYS_close_range
  if (::syscall(SYS_close_range, static_cast<unsigned>(first), ~0u, kCloseAtExec) == 0) return;
#endif
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > kMaxDescriptors)
    limit.rlim_cur = kMaxDescriptors;
  for (int descriptor = first; descriptor < static_cast<int>(limit.rlim_cur); ++descriptor)
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

}  // namespace combtest::internal
