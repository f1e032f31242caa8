// What a process that died during a serial action makes of the action's branch.
#ifndef COMBTEST_SRC_POOL_SERIAL_BLAME_H_
#define COMBTEST_SRC_POOL_SERIAL_BLAME_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "combtest/outcome.h"
#include "src/engine/walk_board.h"
#include "src/pool/settlement.h"

namespace combtest::internal {

// Stands for a walk where a serial action is meant: nobody has so many.
inline constexpr std::uint64_t kNoSlot = ~std::uint64_t{0};

// Whether the process was carrying out this call when it died, and not just about to.
bool WasCarryingOut(const WorkerDeath& death, std::uint64_t call);

// `where`: "Remount(true) in worker 1"; `limit`: serial_timeout.
WalkResult BlameSerial(const WorkerDeath& death, std::size_t action, std::string where,
                       std::chrono::nanoseconds limit, const StopSignal& stop);

// A result of another process, with that process's name behind each action's.
WalkResult InProcess(WalkResult result, const std::string& process);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_SERIAL_BLAME_H_
