#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "src/os/descriptor_watch.h"
#include "src/os/descriptors.h"

namespace combtest::internal {

DescriptorWatch::DescriptorWatch() {
  std::array<int, 2> pipe = {-1, -1};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return;
  descriptors_ = {pipe[0], MoveAway(pipe[1])};
  if (std::all_of(descriptors_.begin(), descriptors_.end(), MarkDescriptor)) return;
  for (int& descriptor : descriptors_) {
    ::close(descriptor);
    descriptor = -1;
  }
}

DescriptorWatch::~DescriptorWatch() {
  for (const int descriptor : descriptors_) {
    if (descriptor >= 0 && IsMarked(descriptor)) ::close(descriptor);
  }
}

bool DescriptorWatch::intact() const {
  // Nor is one put in the place of the other.
  const auto is = [](int descriptor, int access) {
    return descriptor < 0 ||
           (IsMarked(descriptor) && (::fcntl(descriptor, F_GETFL) & O_ACCMODE) == access);
  };
  return is(descriptors_[0], O_RDONLY) && is(descriptors_[1], O_WRONLY);
}

}  // namespace combtest::internal
