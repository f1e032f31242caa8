// A Redis server of this process's own.
#ifndef COMBTEST_SAMPLES_REDIS_SERVER_H_
#define COMBTEST_SAMPLES_REDIS_SERVER_H_

#include <sys/types.h>

#include <string>

namespace redis_sample {

// Whether there is a redis-server to start.
bool IsInstalled();

class Server {
 public:
  // The one of this process: of this worker, where there are some. Started when it is first asked
  // for, and ended with the process. Thread-safe. Throws std::runtime_error where it can't start.
  static Server& OfThisProcess();

  // Where it listens, and nowhere else: no port is needed, so none can be taken.
  const std::string& socket() const { return socket_; }
  pid_t pid() const { return pid_; }

 private:
  Server();
  ~Server();

  std::string directory_;
  std::string socket_;
  pid_t pid_ = 0;
};

}  // namespace redis_sample

#endif  // COMBTEST_SAMPLES_REDIS_SERVER_H_
