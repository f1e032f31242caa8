#include "src/worker/role.h"

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

bool PrepareForWorkers() {
  CurrentWorkerRole();
  return true;
}

}  // namespace combtest::internal
