// The launchers that combtest brings.
#ifndef COMBTEST_LAUNCHERS_H_
#define COMBTEST_LAUNCHERS_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "combtest/launcher.h"

namespace combtest {

namespace internal {

// What the option `launcher` takes besides a command's template; src/launcher/launcher_choice.cc
// makes each.
inline constexpr std::string_view kLauncherNames[] = {"local", "ssh", "slurm"};

}  // namespace internal

// A machine on which workers run.
struct Host {
  std::string name;
  unsigned workers = 1;
  // For SshLauncher; what is empty is as in SshOptions.
  std::string user;
  std::string port;
  std::string identity;
  std::string program;
  std::string directory;
  std::vector<std::string> options;

  friend bool operator==(const Host&, const Host&) = default;
};

// "a:8,bob@b:4;port=2222;identity=/keys/b": hosts separated by commas, each with its number of
// workers (1) and, after semicolons, its settings: user, port, identity, program, directory, and
// option, which may be given several times. An IPv6 address is put in brackets. Throws Error,
// naming what is wrong.
std::vector<Host> ParseHosts(std::string_view text);

// The same program, on this machine.
class LocalLauncher : public Launcher {
 public:
  std::string name() const override { return "local"; }
  WorkerCommand Command(const WorkerRequest& request) override;
  bool IsLocal() const override { return true; }
};

// Workers that are dealt out over hosts, one to each in turn until all places are taken.
class HostsLauncher : public Launcher {
 public:
  std::string HostOf(unsigned worker) const override;
  unsigned places() const override { return static_cast<unsigned>(place_.size()); }
  void Prepare(unsigned workers) override;  // throws where there are more workers than places

 protected:
  explicit HostsLauncher(std::vector<Host> hosts);
  const std::vector<Host>& hosts() const { return hosts_; }
  const Host& HostFor(unsigned worker) const { return hosts_.at(place_.at(worker)); }

 private:
  std::vector<Host> hosts_;
  std::vector<std::size_t> place_;  // by worker: which host
};

// Any command, as a template of words: `docker exec -i {host} {command}`. {command} is a word of
// its own and becomes the worker's words; {shell_command} is the same as one quoted text, for a
// shell; {host} and {worker} are replaced anywhere. Words are divided, and quoted, as by a POSIX
// shell, but no shell runs.
class CommandLauncher : public HostsLauncher {
 public:
  struct Options {
    std::string program;    // on the host; empty: as here
    std::string directory;  // for {shell_command}
  };
  // Throws Error where the template can't work. `hosts` may be empty where it has no {host}.
  CommandLauncher(std::string_view command_template, std::vector<Host> hosts, Options options);
  CommandLauncher(std::string_view command_template, std::vector<Host> hosts)
      : CommandLauncher(command_template, std::move(hosts), Options()) {}

  std::string name() const override { return words_.front(); }
  WorkerCommand Command(const WorkerRequest& request) override;
  std::string HostOf(unsigned worker) const override;
  unsigned places() const override;
  void Prepare(unsigned workers) override;
  bool CanReconnect() const override { return names_host_; }
  std::string Explain(unsigned worker, const CommandEnd& end) const override;

 private:
  std::vector<std::string> words_;
  const Options options_;
  bool names_host_ = false;
};

// Through the system's ssh, so that ssh_config, agents, known_hosts and jump hosts work. Never
// prompts; a host key that isn't known, or another one, is refused unless `options` say otherwise.
class SshLauncher : public HostsLauncher {
 public:
  enum class Copy {
    kNo,      // the program is on the hosts
    kKeep,    // it is copied to each host once, under its hash
    kRemove,  // and removed when the run is over
  };
  struct Options {
    std::string user;
    std::string port;
    std::string identity;              // a private key's file
    std::vector<std::string> options;  // more arguments for ssh, before the host
    std::string program;               // its path on the hosts; empty: as here
    std::string directory;             // where workers run; empty: as here, where it exists there
    Copy copy = Copy::kNo;
  };
  SshLauncher(std::vector<Host> hosts, Options options);
  explicit SshLauncher(std::vector<Host> hosts) : SshLauncher(std::move(hosts), Options()) {}
  ~SshLauncher() override;

  std::string name() const override { return "ssh"; }
  bool CanReconnect() const override { return true; }
  void Prepare(unsigned workers) override;
  WorkerCommand Command(const WorkerRequest& request) override;
  std::string Explain(unsigned worker, const CommandEnd& end) const override;
  WorkerCommand EndCommand(const WorkerRequest& request) override;
  void Finish() override;

 private:
  std::vector<std::string> Ssh(const Host& host) const;

  const Options options_;
  std::map<std::string, std::string> copies_;       // by host: the path of the copy
  std::map<std::string, std::string> copy_errors_;  // by host: why there is none
};

// Workers as steps of one Slurm allocation: the one that this process runs in, or one that it asks
// for and gives back.
class SlurmLauncher : public Launcher {
 public:
  struct Options {
    std::vector<std::string> options;  // more arguments for salloc and srun
    unsigned cpus = 1;                 // of each worker
    std::string program;               // on the nodes; empty: as here
  };
  explicit SlurmLauncher(Options options);
  SlurmLauncher() : SlurmLauncher(Options()) {}
  ~SlurmLauncher() override;

  std::string name() const override { return "slurm"; }
  unsigned places() const override;
  void Prepare(unsigned workers) override;
  std::string HostOf(unsigned worker) const override;
  WorkerCommand Command(const WorkerRequest& request) override;
  std::string Explain(unsigned worker, const CommandEnd& end) const override;

 private:
  struct Allocation;
  const Options options_;
  std::unique_ptr<Allocation> allocation_;
};

}  // namespace combtest

#endif  // COMBTEST_LAUNCHERS_H_
