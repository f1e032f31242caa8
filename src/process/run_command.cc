#include "src/process/run_command.h"

#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>
#include <utility>

#include "src/os/process_info.h"
#include "src/process/child_process.h"

namespace combtest::internal {

CommandRun RunCommand(WorkerCommand command, std::string input, std::chrono::seconds limit) {
  CommandRun run;
  std::optional<ExitStatus> status;
  try {
    const std::string program = command.argv.at(0);
    if (command.argv[0] = FindProgram(program); command.argv[0].empty()) {
      run.error = "there is no program `" + program + "` here";
      return run;
    }
    boost::asio::io_context context;
    ChildProcess::Callbacks callbacks;
    callbacks.on_output = [&run](std::string_view bytes) { run.out += bytes; };
    callbacks.on_error_output = [&run](std::string_view bytes) { run.error += bytes; };
    callbacks.on_output_end = [] {};
    callbacks.on_exit = [&status](ExitStatus end) { status = end; };
    const auto child = ChildProcess::Start(
        context, {std::move(command.argv), std::move(command.environment)}, std::move(callbacks));
    child->Write(std::move(input));
    child->CloseInput();
    child->ExpectEnd(limit);
    while (!status && context.run_one() > 0) continue;
    child->Close();
  } catch (const std::exception& error) {
    run.error = error.what();
    return run;
  }
  run.ok = status && status->good();
  if (!run.ok && run.error.empty()) {
    run.error = status && !status->known ? "how it ended isn't known"
                : status && status->signal == 0
                    ? "exit code " + std::to_string(status->code)
                    : "it was still running after " + std::to_string(limit.count()) + " s";
  }
  return run;
}

}  // namespace combtest::internal
