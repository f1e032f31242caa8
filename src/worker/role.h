// Whether this process is a worker, and for what.
#ifndef COMBTEST_SRC_WORKER_ROLE_H_
#define COMBTEST_SRC_WORKER_ROLE_H_

#include <optional>
#include <string>

#include "src/os/descriptors.h"
#include "src/os/shared_memory.h"
#include "src/worker/shared_board.h"

namespace combtest::internal {

// The run for which a worker is started. It is reached by starting the same program again.
struct WorkerTarget {
  std::string suite;  // a suite of walks: "All/DiskWalks", and
  std::string test;   // its TEST_P
  // Or a call of RunTests:
  std::string running_case;  // inside this GoogleTest case, empty: in main
  std::string run_name;      // RunOptions::name
  unsigned ordinal = 0;      // how many calls came before it there

  bool is_suite() const { return !suite.empty(); }
  friend bool operator==(const WorkerTarget&, const WorkerTarget&) = default;
};

// Variables that a worker is started with.
inline constexpr const char* kTargetVariable = "COMBTEST_INTERNAL_TARGET";
inline constexpr const char* kBoardVariable =
    "COMBTEST_INTERNAL_BOARD";  // a descriptor; absent: no shared memory
// The worker shares memory with a supervisor beside it, which waits so many milliseconds for the
// connection to be taken up after it broke.
inline constexpr const char* kSupervisedVariable = "COMBTEST_INTERNAL_SUPERVISED";
inline constexpr const char* kIdVariable =
    "COMBTEST_INTERNAL_ID";  // inherited by all its descendants

std::string Encode(const WorkerTarget& target);

struct WorkerRole {
  WorkerTarget target;
  ChannelDescriptors channel;
  std::optional<SharedMemory> memory;

  SharedBoard* board() const {
    return memory ? static_cast<SharedBoard*>(memory->data()) : nullptr;
  }
};

// Null: this process is no worker. The first call, before main, takes the standard streams out of
// the program's hands, so nothing that it prints can get into the channel.
const WorkerRole* CurrentWorkerRole();

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WORKER_ROLE_H_
