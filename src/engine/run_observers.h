// Several observers as one.
#ifndef COMBTEST_SRC_ENGINE_RUN_OBSERVERS_H_
#define COMBTEST_SRC_ENGINE_RUN_OBSERVERS_H_

#include <vector>

#include "src/engine/run_observer.h"

namespace combtest::internal {

// Each hears of everything that it wants, in the order in which they were added.
class RunObservers : public RunObserver {
 public:
  // It must outlive the run.
  void Add(RunObserver& observer) {
    all_.push_back(&observer);
    if (observer.wants_walks()) of_walks_.push_back(&observer);
  }
  bool empty() const { return all_.empty(); }

  bool wants_walks() const override { return !of_walks_.empty(); }
  void OnWorker(unsigned worker, const std::string& host, std::int64_t pid) override {
    for (RunObserver* observer : all_) observer->OnWorker(worker, host, pid);
  }
  void OnWorkerEnd(unsigned worker, const std::string& why) override {
    for (RunObserver* observer : all_) observer->OnWorkerEnd(worker, why);
  }
  void OnOutput(unsigned worker, std::string_view lines) override {
    for (RunObserver* observer : all_) observer->OnOutput(worker, lines);
  }
  void OnTick(const PlanStep& phase, const std::function<RunningWalk()>& longest) override {
    for (RunObserver* observer : all_) observer->OnTick(phase, longest);
  }
  void OnPhaseStart(const PlanStep& phase) override {
    for (RunObserver* observer : all_) observer->OnPhaseStart(phase);
  }
  void OnPhaseEnd(const PlanStep& phase) override {
    for (RunObserver* observer : all_) observer->OnPhaseEnd(phase);
  }
  void OnSerialStart(const PlanStep& step) override {
    for (RunObserver* observer : all_) observer->OnSerialStart(step);
  }
  void OnSerialPlace(const PlanStep& step, SerialPlace place) override {
    for (RunObserver* observer : all_) observer->OnSerialPlace(step, place);
  }
  void OnSerial(const SerialReport& report) override {
    for (RunObserver* observer : all_) observer->OnSerial(report);
  }
  void OnSegments(const SegmentReport& report) override {
    for (RunObserver* observer : of_walks_) observer->OnSegments(report);
  }
  void OnEnded(std::uint64_t slot, const WalkResult& result, const WalkCost& cost) override {
    for (RunObserver* observer : of_walks_) observer->OnEnded(slot, result, cost);
  }

 private:
  std::vector<RunObserver*> all_, of_walks_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_RUN_OBSERVERS_H_
