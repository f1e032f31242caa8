// A command that runs until it is let go.
#ifndef COMBTEST_SRC_PROCESS_HELD_COMMAND_H_
#define COMBTEST_SRC_PROCESS_HELD_COMMAND_H_

#include <memory>
#include <string>
#include <vector>

#include "combtest/launcher.h"
#include "src/process/asio_fwd.h"
#include "src/process/child_process.h"

namespace combtest::internal {

class HeldCommand {
 public:
  // Returns when the command has printed a line that begins with `mark`. Throws Error, with what it
  // printed, where it ends before.
  HeldCommand(WorkerCommand command, const std::string& mark);
  // Its input ends, and it has ten seconds to follow.
  ~HeldCommand();
  HeldCommand(const HeldCommand&) = delete;
  HeldCommand& operator=(const HeldCommand&) = delete;

  // The words after the mark.
  const std::vector<std::string>& answer() const { return answer_; }
  bool running();

 private:
  std::unique_ptr<boost::asio::io_context> context_;
  std::shared_ptr<ChildProcess> child_;
  std::vector<std::string> answer_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PROCESS_HELD_COMMAND_H_
