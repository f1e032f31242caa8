#include "src/os/shared_memory.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

namespace combtest::internal {
namespace {

constexpr std::size_t kSize = 1u << 20;

// Else whoever has the descriptor could end everybody who looks at the memory.
TEST(SharedMemory, KeepsItsSize) {
  const SharedMemory memory = SharedMemory::Create(kSize);
  for (const off_t size : {off_t{0}, off_t{4096}, static_cast<off_t>(2 * kSize)}) {
    EXPECT_EQ(::ftruncate(memory.descriptor(), size), -1);
    EXPECT_EQ(errno, EPERM);
  }
  std::memset(memory.data(), 7, kSize);
  EXPECT_EQ(static_cast<char*>(memory.data())[kSize - 1], 7);
}

TEST(SharedMemory, IsTheSameForWhoInheritsTheDescriptor) {
  SharedMemory memory = SharedMemory::Create(kSize);
  const SharedMemory other = SharedMemory::Open(::dup(memory.descriptor()), kSize);
  memory.CloseDescriptor();
  static_cast<char*>(memory.data())[5] = 'x';
  EXPECT_EQ(static_cast<char*>(other.data())[5], 'x');
  EXPECT_EQ(other.descriptor(), -1);
}

// Not by a signal.
TEST(SharedMemory, TooLargeForTheLimitOfFilesIsAnError) {
  const pid_t child = ::fork();
  if (child == 0) {
    const rlimit limit{4096, 4096};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
      SharedMemory::Create(kSize);
    } catch (const std::system_error& error) {
      ::_exit(std::string(error.what()).find("(ulimit -f)") != std::string::npos ? 17 : 18);
    }
    ::_exit(19);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status)) << status;
  EXPECT_EQ(WEXITSTATUS(status), 17);
}

}  // namespace
}  // namespace combtest::internal
