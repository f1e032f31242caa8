#include "test/launcher/private_network.h"

#include <filesystem>
#include <stdexcept>
#include <system_error>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

constexpr const char* kUnshare = "/usr/bin/unshare";
constexpr const char* kNamespaces =
    " --net --uts --pid --fork --kill-child --mount-proc --time --monotonic 1 --boottime 1 ";

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word + " ";
  return text;
}

void Run(const std::vector<std::string>& words) {
  std::string out;
  if (Shell("PATH=$PATH:/usr/sbin:/sbin; " + Joined(words), &out) != 0)
    throw std::runtime_error(Joined(words) + "failed: " + out);
}

std::filesystem::path NetworkOf(const std::string& process) {
  std::error_code gone;
  return std::filesystem::read_symlink("/proc/" + process + "/ns/net", gone);
}

}  // namespace

std::string PrivateNetwork::WhyNot() {
  std::string out;
  if (Shell("PATH=$PATH:/usr/sbin:/sbin; " + std::string(kUnshare) + kNamespaces +
                "sh -c 'hostname elsewhere && ip link add cable type veth peer name end'",
            &out) == 0)
    return {};
  return "no hosts can be made here, which takes root (CAP_SYS_ADMIN) and iproute2: " + out;
}

PrivateNetwork::PrivateNetwork() {
  holder_ = std::make_unique<Server>(
      std::vector<std::string>{kUnshare, "--net", "--", "sleep", "infinity"},
      directory_.path() / "holder.log");
  if (!Eventually([&] { return NameOf(holder_->pid()) == "sleep" || !holder_->Lives(); }) ||
      !holder_->Lives())
    throw std::runtime_error("unshare: " + ReadFile(directory_.path() / "holder.log"));
}

std::string PrivateNetwork::Address(unsigned cable) {
  return "10.199." + std::to_string(cable) + ".2";
}

std::vector<std::string> PrivateNetwork::At(int pid) {
  return {"/usr/bin/nsenter", "-t", std::to_string(pid), "-n", "--"};
}

std::vector<std::string> PrivateNetwork::Inside() const { return At(holder_->pid()); }

std::vector<std::string> PrivateNetwork::HostWords(const std::string& name) {
  // Each was booted at another time, eleven days apart.
  const std::string since = std::to_string(1'000'000 * (hosts_ + 1));
  return {
      kUnshare,      "--net",        "--uts",        "--pid",
      "--fork",      "--kill-child", "--mount-proc", "--time",
      "--monotonic", since,          "--boottime",   since,
      "--",          "sh",           "-c",           "hostname machine-" + name + " && exec \"$@\"",
      "sh"};
}

void PrivateNetwork::Connect(const std::string& name, int pid) {
  const auto own = NetworkOf("self");
  if (!Eventually([&] {
        const auto network = NetworkOf(std::to_string(pid));
        return !network.empty() && network != own;
      }))
    throw std::runtime_error("the host " + name + " doesn't start");
  const std::string net = "10.199." + std::to_string(hosts_++) + ".";
  pids_[name] = pid;
  const auto ip = [](std::vector<std::string> where, const std::vector<std::string>& words) {
    where.push_back("ip");
    where.insert(where.end(), words.begin(), words.end());
    Run(where);
  };
  ip(Inside(), {"link", "add", "name", "to-" + name, "type", "veth", "peer", "name", "eth0",
                "netns", std::to_string(pid)});
  ip(Inside(), {"addr", "add", net + "1/30", "dev", "to-" + name});
  ip(At(pid), {"addr", "add", net + "2/30", "dev", "eth0"});
  Restore(name);
}

void PrivateNetwork::Restore(const std::string& name) {
  Set(Inside(), "to-" + name, "up");
  Set(At(pids_.at(name)), "eth0", "up");
}

void PrivateNetwork::Set(std::vector<std::string> where, const std::string& cable,
                         const std::string& state) {
  where.insert(where.end(), {"ip", "link", "set", cable, state});
  Run(where);
}

}  // namespace combtest::test
