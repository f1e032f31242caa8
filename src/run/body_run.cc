#include "src/run/body_run.h"

#include <utility>

#include "src/run/extra_walks.h"
#include "src/run/finished_run.h"

namespace combtest::internal {

BodyRun::BodyRun(RunSpec spec, const Integration& integration, const Listeners& listeners)
    : spec_(std::move(spec)),
      integration_(integration),
      audience_(listeners),
      pass_(spec_.space, spec_.selection, true, spec_.stop_on_failure,
            RunOrder::Branches::kByOption, spec_.cut_off.walks) {
  audience_.Begin(spec_, pass_.plan, pass_.board, pass_.observers);
  pass_.board.Observe(pass_.observers);
  EndCutOff(pass_, spec_.cut_off.reason);
  pass_.observers.OnPhaseStart(pass_.plan.steps().front());
}

void BodyRun::Add(const WalkResult& result, std::chrono::nanoseconds took) {
  ran_ = {result, took};
}

void BodyRun::EndBody(const std::vector<Failure>& failures) {
  if (!ran_) return;
  const auto took = ran_->took;
  const WalkResult result = WithBody(std::move(ran_->result), failures);
  ran_.reset();
  const auto slot = pass_.plan.order().SlotOf(result.id);
  if (!slot) return;
  const PlanStep& phase = pass_.plan.steps().front();
  pass_.board.AddSegments(1);
  pass_.board.AddTime(*slot, took);
  if (result.passed()) {
    pass_.board.Complete(*slot);
    const SegmentTime walk{*slot, took};
    pass_.observers.OnSegments({&phase, true, 0, std::nullopt, {&walk, 1}});
    if (audience_.trace() != nullptr) audience_.trace()->FlushAll();
  } else {
    pass_.board.End(*slot, result, {took, std::nullopt});
  }
}

std::vector<Failure> BodyRun::End() {
  if (std::exchange(ended_, true)) return pass_.board.run_failures();
  const auto elapsed = std::chrono::steady_clock::now() - started_;
  pass_.observers.OnPhaseEnd(pass_.plan.steps().front());
  coverage_ = MeasureCoverage(spec_, pass_.plan, pass_.board);
  explanations_ = ExplainFailures(spec_, pass_.plan, pass_.board);
  AddExtraWalks(explanations_, spec_, pass_, integration_, audience_);
  audience_.End(pass_.board, elapsed, coverage_, explanations_, [&] {
    RunSummary summary = SummaryOf(pass_.board, elapsed, audience_.logs());
    summary.coverage = coverage_;
    summary.explanations = explanations_;
    summary.array = spec_.array;
    summary.name = spec_.name;
    return summary;
  });
  return pass_.board.run_failures();
}

}  // namespace combtest::internal
