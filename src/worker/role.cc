#include "src/worker/role.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "combtest/run_tests.h"
#include "src/worker/resumption.h"
#include "src/worker/worker_supervisor.h"

namespace combtest::internal {
namespace {

namespace json = boost::json;

WorkerTarget DecodeTarget(const char* text) {
  const json::value value = json::parse(text);
  const json::object& object = value.as_object();
  const auto get = [&object](const char* name) {
    return json::value_to<std::string>(object.at(name));
  };
  WorkerTarget target;
  target.suite = get("suite");
  target.test = get("test");
  target.running_case = get("case");
  target.run_name = get("name");
  target.ordinal = json::value_to<unsigned>(object.at("ordinal"));
  return target;
}

WorkerRole* BecomeWorker() {
  const char* target = std::getenv(kTargetVariable);
  if (target == nullptr) return nullptr;
  if (const char* resume = std::getenv(kResumeVariable)) BringConnection(resume);
  try {
    auto* role = new WorkerRole;  // lives as long as the process
    role->target = DecodeTarget(target);
    role->channel = MoveStandardStreams();
    if (const char* board = std::getenv(kBoardVariable)) {
      role->memory = SharedMemory::Open(std::atoi(board), sizeof(SharedBoard));
    } else if (const char* patience = std::getenv(kSupervisedVariable)) {
      const char* given = std::getenv(kIdVariable);
      const std::string id = given == nullptr ? "" : given;
      role->memory = SharedMemory::Create(sizeof(SharedBoard));
      WorkerSupervisor supervisor(*role->board(), id);
      SplitOffSupervisor(role->channel, supervisor,
                         {SupervisorName(id), std::chrono::milliseconds(std::atoll(patience))});
    }
    // What an action prints must be out before the action can take the process down.
    std::setvbuf(stdout, nullptr, _IONBF, 0);
    // Programs that an action starts are no workers.
    ::unsetenv(kTargetVariable);
    ::unsetenv(kBoardVariable);
    ::unsetenv(kSupervisedVariable);
    return role;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "combtest: this process was started as a worker, but can't be one: %s\n",
                 error.what());
    std::_Exit(2);
  }
}

}  // namespace

std::string Encode(const WorkerTarget& target) {
  return json::serialize(json::object{{"suite", target.suite},
                                      {"test", target.test},
                                      {"case", target.running_case},
                                      {"name", target.run_name},
                                      {"ordinal", target.ordinal}});
}

const WorkerRole* CurrentWorkerRole() {
  static const WorkerRole* const kRole = BecomeWorker();
  return kRole;
}

bool PrepareForWorkers() {
  CurrentWorkerRole();
  return true;
}

}  // namespace combtest::internal
