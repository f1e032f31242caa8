#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "src/os/descriptors.h"
#include "src/os/file_size_limit.h"
#include "src/os/shared_memory.h"

namespace combtest::internal {
namespace {

[[noreturn]] void ThrowErrno(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

SharedMemory SharedMemory::Create(std::size_t size) {
  IgnoreFileSizeSignal();
  // Not one of the standard streams, should those be closed.
  OpenStandardStreams();
  SharedMemory memory;
  memory.descriptor_ = ::memfd_create("combtest", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (memory.descriptor_ < 0) ThrowErrno("can't make memory to share with a worker");
  if (::ftruncate(memory.descriptor_, static_cast<off_t>(size)) != 0) {
    const bool limited = errno == EFBIG;
    ThrowErrno(limited ? "can't make memory to share with a worker: the limit of file sizes "
                         "(ulimit -f) is too low"
                       : "can't make memory to share with a worker");
  }
  // Who made it smaller would end everybody who looks at it (SIGBUS).
  if (::fcntl(memory.descriptor_, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
    ThrowErrno("can't seal memory to share with a worker");
  memory.Map(size);
  return memory;
}

SharedMemory SharedMemory::Open(int descriptor, std::size_t size) {
  SharedMemory memory;
  memory.descriptor_ = descriptor;
  memory.Map(size);
  memory.CloseDescriptor();
  return memory;
}

void SharedMemory::Map(std::size_t size) {
  void* data = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_, 0);
  if (data == MAP_FAILED) ThrowErrno("can't map memory that is shared with a worker");
  data_ = data;
  size_ = size;
}

void SharedMemory::CloseDescriptor() {
  if (const int descriptor = std::exchange(descriptor_, -1); descriptor >= 0) ::close(descriptor);
}

SharedMemory::~SharedMemory() {
  if (data_ != nullptr) ::munmap(data_, size_);
  CloseDescriptor();
}

SharedMemory::SharedMemory(SharedMemory&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(other.size_),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

SharedMemory& SharedMemory::operator=(SharedMemory&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

}  // namespace combtest::internal
