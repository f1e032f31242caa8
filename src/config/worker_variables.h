// Variables that combtest sets for the processes it starts. A person doesn't set them.
#ifndef COMBTEST_SRC_CONFIG_WORKER_VARIABLES_H_
#define COMBTEST_SRC_CONFIG_WORKER_VARIABLES_H_

#include <string_view>

namespace combtest::internal {

inline constexpr std::string_view kInternalPrefix = "COMBTEST_INTERNAL_";
// Before the name of a variable that a worker itself doesn't heed, but that programs which its
// walks start shall see.
inline constexpr const char* kWithheldPrefix = "COMBTEST_INTERNAL_FOR_ACTIONS_";
// The run that a worker is started for: an encoded WorkerTarget.
inline constexpr const char* kTargetVariable = "COMBTEST_INTERNAL_TARGET";
// The descriptor of the memory that it shares with the orchestrator; absent: there is none.
inline constexpr const char* kPageVariable = "COMBTEST_INTERNAL_PAGE";
// The worker shares memory with a supervisor beside it, which waits so many milliseconds for a new
// connection after one broke.
inline constexpr const char* kSupervisedVariable = "COMBTEST_INTERNAL_SUPERVISED";
// All its descendants inherit it.
inline constexpr const char* kIdVariable = "COMBTEST_INTERNAL_ID";
// The worker's number, from 0, and how many there are: for the user.
inline constexpr const char* kWorkerVariable = "COMBTEST_WORKER";
inline constexpr const char* kWorkerCountVariable = "COMBTEST_WORKER_COUNT";
// Set for a program that only brings a new connection to a worker's supervisor.
inline constexpr const char* kResumeVariable = "COMBTEST_INTERNAL_RESUME";

// Whether this process was started as a worker. Asked before main, and true to its end, though its
// descendants don't inherit the variable.
bool IsWorkerProcess();

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_CONFIG_WORKER_VARIABLES_H_
