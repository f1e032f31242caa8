#include <algorithm>
#include <iterator>

#include "combtest/action.h"
#include "combtest/launchers.h"
#include "src/os/process_info.h"
#include "src/text/list_text.h"
#include "src/text/shell_words.h"

namespace combtest {
namespace {

constexpr std::string_view kCommand = "{command}";
constexpr std::string_view kShellCommand = "{shell_command}";
constexpr std::string_view kHost = "{host}";
constexpr std::string_view kWorker = "{worker}";

std::string LauncherNames() {
  const std::vector<std::string> names(std::begin(internal::kLauncherNames),
                                       std::end(internal::kLauncherNames));
  return internal::ListText(names, names.size());
}

void Replace(std::string& word, std::string_view what, const std::string& by) {
  for (std::size_t at = 0; (at = word.find(what, at)) != word.npos; at += by.size())
    word.replace(at, what.size(), by);
}

}  // namespace

CommandLauncher::CommandLauncher(std::string_view command_template, std::vector<Host> hosts,
                                 Options options)
    : HostsLauncher(std::move(hosts)),
      words_(internal::SplitWords(command_template)),
      options_(std::move(options)) {
  const std::string what = "the launcher `" + std::string(command_template) + "`";
  std::size_t commands = 0;
  for (const std::string& word : words_) {
    const bool words = word.find(kCommand) != word.npos;
    if (words && word != kCommand) {
      throw Error(what + " has {command} inside the word `" + word +
                  "`; it stands for several words, and {shell_command} for one");
    }
    commands += words || word.find(kShellCommand) != word.npos ? 1 : 0;
    names_host_ = names_host_ || word.find(kHost) != word.npos;
  }
  if (commands != 1 || words_.front() == kCommand) {
    throw Error(what + " is none of " + LauncherNames() + ", and isn't a template either: " +
                (commands == 0   ? "it has no {command}"
                 : commands == 1 ? "it has no program before {command}"
                                 : "it has {command} more than once"));
  }
  if (names_host_ && this->hosts().empty())
    throw Error(what + " has a {host}, but there are no hosts; give them as --combtest_hosts=a:8");
}

std::string CommandLauncher::HostOf(unsigned worker) const {
  return hosts().empty() ? words_.front() : HostsLauncher::HostOf(worker);
}

unsigned CommandLauncher::places() const { return HostsLauncher::places(); }

void CommandLauncher::Prepare(unsigned workers) {
  if (internal::FindProgram(words_.front()).empty())
    throw Error("the launcher's program `" + words_.front() + "` isn't installed here");
  if (!hosts().empty()) HostsLauncher::Prepare(workers);
}

WorkerCommand CommandLauncher::Command(const WorkerRequest& request) {
  WorkerRequest remote = request;
  const Host host = hosts().empty() ? Host{} : HostFor(request.index);
  const std::string& program = host.program.empty() ? options_.program : host.program;
  if (!program.empty()) remote.program = program;
  const std::string& directory = host.directory.empty() ? options_.directory : host.directory;
  WorkerCommand command{{}, request.environment};
  for (std::string word : words_) {
    if (word == kCommand) {
      for (std::string& part : WorkerWords(remote)) command.argv.push_back(std::move(part));
      continue;
    }
    // The command last: what is in it isn't the template's.
    Replace(word, kHost, host.name);
    Replace(word, kWorker, std::to_string(request.index));
    if (word.find(kShellCommand) != word.npos)
      Replace(word, kShellCommand, WorkerShellCommand(remote, directory));
    command.argv.push_back(std::move(word));
  }
  return command;
}

std::string CommandLauncher::Explain(unsigned worker, const CommandEnd& end) const {
  if (end.signal != 0 || (end.code != 126 && end.code != 127)) return {};
  return "`" + words_.front() + "` couldn't run the program on `" + HostOf(worker) +
         "`; say where it is by host_program";
}

}  // namespace combtest
