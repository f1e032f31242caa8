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

// What a worker's own start needed other values for is as in the process that started it, for
// programs that walks start. Further calls do nothing.
void GiveVariablesBack();

// Whether the channel's stream of messages has yet to be begun, by whoever asks.
bool BeginStream();
// It has come to the run that it was started for. Else it says at its end that it hasn't.
void NoteArrival();
bool HasArrived();
// It has served that run, and its program goes to its end.
void NoteDone();
bool IsDone();

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WORKER_ROLE_H_
