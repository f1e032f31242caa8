#include "gtest_integration/src/body_trace.h"

#include <utility>

namespace combtest::internal {

BodyTrace::BodyTrace(const TraceSetup& setup, const WalkSpace& space, std::vector<WalkId> ids)
    : selection_(!space.HasExclusions() && ids.size() == space.full_size()
                     ? Selection::All()
                     : Selection::Of(std::move(ids))),
      plan_(space, selection_, true),
      board_(plan_, stop_, false),
      writer_(setup, plan_, selection_) {
  board_.Observe(writer_);
  for (std::uint64_t slot = 0; slot < plan_.order().size(); ++slot)
    slots_.emplace(plan_.order()[slot], slot);
}

WalkResult WithBody(WalkResult result, const std::vector<Failure>& failures) {
  if (failures.empty() || result.failed() || result.not_run()) return result;
  result.outcome = outcome::Failed{};
  result.failures.insert(result.failures.end(), failures.begin(), failures.end());
  return result;
}

void BodyTrace::Add(const WalkResult& result, std::chrono::nanoseconds took) {
  ran_ = {result, took};
}

void BodyTrace::EndBody(const std::vector<Failure>& failures) {
  if (!ran_) return;
  const auto took = ran_->took;
  const WalkResult result = WithBody(std::move(ran_->result), failures);
  ran_.reset();
  const auto slot = slots_.find(result.id);
  if (slot == slots_.end()) return;
  const PlanStep& phase = plan_.steps().front();
  board_.AddSegments(1);
  if (result.passed()) {
    board_.Complete(slot->second);
    const SegmentTime walk{slot->second, took};
    writer_.OnSegments({&phase, true, 0, std::nullopt, {&walk, 1}});
    writer_.OnPhaseEnd(phase);
  } else {
    board_.End(slot->second, result, {took, std::nullopt});
  }
}

std::string BodyTrace::End() {
  writer_.OnEnd(board_, std::chrono::steady_clock::now() - started_);
  return writer_.file().error();
}

}  // namespace combtest::internal
