#include "src/process/stack_probe.h"

#include <memory>
#include <sstream>
#include <string_view>
#include <utility>

#include "combtest/action.h"
#include "src/os/process_info.h"
#include "src/process/child_process.h"

namespace combtest::internal {
namespace {

constexpr std::string_view kOwn = "combtest::internal::";

// Of what gdb says: the threads that run the user's code, each down to where it was called from.
std::string Trimmed(const std::string& said) {
  std::istringstream lines(said);
  std::string text, thread;
  bool own = false;      // the rest of this thread is ours
  std::size_t user = 0;  // frames that aren't
  const auto end_thread = [&] {
    if (user > 0 && !thread.empty()) text += thread;
    thread.clear();
    own = false;
    user = 0;
  };
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("Thread ")) {
      end_thread();
      thread = line + "\n";
    } else if (line.starts_with("#") && !thread.empty() && !own) {
      own = line.find(kOwn) != line.npos;
      if (line.find("ReadSome") != line.npos || line.find("Inbox::") != line.npos)
        thread.clear();  // nobody's walk
      if (own) continue;
      thread += "  " + line + "\n";
      ++user;
    }
  }
  end_thread();
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace

void ProbeStack(boost::asio::io_context& context, int pid,
                std::function<void(std::string stack)> done) {
  // `timeout` ends a debugger that hangs itself; `env` finds both.
  const ChildCommand command{
      {"/usr/bin/env", "timeout", "-k", "1", "10", "gdb", "-p", std::to_string(pid), "-batch",
       "-nx", "-ex", "set pagination off", "-ex", "thread apply all bt 30"},
      Environment()};
  const auto text = std::make_shared<std::string>();
  ChildProcess::Callbacks callbacks;
  callbacks.on_output = [text](std::string_view bytes) { text->append(bytes); };
  callbacks.on_error_output = [](std::string_view) {};
  callbacks.on_output_end = [] {};
  // The child lives as long as its own callback.
  const auto child = std::make_shared<std::shared_ptr<ChildProcess>>();
  callbacks.on_exit = [text, child, done](ExitStatus) {
    const std::shared_ptr<ChildProcess> ended = std::exchange(*child, nullptr);
    done(Trimmed(*text));
  };
  try {
    *child = ChildProcess::Start(context, command, std::move(callbacks));
    (*child)->CloseInput();
  } catch (const Error&) {
    done({});
  }
}

}  // namespace combtest::internal
