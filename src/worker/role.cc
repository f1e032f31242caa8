#include "src/worker/role.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "combtest/run_tests.h"
#include "src/config/worker_variables.h"
#include "src/os/process_info.h"
#include "src/os/worker_process.h"
#include "src/wire/resumption.h"
#include "src/worker/worker_supervisor.h"

namespace combtest::internal {
namespace {

std::atomic<bool> arrived = false;
std::atomic<bool> role_is_over = false;
int own_id = 0;

void TellIfNeverArrived() {
  if (arrived || OwnProcessId() != own_id) return;
  const WorkerTarget& target = CurrentWorkerRole()->target;
  std::fprintf(stderr, "combtest: the program ended before it came to %s\n",
               target.is_suite() ? ("the walks of " + target.suite + "." + target.test).c_str()
                                 : "the call of RunTests that this worker was started for");
}

WorkerRole* BecomeWorker() {
  if (!IsWorkerProcess()) return nullptr;
  if (const char* resume = std::getenv(kResumeVariable)) BringConnection(resume);
  try {
    auto* role = new WorkerRole;  // lives as long as the process
    role->target = DecodeWorkerTarget(std::getenv(kTargetVariable));
    role->channel = MoveStandardStreams();
    if (const char* page = std::getenv(kPageVariable)) {
      NameProcess();
      role->memory = SharedMemory::Open(std::atoi(page), sizeof(SharedPage));
    } else if (const char* patience = std::getenv(kSupervisedVariable)) {
      const char* given = std::getenv(kIdVariable);
      const std::string id = given == nullptr ? "" : given;
      role->memory = SharedMemory::Create(sizeof(SharedPage));
      WorkerSupervisor supervisor(*role->page(), id);
      SplitOffSupervisor(role->channel, supervisor,
                         {SupervisorName(id), std::chrono::milliseconds(std::atoll(patience))});
    }
    if (const char* id = std::getenv(kIdVariable))
      MarkDescendants(std::string(kIdVariable) + "=" + id);
    // What an action prints must be out before the action can take the process down.
    std::setvbuf(stdout, nullptr, _IONBF, 0);
    // Programs that an action starts are no workers.
    ::unsetenv(kTargetVariable);
    ::unsetenv(kPageVariable);
    ::unsetenv(kSupervisedVariable);
    own_id = OwnProcessId();
    std::atexit(TellIfNeverArrived);
    return role;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "combtest: this process was started as a worker, but can't be one: %s\n",
                 error.what());
    std::_Exit(2);
  }
}

}  // namespace

const WorkerRole* CurrentWorkerRole() {
  static const WorkerRole* const kRole = BecomeWorker();
  return kRole;
}

void GiveVariablesBack() {
  if (CurrentWorkerRole() == nullptr) return;
  static std::atomic<bool> given_back = false;
  if (given_back.exchange(true)) return;
  for (const char* own : {"GTEST_TOTAL_SHARDS", "GTEST_SHARD_INDEX"}) ::unsetenv(own);
  const std::string prefix = kWithheldPrefix;
  for (const std::string& variable : Environment()) {
    const auto sign = variable.find('=');
    if (!variable.starts_with(prefix) || sign == variable.npos) continue;
    const std::string withheld = variable.substr(0, sign);
    ::setenv(withheld.c_str() + prefix.size(), variable.c_str() + sign + 1, 1);
    ::unsetenv(withheld.c_str());
  }
}

bool BeginStream() {
  static std::atomic<bool> begun = false;
  return !begun.exchange(true);
}

void NoteArrival() { arrived = true; }
bool HasArrived() { return arrived; }
void NoteDone() { role_is_over = true; }
bool IsDone() { return role_is_over; }

bool PrepareForWorkers() {
  CurrentWorkerRole();
  return true;
}

}  // namespace combtest::internal
