// The listeners of runs, and how they are called.
#ifndef COMBTEST_SRC_RUN_LISTENERS_H_
#define COMBTEST_SRC_RUN_LISTENERS_H_

#include <memory>
#include <string>
#include <vector>

#include "combtest/run_listener.h"

namespace combtest::internal {

using Listeners = std::vector<std::shared_ptr<RunListener>>;

// Of a run that begins now: those of the program, then its own. None in a worker, or where a
// listener starts the run.
Listeners ListenersOf(const Listeners& own);

// All of a run's listeners as one. One that throws is named on the error output, is called no more,
// and is in no later run.
class ListenerBroadcast : public RunListener {
 public:
  explicit ListenerBroadcast(const Listeners& listeners);

  bool empty() const { return entries_.empty(); }
  // Of those that have thrown since the last call. Not while another thread makes calls.
  std::vector<Failure> TakeFailures();

  // Whether anyone does.
  bool WantsWalks() const override;
  void OnRunBegin(const RunInfo& run) override;
  void OnPhaseBegin(const PhaseInfo& phase) override;
  void OnPhaseEnd(const PhaseInfo& phase) override;
  void OnSerialBegin(const SerialInfo& serial) override;
  void OnSerialEnd(const SerialInfo& serial) override;
  // For those that want walks.
  void OnWalkEnd(const WalkResult& result, const Walk& walk) override;
  void OnWorkerStart(const WorkerInfo& worker) override;
  void OnWorkerEnd(const WorkerInfo& worker) override;
  void OnOutput(const OutputLine& line) override;
  void OnRunEnd(const RunSummary& summary) override;

 private:
  struct Entry {
    std::shared_ptr<RunListener> listener;
    std::string place;  // "the listener Names"
    bool wants_walks = false;
    bool broken = false;
  };
  template <class Function>
  void Call(Entry& entry, Function call);
  template <class Function>
  void CallAll(Function call);

  std::vector<Entry> entries_;
  std::vector<std::string> errors_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_LISTENERS_H_
