// A listener that writes down what it is told.
#ifndef COMBTEST_TEST_RUN_RECORDER_H_
#define COMBTEST_TEST_RUN_RECORDER_H_

#include <combtest/run_listener.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace combtest::test {

class Recorder : public RunListener {
 public:
  void OnRunBegin(const RunInfo& run) override {
    Add("run " + run.name + " begins: " + std::to_string(run.plan->order().size()));
  }
  void OnPhaseBegin(const PhaseInfo& phase) override { Add(Text(phase) + " begins"); }
  void OnPhaseEnd(const PhaseInfo& phase) override { Add(Text(phase) + " ends"); }
  void OnSerialBegin(const SerialInfo& serial) override { Add(Text(serial) + " begins"); }
  void OnSerialEnd(const SerialInfo& serial) override {
    Add(Text(serial) + " ends: " + std::string(OutcomeName(serial.outcome)));
  }
  void OnWalkEnd(const WalkResult& result, const Walk& walk) override {
    Add("walk " + ToString(walk) + ": " + std::string(OutcomeName(result.outcome)));
    verdicts_.emplace(walk.id(), result);
  }
  void OnWorkerStart(const WorkerInfo& worker) override {
    Add("worker " + std::to_string(worker.worker) + " starts");
  }
  void OnWorkerEnd(const WorkerInfo& worker) override {
    Add("worker " + std::to_string(worker.worker) + " ends" +
        (worker.why.empty() ? "" : ": " + worker.why));
  }
  void OnOutput(const OutputLine& line) override {
    left_out_ += line.left_out;
    Add("output " + line.text);
  }
  void OnRunEnd(const RunSummary& summary) override {
    Add("run ends: " + ToString(summary.ledger));
  }

  // All that was told, in order. Once the run is over.
  const std::vector<std::string>& events() const { return events_; }
  // Those that begin so.
  std::vector<std::string> Events(std::string_view prefix) const {
    std::vector<std::string> some;
    for (const std::string& event : events_) {
      if (event.starts_with(prefix)) some.push_back(event);
    }
    return some;
  }
  // Walks by id, each as often as it was told.
  const std::multimap<WalkId, WalkResult>& verdicts() const { return verdicts_; }
  const std::set<std::thread::id>& threads() const { return threads_; }
  bool overlapped() const { return overlapped_; }
  std::uint64_t left_out() const { return left_out_; }

 private:
  void Add(std::string event) {
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock) overlapped_ = true;
    threads_.insert(std::this_thread::get_id());
    events_.push_back(std::move(event));
  }
  static std::string Text(const PhaseInfo& phase) {
    return "phase " + std::to_string(phase.number) +
           (phase.branch.empty() ? "" : " in " + phase.branch);
  }
  static std::string Text(const SerialInfo& serial) {
    return (serial.undo ? "undo of " : "serial ") + serial.text +
           (serial.branch.empty() ? "" : " in " + serial.branch);
  }

  std::mutex mutex_;  // held while an event is noted, to notice another one at the same time
  bool overlapped_ = false;
  std::uint64_t left_out_ = 0;
  std::vector<std::string> events_;
  std::multimap<WalkId, WalkResult> verdicts_;
  std::set<std::thread::id> threads_;
};

}  // namespace combtest::test

#endif  // COMBTEST_TEST_RUN_RECORDER_H_
