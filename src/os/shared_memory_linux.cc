#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "src/os/shared_memory.h"

namespace combtest::internal {
namespace {

[[noreturn]] void ThrowErrno(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

SharedMemory SharedMemory::Create(std::size_t size) {
  const int descriptor = ::memfd_create("combtest", MFD_CLOEXEC);
  if (descriptor < 0) ThrowErrno("memfd_create");
  if (::ftruncate(descriptor, static_cast<off_t>(size)) != 0) {
    ::close(descriptor);
    ThrowErrno("ftruncate");
  }
  return Open(descriptor, size);
}

SharedMemory SharedMemory::Open(int descriptor, std::size_t size) {
  SharedMemory memory;
  memory.descriptor_ = descriptor;
  void* data = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (data == MAP_FAILED) ThrowErrno("mmap");
  memory.data_ = data;
  memory.size_ = size;
  return memory;
}

SharedMemory::~SharedMemory() {
  if (data_ != nullptr) ::munmap(data_, size_);
  if (descriptor_ >= 0) ::close(descriptor_);
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
