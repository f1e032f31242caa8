#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "src/os/descriptors.h"
#include "src/os/worker_process.h"

namespace combtest::internal {
namespace {

// Above what programs are likely to close or to count on.
constexpr int kFirstPrivate = 200;

int MoveUp(int descriptor) {
  int moved = ::fcntl(descriptor, F_DUPFD_CLOEXEC, kFirstPrivate);
  if (moved < 0) moved = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 3);  // few descriptors allowed
  if (moved < 0)
    throw std::system_error(errno, std::generic_category(),
                            "can't move a worker's standard streams");
  return moved;
}

}  // namespace

ChannelDescriptors MoveStandardStreams() {
  ChannelDescriptors channel{MoveUp(STDIN_FILENO), MoveUp(STDOUT_FILENO)};
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing < 0 || ::dup2(nothing, STDIN_FILENO) < 0 ||
      ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
    throw std::system_error(errno, std::generic_category(),
                            "can't move a worker's standard streams");
  }
  ::close(nothing);
  return channel;
}

void OpenStandardStreams() {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
    // The lowest number that is free, which is this one.
    if (!IsOpen(stream)) static_cast<void>(::open("/dev/null", O_RDWR));
  }
}

int MoveAway(int descriptor) {
  const int moved = MoveUp(descriptor);
  ::close(descriptor);
  return moved;
}

bool IsOpen(int descriptor) { return ::fcntl(descriptor, F_GETFD) >= 0; }

std::size_t WriteSomeOrDie(int descriptor, std::string_view bytes) {
  while (true) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written > 0) return static_cast<std::size_t>(written);
    if (written < 0 && errno != EINTR) EndWorkerAtOnce(kChannelLost);
  }
}

void WriteAllOrDie(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) bytes.remove_prefix(WriteSomeOrDie(descriptor, bytes));
}

std::size_t ReadSome(int descriptor, char* buffer, std::size_t size) {
  while (true) {
    const ssize_t got = ::read(descriptor, buffer, size);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return 0;
  }
}

void WriteToStandardError(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace combtest::internal
