// A walk of an earlier run, run again: what --combtest_replay asks for.
#ifndef COMBTEST_SRC_REPLAY_REPLAY_H_
#define COMBTEST_SRC_REPLAY_REPLAY_H_

#include <memory>
#include <optional>
#include <string>

#include "combtest/config.h"
#include "src/replay/traced_walk.h"
#include "src/run/finished_run.h"

namespace combtest::internal {

class Replay {
 public:
  // "TRACE:WALK". Throws Error where there is no such walk.
  explicit Replay(const std::string& target);

  // What ran: "All/DiskWalks.Pass", or the name of a call of RunTests.
  const std::string& name() const { return traced_.header.name; }
  const TracedWalk& traced() const { return traced_; }
  Walk WalkIn(const WalkSpace& space) const { return WalkOfTrace(space, traced_); }

  // Something of this name has been found in the program.
  void MarkUsed() { used_ = true; }
  bool used() const { return used_; }

 private:
  TracedWalk traced_;
  bool used_ = false;
};

// What the settings ask for; null: nothing. Throws Error as its constructor does, and where step or
// state is given without it.
Replay* AskedReplay(const config::Settings& settings);

struct ReplaySettings {
  bool step = false;  // stop before each action
  std::string state;  // the initial state as JSON; empty: the spec's
};
ReplaySettings ReplaySettingsOf(const config::Settings& settings);

// A walk run here, its serial actions in their places.
class ReplayRun {
 public:
  // Says first on the standard output which walk it runs. `spec` is of the walk's space. Throws
  // Error where the state that is asked for doesn't fit.
  ReplayRun(const Walk& walk, const TracedWalk& traced, const ReplaySettings& settings,
            RunSpec spec, const Integration& integration, const Listeners& listeners);

  std::unique_ptr<FinishedRun> TakeRun() { return std::move(run_); }
  const FinishedRun& run() const { return *run_; }
  // Its only walk; the id is the one in `walk`'s space.
  WalkResult result() const;
  // As JSON; empty where there is none.
  std::string FinalState() const;
  // What a person reads after it: the final state, and how it compares with the trace.
  std::string Report() const;

 private:
  const Walk walk_;
  const TracedWalk& traced_;
  Walk ran_;
  std::optional<StateSlab> initial_;
  std::unique_ptr<FinishedRun> run_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_REPLAY_REPLAY_H_
