// Hosts with a network, a name and a boot time of their own on this machine: namespaces, and cables
// between them. Nothing of it is seen outside, and all is gone with the processes that live there.
#ifndef COMBTEST_TEST_LAUNCHER_PRIVATE_NETWORK_H_
#define COMBTEST_TEST_LAUNCHER_PRIVATE_NETWORK_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "test/launcher/processes.h"

namespace combtest::test {

class PrivateNetwork {
 public:
  // Why there can't be one here; empty: there can.
  static std::string WhyNot();

  // Throws where there can't.
  PrivateNetwork();

  // The host at the end of the cable that is laid as number `cable`, from 0.
  static std::string Address(unsigned cable);
  // Words before a command that is to run at the end where all cables come together.
  std::vector<std::string> Inside() const;
  // Words before a server: what it starts is a host, which calls itself machine-NAME and counts its
  // processes from 1.
  std::vector<std::string> HostWords(const std::string& name);
  // Lays a cable to the host whose server has been started as that process.
  void Connect(const std::string& name, int pid);

  // Pulls the cable out here: nothing leads to the host any more.
  void Cut(const std::string& name) { Set(Inside(), "to-" + name, "down"); }
  // Pulls it out over there: what is sent gets lost.
  void CutAtItsEnd(const std::string& name) { Set(At(pids_.at(name)), "eth0", "down"); }
  // Both ends are in again.
  void Restore(const std::string& name);

 private:
  static std::vector<std::string> At(int pid);
  static void Set(std::vector<std::string> where, const std::string& cable,
                  const std::string& state);

  TemporaryDirectory directory_;
  std::unique_ptr<Server> holder_;  // without a process there is no network
  std::map<std::string, int> pids_;
  unsigned hosts_ = 0;
};

}  // namespace combtest::test

#endif  // COMBTEST_TEST_LAUNCHER_PRIVATE_NETWORK_H_
