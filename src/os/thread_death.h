// Which thread of a process it was that ended it.
#ifndef COMBTEST_SRC_OS_THREAD_DEATH_H_
#define COMBTEST_SRC_OS_THREAD_DEATH_H_

#include <optional>

namespace combtest::internal {

// Calls `note` on this thread when it is about to end the whole process: by a fatal signal that it
// has caused or raised, or by exit(), _exit() and the like, with the exit code where that is known.
// What comes from outside is nobody's, nor is EndWorkerAtOnce. Call on each thread of a worker that
// runs several walks at once.
void NoteDeathsOfThread(void (*note)(std::optional<int> exit_code));

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_THREAD_DEATH_H_
