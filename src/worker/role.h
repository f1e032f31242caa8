// Whether this process is a worker, and for what.
#ifndef COMBTEST_SRC_WORKER_ROLE_H_
#define COMBTEST_SRC_WORKER_ROLE_H_

#include <optional>
#include <string>

#include "src/os/descriptors.h"
#include "src/os/shared_memory.h"
#include "src/wire/shared_page.h"
#include "src/wire/worker_target.h"

namespace combtest::internal {

struct WorkerRole {
  WorkerTarget target;
  ChannelDescriptors channel;
  std::optional<SharedMemory> memory;

  SharedPage* page() const { return memory ? static_cast<SharedPage*>(memory->data()) : nullptr; }
};

// Null: this process is no worker. The first call, before main, takes the standard streams out of
// the program's hands, so nothing that it prints can get into the channel.
const WorkerRole* CurrentWorkerRole();

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WORKER_ROLE_H_
