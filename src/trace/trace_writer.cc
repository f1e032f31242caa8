#include "src/trace/trace_writer.h"

#include <algorithm>
#include <utility>

#include "src/plan/enclosing_branch.h"
#include "src/record/explanations_json.h"
#include "src/record/result_json.h"
#include "src/text/json_text.h"
#include "src/text/read_json.h"

namespace combtest::internal {
namespace {

namespace json = boost::json;
using std::chrono::nanoseconds;

constexpr std::size_t kFlushBytes = 256u << 10;
// Much shorter than a person notices.
constexpr auto kFlushTime = std::chrono::milliseconds(5);
constexpr std::int64_t kUnknown = -1;

void AppendField(std::string& out, std::string_view name, const json::value& value) {
  if (!out.empty()) out += ',';
  out.append("\"").append(name).append("\":").append(LineJson(value));
}

}  // namespace

std::string OutcomeFields(const WalkResult& result) {
  std::string fields;
  json::object outcome = OutcomeToJson(result.outcome).as_object();
  AppendField(fields, "outcome", outcome.at("is"));
  outcome.erase("is");
  for (const auto& [name, value] : outcome) AppendField(fields, name, value);
  if (!result.where.empty()) AppendField(fields, "where", json::string(result.where));
  if (!result.failures.empty()) AppendField(fields, "failures", FailuresToJson(result.failures));
  if (!result.state.empty()) {
    json::error_code error;
    const json::value state = ReadJson(result.state, error);
    if (error) {
      AppendField(fields, "state_error", json::string(result.state));
    } else {
      AppendField(fields, "state", state);
    }
  }
  return fields;
}

TraceWriter::TraceWriter(const TraceSettings& settings, const TracedRun& run, const Plan& plan)
    : plan_(plan),
      file_(settings, run),
      pieces_(*WalkAccess::Data(plan.space())),
      phases_(!WalkAccess::Data(plan.space())->serial_actions.empty()),
      ended_(pieces_) {
  if (phases_) totals_.resize(plan.order().size());
}

TraceWriter::Lane& TraceWriter::LaneOf(unsigned index) {
  const std::lock_guard lock(mutex_);
  while (lanes_.size() <= index) lanes_.push_back(std::make_unique<Lane>(pieces_));
  return *lanes_[index];
}

void TraceWriter::Flush(Lane& lane) {
  if (!lane.text.empty()) file_.Write(lane.text);
  lane.text.clear();
  lane.flushed = Clock::now();
}

void TraceWriter::FlushAll() {
  const std::lock_guard lock(mutex_);
  for (const auto& lane : lanes_) {
    const std::lock_guard lane_lock(lane->mutex);
    Flush(*lane);
  }
}

// A worker may say nothing more for long.
void TraceWriter::OnTick(const PlanStep&, const std::function<RunningWalk()>&) { FlushAll(); }

void TraceWriter::OnPhaseStart(const PlanStep& phase) {
  if (phase.begin < phase.end) ++phase_;
}

void TraceWriter::OnPhaseEnd(const PlanStep&) { FlushAll(); }

void TraceWriter::OnWorker(unsigned worker, const std::string& host, std::int64_t pid) {
  file_.Write(LineJson({{"type", "worker"}, {"worker", worker}, {"host", host}, {"pid", pid}}) +
              "\n");
}

void TraceWriter::OnSerial(const SerialReport& report) {
  const PlanStep& step = *report.step;
  std::string line = R"({"type":"serial","step":)";
  line += step.kind == PlanStep::Kind::kUndo ? R"("undo","serial":)" : R"("run","serial":)";
  line += pieces_.text(step.begin, step.option) + ",";
  std::string fields;
  AppendField(fields, "action", step.begin);
  AppendField(fields, "depth", step.depth);
  AppendField(fields, "branch", json::string(EnclosingBranch(plan_, step)));
  AppendField(fields, "walks", step.walks());
  line += fields + "," + OutcomeFields(report.result != nullptr ? *report.result : WalkResult());
  if (report.update != nullptr) AppendField(line, "update", *report.update);
  AppendField(line, "ns", report.took.count());
  file_.Write(line + "}\n");
}

std::optional<nanoseconds> TraceWriter::Total(std::uint64_t slot, std::optional<nanoseconds> took) {
  if (!phases_) return took;
  std::int64_t& total = totals_[slot];
  total = total == kUnknown || !took ? kUnknown : total + took->count();
  return total == kUnknown ? std::nullopt : std::optional(nanoseconds(total));
}

void TraceWriter::OnSegments(const SegmentReport& report) {
  Lane& lane = LaneOf(report.lane);
  const std::lock_guard lock(lane.mutex);
  const PlanStep& phase = *report.phase;
  const RunOrder& order = plan_.order();
  WalkLines::Where where;
  if (phases_) where.phase = phase_;
  where.worker = report.worker;
  for (const SegmentTime& walk : report.walks) {
    const std::optional<nanoseconds> total = Total(walk.slot, walk.took);
    if (report.over) {
      where.took = total;
      lane.lines.AppendPassed(lane.text, order[walk.slot], where);
    } else if (phase.begin < phase.end) {
      where.took = walk.took;
      lane.lines.AppendSegment(lane.text, order[walk.slot], where, phase.begin, phase.end);
    }
    if (lane.text.size() >= kFlushBytes) Flush(lane);
  }
  if (Clock::now() - lane.flushed >= kFlushTime) Flush(lane);
}

void TraceWriter::OnEnded(std::uint64_t slot, const WalkResult& result, const WalkCost& cost) {
  WalkLines::Where where{std::nullopt, Total(slot, cost.took), cost.worker};
  if (phases_ && phase_ > 0) where.phase = phase_;
  std::string rest = OutcomeFields(result);
  if (!result.where.empty()) AppendField(rest, "action", result.action);
  if (result.attempts > 1 && !result.flaky()) AppendField(rest, "attempts", result.attempts);
  ended_.text.clear();
  ended_.lines.AppendEnded(ended_.text, plan_.order()[slot], where, rest);
  file_.Write(ended_.text);
}

void TraceWriter::OnExtraWalk(const WalkResult& result) {
  std::string line = R"({"type":"extra_walk")";
  AppendField(line, "id", result.id);
  AppendField(line, "name", json::string(plan_.space()[result.id].name()));
  line += "," + OutcomeFields(result);
  if (!result.where.empty()) AppendField(line, "action", result.action);
  if (!result.scratch.empty()) AppendField(line, "scratch", json::string(result.scratch));
  file_.Write(line + "}\n");
}

void TraceWriter::OnEnd(const WalkBoard& board, nanoseconds elapsed, const Coverage& coverage,
                        const Explanations& explanations) {
  FlushAll();
  json::object end{{"type", "end"},
                   {"ledger", LedgerToJson(board.Count())},
                   {"segments", board.segments()},
                   {"ns", elapsed.count()},
                   {"failures", FailuresToJson(board.run_failures())}};
  if (const std::string reason = board.StopReason(); !reason.empty()) end["stopped"] = reason;
  if (!coverage.strengths.empty()) end["coverage"] = CoverageToJson(coverage.strengths);
  if (!coverage.pairs.empty()) end["pairs"] = PairsToJson(coverage.pairs);
  if (!coverage.excluded.empty()) end["excluded"] = WalkSet::Of(coverage.excluded).ToText();
  if (!explanations.groups.empty()) end["explanations"] = ExplanationsToJson(explanations);
  file_.Write(LineJson(end) + "\n");
  file_.Close();
}

}  // namespace combtest::internal
