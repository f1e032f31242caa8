// Hosts that are reached by ssh: a real sshd each, on an address of this machine.
#ifndef COMBTEST_TEST_LAUNCHER_SSH_HOSTS_H_
#define COMBTEST_TEST_LAUNCHER_SSH_HOSTS_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "test/launcher/private_network.h"
#include "test/launcher/processes.h"
#include "test/worker/program.h"

namespace combtest::test {

class SshHosts {
 public:
  // Named a, b, c … Each has its own host key; one user key opens them all. With a network they are
  // hosts of that; then their server is at the same time a child of theirs, and Cut and Freeze take
  // it along.
  explicit SshHosts(unsigned count, PrivateNetwork* network = nullptr);

  // What a program needs to run workers there: launcher, hosts, key, and the variables of the suite
  // of faults.
  Variables Environment(unsigned workers_each) const;
  // Appends lines to the ssh_config of a host.
  void Configure(const std::string& host, const std::string& lines);
  // The only host that lets our key in.
  void LetIn(const std::string& host);
  // A new key under this name, which no host lets in.
  std::string NewKey(const std::string& name);
  // Another host key, which known_hosts doesn't have.
  void ChangeHostKey(const std::string& host);
  // Nobody listens there any more, and its connections are gone.
  void TakeDown(const std::string& host);
  // It can't be reached any more, and its connections are gone, while its other processes live on.
  void Isolate(const std::string& host);
  // It can be reached again.
  void BringBack(const std::string& host);
  // Its connections are gone, and new ones are welcome. Waits for there to be one; false: there was
  // none for a minute.
  bool Cut(const std::string& host) const;
  // Its connections stand still; they go on.
  bool Freeze(const std::string& host) const;
  void Thaw(const std::string& host) const;
  // All that runs there is gone, and new connections are welcome.
  void Restart(const std::string& host) const;
  // What commands that come by ssh print first, and whatever else they are to do before.
  void SetProfile(const std::string& host, const std::string& script);
  int SessionsOf(const std::string& host) const;

  const std::filesystem::path& directory() const { return directory_.path(); }

 private:
  struct Host {
    std::string address;
    int port = 0;
    std::unique_ptr<Server> server;
    std::string extra;  // for ssh_config
  };
  void Start(const std::string& name);
  void WriteClientFiles();
  std::vector<int> Sessions(const std::string& host) const;

  PrivateNetwork* const network_;
  TemporaryDirectory directory_;
  std::map<std::string, Host> hosts_;
};

}  // namespace combtest::test

#endif  // COMBTEST_TEST_LAUNCHER_SSH_HOSTS_H_
