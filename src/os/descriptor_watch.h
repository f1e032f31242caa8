// Code of the user's that closes descriptors which aren't its own.
#ifndef COMBTEST_SRC_OS_DESCRIPTOR_WATCH_H_
#define COMBTEST_SRC_OS_DESCRIPTOR_WATCH_H_

#include <array>

namespace combtest::internal {

// Two descriptors that nobody else has any business with: one of the lowest that are free, and one
// far above. Who closes many, from wherever on, closes one of them.
class DescriptorWatch {
 public:
  DescriptorWatch();
  ~DescriptorWatch();
  DescriptorWatch(const DescriptorWatch&) = delete;
  DescriptorWatch& operator=(const DescriptorWatch&) = delete;

  // Whether both are what they were. True where the system gave none.
  bool intact() const;

 private:
  std::array<int, 2> descriptors_ = {-1, -1};
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_DESCRIPTOR_WATCH_H_
