// Where workers run: they are started, and a host that can't start them is given up.
#ifndef COMBTEST_SRC_POOL_HOSTS_H_
#define COMBTEST_SRC_POOL_HOSTS_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "combtest/launcher.h"
#include "src/engine/walk_board.h"
#include "src/pool/pool_settings.h"
#include "src/pool/worker.h"
#include "src/process/asio_fwd.h"

namespace combtest::internal {

// A token that no other process on the machine has in its environment.
std::string NewWorkerId(unsigned index);

class Hosts {
 public:
  // All references must outlive it. `on_start` is called for each worker that was started.
  Hosts(boost::asio::io_context& context, Launcher& launcher, const PoolSettings& settings,
        const std::vector<std::unique_ptr<Worker>>& workers, WalkBoard& board, StopSignal& stop,
        std::function<void(const Worker&)> on_start);

  // Starts a process for the worker, now or when fewer of its host are starting; unless its host
  // was given up.
  void Start(Worker& worker);
  void StartWaiting();
  // The worker has come so far.
  void NoteReady(const Worker& worker) { records_[worker.index()].was_ready = true; }
  bool WasReady(const Worker& worker) const { return records_[worker.index()].was_ready; }
  void NoteProgress(const Worker& worker);
  // It has died, and another is to take its place. `had_work`: though nothing came of it.
  void OnDeath(Worker& worker, ExitStatus status, bool had_work);
  // Workers of this one's host are started no more.
  void GiveUp(const Worker& worker, const std::string& why, const std::string& details = {});

  // Stops the run where nobody is left to run its walks: no worker lives, and none will be started.
  void StopWithoutWorkers();

  // "the host `b`", or "this machine".
  std::string Text(const Worker& worker) const;
  // "worker 1 on b"
  std::string Name(const Worker& worker) const;
  // "[worker 1 on b] "
  std::string Tag(const Worker& worker) const;
  // In words.
  std::string HowItEnded(const Worker& worker, ExitStatus status) const;
  // What the end of the command that led to the worker tells.
  std::string WhyCut(const Worker& worker, ExitStatus status) const;

  // Ends what a broken connection has left behind, by the launcher's command.
  void EndRemains(const Worker& worker);
  void ForgetEndedCommands();
  bool has_commands() const { return !ending_commands_.empty(); }

 private:
  struct HostRecord {
    unsigned failed_starts = 0;  // one after the other
    std::string given_up;        // why; empty: it isn't
  };
  // Of a worker, since it was started.
  struct StartRecord {
    bool waits = false;  // to be started, while too many of its host are starting
    bool was_ready = false;
    bool made_progress = false;
  };

  std::string HostOf(const Worker& worker) const { return launcher_.HostOf(worker.index()); }
  bool GivenUp(const Worker& worker) const;
  bool AnyLeft() const;
  bool TooManyStarting(const Worker& worker) const;
  LaunchRequest RequestFor(const Worker& worker) const;
  void CountFailedStart(const Worker& worker, ExitStatus status, bool idle);

  boost::asio::io_context& context_;
  Launcher& launcher_;
  const PoolSettings& settings_;
  const std::vector<std::unique_ptr<Worker>>& workers_;
  WalkBoard& board_;
  StopSignal& stop_;
  const std::function<void(const Worker&)> on_start_;
  std::map<std::string, HostRecord> hosts_;
  std::vector<StartRecord> records_;  // by worker
  std::vector<std::shared_ptr<ChildProcess>> ending_commands_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_HOSTS_H_
