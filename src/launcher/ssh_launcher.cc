#include <array>
#include <random>
#include <utility>

#include "combtest/action.h"
#include "combtest/launchers.h"
#include "src/launcher/program_copy.h"
#include "src/os/process_info.h"
#include "src/text/shell_words.h"

namespace combtest {
namespace {

// The kernel's limit for one argument (Linux: MAX_ARG_STRLEN).
constexpr std::size_t kMaxCommand = 128u << 10;

bool Mentions(std::string_view text, std::string_view what) { return text.find(what) != text.npos; }

// What ssh says on its own behalf, and what that means to a person.
struct Saying {
  std::string_view text;
  std::string_view meaning;
};
constexpr std::array<Saying, 11> kSayings = {{
    {"Host key verification failed",
     "its host key isn't in known_hosts, or isn't the one there; ssh-keyscan and ssh-keygen -R fix "
     "that, once you know that the key is its own"},
    {"Permission denied", "it refused to let us in; see ssh_identity and ssh_user"},
    {"Could not resolve hostname", "no host has that name"},
    {"Connection refused", "no ssh server listens there; see ssh_port"},
    {"timed out", "it doesn't answer"},
    {"not responding", "it stopped answering"},
    {"No route to host", "there is no route to it"},
    {"Network is unreachable", "there is no route to it"},
    {"closed by remote host", "it closed the connection"},
    {"Connection reset", "it closed the connection"},
    {"Broken pipe", "it closed the connection"},
}};

}  // namespace

SshLauncher::SshLauncher(std::vector<Host> hosts, Options options)
    : HostsLauncher(std::move(hosts)), options_(std::move(options)) {}

SshLauncher::~SshLauncher() = default;

std::vector<std::string> SshLauncher::Ssh(const Host& host) const {
  const auto first = [](const std::string& a, const std::string& b) { return a.empty() ? b : a; };
  // Of an option that is given twice ssh takes the first.
  std::vector<std::string> words{"ssh", "-T", "-a", "-x", "-o", "BatchMode=yes"};
  words.insert(words.end(), host.options.begin(), host.options.end());
  words.insert(words.end(), options_.options.begin(), options_.options.end());
  if (const std::string identity = first(host.identity, options_.identity); !identity.empty())
    words.insert(words.end(), {"-i", identity, "-o", "IdentitiesOnly=yes"});
  if (const std::string port = first(host.port, options_.port); !port.empty())
    words.insert(words.end(), {"-p", port});
  if (const std::string user = first(host.user, options_.user); !user.empty())
    words.insert(words.end(), {"-l", user});
  for (const char* option :
       {"StrictHostKeyChecking=yes", "ConnectTimeout=15", "ServerAliveInterval=15",
        "ServerAliveCountMax=3", "ClearAllForwardings=yes", "PermitLocalCommand=no",
        "RemoteCommand=none", "ControlMaster=no"})
    words.insert(words.end(), {"-o", option});
  words.insert(words.end(), {"--", host.name});
  return words;
}

void SshLauncher::Prepare(unsigned workers) {
  HostsLauncher::Prepare(workers);
  if (options_.copy == Copy::kNo) return;
  std::vector<internal::CopyTarget> targets;
  for (unsigned w = 0; w < workers && w < hosts().size(); ++w)
    targets.push_back({HostFor(w).name, Ssh(HostFor(w))});
  std::random_device random;
  const std::string run =
      options_.copy == Copy::kRemove ? std::to_string(random()) + std::to_string(random()) : "";
  internal::CopyProgram(internal::ExecutablePath(), run, targets);
  for (const internal::CopyTarget& target : targets) {
    copies_[target.host] = target.path;
    copy_errors_[target.host] = target.error;
  }
}

WorkerCommand SshLauncher::Command(const WorkerRequest& request) {
  const Host& host = HostFor(request.index);
  WorkerRequest remote = request;
  if (options_.copy != Copy::kNo) {
    if (const std::string& error = copy_errors_[host.name]; !error.empty())
      throw Error("the program can't be copied to `" + host.name + "`: " + error);
    remote.program = copies_[host.name];
  } else if (!host.program.empty() || !options_.program.empty()) {
    remote.program = host.program.empty() ? options_.program : host.program;
  }
  std::string directory = host.directory.empty() ? options_.directory : host.directory;
  if (directory.empty()) directory = internal::StartDirectory();
  WorkerCommand command{Ssh(host), request.environment};
  command.argv.push_back(WorkerShellCommand(remote, directory));
  if (command.argv.back().size() >= kMaxCommand) {
    throw Error("a worker's arguments and variables are too long for ssh: " +
                std::to_string(command.argv.back().size()) + " bytes, the limit is " +
                std::to_string(kMaxCommand));
  }
  return command;
}

std::string SshLauncher::Explain(unsigned worker, const CommandEnd& end) const {
  const std::string host = "`" + HostFor(worker).name + "`";
  if (end.signal != 0) return {};
  if (end.code == 126) return "the program can't be executed on " + host;
  if (end.code == 127) {
    return "the program isn't on " + host +
           "; say where it is by host_program, or have it copied by ssh_copy";
  }
  if (end.code != 255) return {};
  for (const Saying& saying : kSayings) {
    if (Mentions(end.error_output, saying.text))
      return "ssh to " + host + ": " + std::string(saying.meaning);
  }
  return "ssh couldn't connect to " + host + ", or its connection broke";
}

WorkerCommand SshLauncher::EndCommand(const WorkerRequest& request) {
  WorkerCommand command{Ssh(HostFor(request.index)), request.environment};
  command.argv.push_back(
      "for p in /proc/[0-9]*; do tr '\\0' '\\n' <\"$p/environ\" 2>/dev/null | grep -qxF "
      "COMBTEST_INTERNAL_ID=" +
      request.id + " && kill -9 \"${p#/proc/}\"; done");
  return command;
}

void SshLauncher::Finish() {
  if (options_.copy != Copy::kRemove) return;
  for (const Host& host : hosts()) {
    if (const std::string& path = copies_[host.name]; !path.empty())
      internal::RemoveCopy(Ssh(host), path);
  }
  copies_.clear();
}

}  // namespace combtest
