// What the operating system does for and to workers.
#ifndef COMBTEST_SRC_OS_WORKER_PROCESS_H_
#define COMBTEST_SRC_OS_WORKER_PROCESS_H_

#include <string>
#include <vector>

namespace combtest::internal {

// A worker's exit code where its channel broke: the orchestrator is gone, or the walk closed it.
inline constexpr int kChannelLost = 113;

// Ends this process and all others of its process group, if it leads one, without any clean-up.
[[noreturn]] void EndWorkerAtOnce(int code);

// Marks this process and what descends from it from now on, beside `variable` ("NAME=value") that
// it has in its environment: what has another environment, or writes over its own, keeps the mark.
void MarkDescendants(const std::string& variable);

struct Leftover {
  int pid = 0;
  std::string command;
  bool ended = true;  // else it isn't ours to end

  // "process 17 behind, which has been ended: sleep 1000"
  std::string Text() const;
};
// Ends all processes that have `variable` in their environment or carry its mark, but for this one,
// and tells which they were. Those that left their session are found too.
std::vector<Leftover> EndProcessesWith(const std::string& variable);

// Signals to a whole process group, and to its leader wherever that is now.
void TerminateGroup(int leader);
void KillGroup(int leader);
// Returns when the leader has stopped, or has been given the time to.
void StopGroup(int leader);
void ContinueGroup(int leader);
// The same to the process alone: what it has started goes on.
void TerminateProcess(int pid);
void KillProcess(int pid);
void StopProcess(int pid);
void ContinueProcess(int pid);

// 'R' (running), 'S' (waiting), 'T' (stopped), 'Z' (a zombie) …; 0 where there is no such process.
char ProcessState(int pid);

// A descriptor that becomes readable when the process ends; -1 where the system has none (Linux
// 5.3).
int OpenProcess(int pid);

std::string HostName();
int OwnProcessId();

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_WORKER_PROCESS_H_
