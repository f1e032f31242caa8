#include "test/launcher/ssh_hosts.h"

#include <unistd.h>

#include <csignal>
#include <fstream>
#include <stdexcept>

namespace combtest::test {
namespace {

constexpr const char* kSshd = "/usr/sbin/sshd";

// An ssh that reads meanwhile sees the old text or the new one.
void Write(const std::filesystem::path& path, const std::string& text) {
  const std::filesystem::path next = path.string() + ".next";
  std::ofstream(next, std::ios::trunc) << text;
  std::filesystem::rename(next, path);
}

void MakeKey(const std::filesystem::path& path) {
  std::filesystem::remove(path);
  std::string out;
  if (Shell("ssh-keygen -q -t ed25519 -N '' -C test -f " + path.string(), &out) != 0)
    throw std::runtime_error("ssh-keygen: " + out);
}

}  // namespace

SshHosts::SshHosts(unsigned count, PrivateNetwork* network) : network_(network) {
  if (::access(kSshd, X_OK) != 0)
    throw std::runtime_error("these tests need sshd: scripts/install-deps --tests installs it");
  // As root sshd separates privileges, in a directory that the package's own service would make.
  if (::geteuid() == 0) std::filesystem::create_directories("/run/sshd");
  MakeKey(directory() / "key");
  for (unsigned i = 0; i < count; ++i) {
    Host& host = hosts_[std::string(1, static_cast<char>('a' + i))];
    host.address =
        network != nullptr ? PrivateNetwork::Address(i) : "127.0.77." + std::to_string(11 + i);
  }
  std::filesystem::create_directory(directory() / "home");
  for (const auto& [name, host] : hosts_) {
    MakeKey(directory() / ("host_" + name));
    std::filesystem::copy(directory() / "key.pub", directory() / ("authorized_keys_" + name));
    Start(name);
  }
  WriteClientFiles();
}

void SshHosts::Start(const std::string& name) {
  Host& host = hosts_.at(name);
  const std::string base = directory().string() + "/";
  std::string last_log;
  for (int attempt = 0; attempt < 20; ++attempt) {  // somebody else may have taken the port
    host.server.reset();
    host.port = network_ != nullptr ? 2222 : FreePort(host.address);
    Write(base + "sshd_" + name,
          "Port " + std::to_string(host.port) + "\nListenAddress " +
              (network_ != nullptr ? "0.0.0.0" : host.address) + "\nHostKey " + base + "host_" +
              name + "\nAuthorizedKeysFile " + base + "authorized_keys_" + name + "\nPidFile " +
              base + "pid_" + name +
              "\nUsePAM no\nStrictModes no\nPasswordAuthentication no\n"
              "KbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\n"
              // Whatever this machine's user has in his profile is none of the test's business.
              "SetEnv HOME=" +
              base + "home\nUseDNS no\nForceCommand . " + base + "profile_" + name +
              "; eval \"$SSH_ORIGINAL_COMMAND\"\n");
    if (!std::filesystem::exists(base + "profile_" + name)) Write(base + "profile_" + name, "");
    const std::string log = base + "sshd_" + name + ".log";
    std::vector<std::string> words{kSshd, "-D", "-e", "-f", base + "sshd_" + name};
    if (network_ != nullptr) {
      const std::vector<std::string> before = network_->HostWords(name);
      words.insert(words.begin(), before.begin(), before.end());
    }
    host.server = std::make_unique<Server>(words, log);
    if (network_ != nullptr) network_->Connect(name, host.server->pid());
    const auto listens = [&] {
      return network_ != nullptr ? ReadFile(log).find("Server listening") != std::string::npos
                                 : Listens(host.address, host.port);
    };
    if (Eventually([&] { return !host.server->Lives() || listens(); }) && host.server->Lives())
      return;
    last_log = ReadFile(log);
  }
  throw std::runtime_error("sshd doesn't start: " + last_log);
}

void SshHosts::WriteClientFiles() {
  const std::string base = directory().string() + "/";
  std::string config, known;
  for (const auto& [name, host] : hosts_) {
    config += "Host " + name + "\n  HostName " + host.address + "\n  Port " +
              std::to_string(host.port) + "\n" + host.extra;
    known += "[" + host.address + "]:" + std::to_string(host.port) + " " +
             ReadFile(base + "host_" + name + ".pub");
  }
  config += "Host *\n  IdentityFile " + base + "key\n  IdentitiesOnly yes\n  UserKnownHostsFile " +
            base + "known_hosts\n  GlobalKnownHostsFile /dev/null\n";
  Write(base + "config", config);
  Write(base + "known_hosts", known);
}

Variables SshHosts::Environment(unsigned workers_each) const {
  std::string list;
  for (const auto& [name, host] : hosts_)
    list += (list.empty() ? "" : ",") + name + ":" + std::to_string(workers_each);
  return {{"COMBTEST_HOSTS", list},
          {"COMBTEST_SSH_OPTIONS", "-F " + directory().string() + "/config"},
          {"COMBTEST_HOST_VARIABLES", "FAULT*"}};
}

void SshHosts::Configure(const std::string& host, const std::string& lines) {
  hosts_.at(host).extra += lines;
  WriteClientFiles();
}

void SshHosts::LetIn(const std::string& only) {
  for (const auto& [name, host] : hosts_) {
    if (name != only) Write(directory() / ("authorized_keys_" + name), "");
  }
}

std::string SshHosts::NewKey(const std::string& name) {
  MakeKey(directory() / name);
  return (directory() / name).string();
}

void SshHosts::ChangeHostKey(const std::string& host) {
  WriteClientFiles();
  const std::string known = ReadFile(directory() / "known_hosts");
  const Host& record = hosts_.at(host);
  const int port = record.port;
  MakeKey(directory() / "other");
  // The server keeps its key; the client knows another one by its name.
  std::string changed;
  const std::string begin = "[" + record.address + "]:" + std::to_string(port) + " ";
  std::size_t at = 0;
  while (at < known.size()) {
    const auto end = known.find('\n', at);
    const std::string line = known.substr(at, end - at);
    changed += line.starts_with(begin) ? begin + ReadFile(directory() / "other.pub") : line + "\n";
    at = end + 1;
  }
  Write(directory() / "known_hosts", changed);
}

void SshHosts::TakeDown(const std::string& host) { hosts_.at(host).server.reset(); }

void SshHosts::Isolate(const std::string& host) {
  const std::vector<int> sessions = Sessions(host);
  hosts_.at(host).server->EndAlone();
  for (const int pid : sessions) ::kill(pid, SIGKILL);
}

void SshHosts::BringBack(const std::string& host) {
  Start(host);
  WriteClientFiles();
}

std::vector<int> SshHosts::Sessions(const std::string& host) const {
  std::vector<int> sessions;
  const auto& server = hosts_.at(host).server;
  if (server == nullptr) return sessions;
  for (const int pid : DescendantsOf(server->pid())) {
    // Since OpenSSH 9.8 a program of its own serves a connection.
    const std::string name = NameOf(pid);
    if (name == "sshd" || name == "sshd-session") sessions.push_back(pid);
  }
  return sessions;
}

int SshHosts::SessionsOf(const std::string& host) const {
  return static_cast<int>(Sessions(host).size());
}

bool SshHosts::Cut(const std::string& host) const {
  std::vector<int> sessions;
  // Those that were cut off a moment ago may not have come back yet.
  Eventually([&] { return !(sessions = Sessions(host)).empty(); });
  for (const int pid : sessions) ::kill(pid, SIGKILL);
  return !sessions.empty();
}

bool SshHosts::Freeze(const std::string& host) const {
  const std::vector<int> sessions = Sessions(host);
  for (const int pid : sessions) ::kill(pid, SIGSTOP);
  return !sessions.empty();
}

void SshHosts::Thaw(const std::string& host) const {
  for (const int pid : Sessions(host)) ::kill(pid, SIGCONT);
}

void SshHosts::Restart(const std::string& host) const {
  EndTogether(DescendantsOf(hosts_.at(host).server->pid()));
}

void SshHosts::SetProfile(const std::string& host, const std::string& script) {
  Write(directory() / ("profile_" + host), script + "\n");
}

}  // namespace combtest::test
