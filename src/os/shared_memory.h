// Memory that a child process shares.
#ifndef COMBTEST_SRC_OS_SHARED_MEMORY_H_
#define COMBTEST_SRC_OS_SHARED_MEMORY_H_

#include <cstddef>

namespace combtest::internal {

// Zeroed on creation, and of that size for good. Owns the mapping and the descriptor.
class SharedMemory {
 public:
  SharedMemory() = default;
  // Throws std::system_error.
  static SharedMemory Create(std::size_t size);
  // The memory of an inherited descriptor, which it closes. Throws std::system_error.
  static SharedMemory Open(int descriptor, std::size_t size);
  ~SharedMemory();
  SharedMemory(SharedMemory&& other) noexcept;
  SharedMemory& operator=(SharedMemory&& other) noexcept;

  void* data() const { return data_; }
  // -1: it has been closed. The memory needs none.
  int descriptor() const { return descriptor_; }
  void CloseDescriptor();

 private:
  void Map(std::size_t size);

  void* data_ = nullptr;
  std::size_t size_ = 0;
  int descriptor_ = -1;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_SHARED_MEMORY_H_
