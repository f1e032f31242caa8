// What a process is in a run with workers.
#ifndef COMBTEST_WORKER_H_
#define COMBTEST_WORKER_H_

namespace combtest {

// Whether combtest has started this process, to run walks or serial actions for the program that a
// person started. There `main` runs, too, and so do its listeners: one that writes files has
// nothing to write in a worker. The same from before main to the end; false in programs that an
// action starts. May be called from any thread.
bool IsWorker();

}  // namespace combtest

#endif  // COMBTEST_WORKER_H_
