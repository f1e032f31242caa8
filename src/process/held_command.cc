#include "src/process/held_command.h"

#include <boost/asio/io_context.hpp>
#include <exception>
#include <iostream>
#include <sstream>
#include <utility>

#include "combtest/action.h"
#include "src/os/process_info.h"

namespace combtest::internal {

HeldCommand::HeldCommand(WorkerCommand command, const std::string& mark)
    : context_(std::make_unique<boost::asio::io_context>()) {
  const std::string program = command.argv.at(0);
  command.argv[0] = FindProgram(program);
  if (command.argv[0].empty()) throw Error("there is no program `" + program + "` here");
  std::string out, error;
  ChildProcess::Callbacks callbacks;
  callbacks.on_output = [&out](std::string_view bytes) { out += bytes; };
  callbacks.on_error_output = [&error](std::string_view bytes) { error += bytes; };
  callbacks.on_output_end = [] {};
  callbacks.on_exit = [](ExitStatus) {};
  child_ = ChildProcess::Start(*context_, {std::move(command.argv), std::move(command.environment)},
                               std::move(callbacks));
  while (!child_->exited()) {
    context_->run_one();
    const auto at = out.find(mark);
    const auto end = at == out.npos ? out.npos : out.find('\n', at);
    if (end == out.npos) continue;
    std::istringstream words(out.substr(at + mark.size(), end - at - mark.size()));
    for (std::string word; words >> word;) answer_.push_back(word);
    // Nothing that comes later is of interest; and these strings are about to go.
    child_->Ignore();
    return;
  }
  throw Error("`" + program + "` gave nothing: " + (error.empty() ? out : error));
}

HeldCommand::~HeldCommand() {
  try {
    child_->CloseInput();
    child_->ExpectEnd(std::chrono::seconds(10));
    while (!child_->exited() && context_->run_one() > 0) continue;
    child_->Close();
  } catch (const std::exception& error) {
    std::cerr << "combtest: a command could not be ended: " << error.what() << "\n";
  }
}

bool HeldCommand::running() {
  context_->poll();
  return !child_->exited();
}

}  // namespace combtest::internal
