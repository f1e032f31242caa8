// What a worker that hangs is doing, by a debugger where there is one.
#ifndef COMBTEST_SRC_PROCESS_STACK_PROBE_H_
#define COMBTEST_SRC_PROCESS_STACK_PROBE_H_

#include <functional>
#include <string>

#include "src/process/asio_fwd.h"

namespace combtest::internal {

// Starts gdb on the process and goes on; calls `done` once, from the io_context, with the stacks of
// all its threads, or with nothing where there is no gdb or it takes longer than ten seconds.
void ProbeStack(boost::asio::io_context& context, int pid,
                std::function<void(std::string stack)> done);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PROCESS_STACK_PROBE_H_
