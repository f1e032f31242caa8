#include "src/page/page_recorder.h"

#include <algorithm>

#include "src/plan/enclosing_branch.h"
#include "src/space/space_data.h"

namespace combtest::internal {
namespace {

using std::chrono::nanoseconds;
using Block = PageRun::Block;

constexpr std::size_t kMostBlocks = 40'000;  // in the page
constexpr std::size_t kMostBlocksOfLane = 8'192;
constexpr std::size_t kMostLanes = 1'024;
constexpr std::size_t kMostSteps = 5'000;  // phases; serial actions
constexpr std::size_t kMostLines = 1'000;
constexpr std::size_t kMostStateBytes = 1'500'000;

double Milliseconds(nanoseconds time) { return static_cast<double>(time.count()) / 1e6; }

// Two neighbours become one.
void Coarsen(std::vector<Block>& blocks) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < blocks.size(); i += 2, ++kept) {
    Block block = blocks[i];
    if (i + 1 < blocks.size()) {
      const Block& next = blocks[i + 1];
      if (block.failed == 0 && next.failed > 0) block.walk = next.walk;
      block.took = std::max(block.took, next.at + next.took - block.at);
      block.busy += next.busy;
      block.walks += next.walks;
      block.failed += next.failed;
    }
    blocks[kept] = block;
  }
  blocks.resize(kept);
}

void AddNote(std::vector<std::string>& notes, std::uint64_t count, const std::string& what) {
  if (count > 0) notes.push_back(std::to_string(count) + " more " + what + " aren't shown.");
}

}  // namespace

PageRecorder::PageRecorder(PageRun run, const Plan& plan)
    : first_plan_(plan), plan_(&plan), run_(std::move(run)) {
  const WalkSpace& space = plan.space();
  const SpaceData& data = *WalkAccess::Data(space);
  run_.full_size = space.full_size();
  run_.name_of = [space](WalkId id) { return space[id].name(); };
  for (std::size_t a = 0; a < space.action_count(); ++a) {
    PageRun::Action action{space.ActionName(a), space.IsSerial(a), data.Texts()[a], {}};
    for (std::size_t o = 0; o < action.options.size(); ++o)
      action.pieces.push_back(data.Names().Piece(a, o));
    run_.actions.push_back(std::move(action));
  }
  const RunOrder& order = plan.order();
  run_.walks.resize(order.size());
  for (std::uint64_t slot = 0; slot < order.size(); ++slot) run_.walks[slot].id = order[slot];
}

double PageRecorder::Now() const { return Milliseconds(Clock::now() - begun_); }

void PageRecorder::OnWorker(unsigned worker, const std::string& host, std::int64_t pid) {
  const std::lock_guard lock(mutex_);
  if (run_.worker_list.size() < kMostSteps)
    run_.worker_list.push_back({worker, host, pid, Now(), -1, ""});
}

void PageRecorder::OnWorkerEnd(unsigned worker, const std::string& why) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(run_.worker_list.rbegin(), run_.worker_list.rend(),
                                  [&](const auto& one) { return one.worker == worker; });
  if (found == run_.worker_list.rend() || found->end >= 0) return;
  found->end = Now();
  found->why = why;
}

void PageRecorder::OnOutput(unsigned worker, std::string_view lines) {
  const std::lock_guard lock(mutex_);
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    if (run_.output.size() < kMostLines) {
      run_.output.push_back(
          {worker, Now(), std::string(lines.substr(0, std::min(end, kMostLines)))});
    } else {
      ++lines_left_out_;
    }
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
}

// Walks of the same kind that follow each other are shown as one.
void PageRecorder::BeginLater(PageRun::Later::Kind kind, const Plan& plan) {
  const std::lock_guard lock(mutex_);
  plan_ = &plan;
  if (run_.later.empty() || run_.later.back().kind != kind)
    run_.later.push_back({kind, 0, Now(), 0});
  run_.later.back().walks += plan.order().size();
  // Its threads are others, in the places of these.
  std::erase_if(lane_of_, [](const auto& lane) { return !lane.first.first; });
  threads_ = 0;
}

void PageRecorder::EndLater() {
  const std::lock_guard lock(mutex_);
  CloseLater();
}

void PageRecorder::CloseLater() {
  if (!is_later()) return;
  plan_ = &first_plan_;
  run_.later.back().took = Now() - run_.later.back().at;
}

std::string PageRecorder::BranchText(const PlanStep& step) const {
  std::string text = EnclosingBranch(*plan_, step);
  if (is_later()) text += text.empty() ? "extra walks" : " (extra walks)";
  return text;
}

void PageRecorder::OnPhaseStart(const PlanStep& phase) {
  if (phase.begin == phase.end) return;
  const std::lock_guard lock(mutex_);
  if (is_later()) return;
  if (run_.phases.size() == kMostSteps) {
    ++phases_left_out_;
    return;
  }
  run_.phases.push_back(
      {EnclosingBranch(*plan_, phase), phase.begin, phase.end, phase.walks(), Now(), 0});
}

void PageRecorder::OnPhaseEnd(const PlanStep& phase) {
  if (phase.begin == phase.end) return;
  const std::lock_guard lock(mutex_);
  if (phases_left_out_ == 0 && !run_.phases.empty() && !is_later())
    run_.phases.back().took = Now() - run_.phases.back().at;
}

void PageRecorder::OnSerialStart(const PlanStep& step) {
  const std::lock_guard lock(mutex_);
  if (run_.serials.size() == kMostSteps) {
    ++serials_left_out_;
    return;
  }
  PageRun::Serial serial;
  serial.text = WalkAccess::Data(plan_->space())->ActionText(step.begin, step.option);
  serial.undo = step.kind == PlanStep::Kind::kUndo;
  serial.branch = BranchText(step);
  serial.at = Now();
  run_.serials.push_back(std::move(serial));
}

void PageRecorder::OnSerial(const SerialReport& report) {
  const std::lock_guard lock(mutex_);
  if (serials_left_out_ > 0 || run_.serials.empty()) return;
  PageRun::Serial& serial = run_.serials.back();
  serial.took = Milliseconds(report.took);
  if (report.result == nullptr) return;
  serial.outcome = ToString(report.result->outcome);
  serial.failures = report.result->failures;
}

// In this process each thread has a lane. A worker's threads can't be told apart.
std::size_t PageRecorder::LaneOf(std::optional<unsigned> worker) {
  const std::thread::id thread = worker ? std::thread::id() : std::this_thread::get_id();
  const auto [place, is_new] = lane_of_.try_emplace({worker, thread}, kMostLanes);
  if (!is_new) return place->second;
  const std::string name =
      worker ? "worker " + std::to_string(*worker) : "thread " + std::to_string(threads_++);
  const auto lane = std::find(run_.lanes.begin(), run_.lanes.end(), name);
  if (lane == run_.lanes.end() && blocks_.size() == kMostLanes) return kMostLanes;
  place->second = static_cast<std::size_t>(lane - run_.lanes.begin());
  if (lane == run_.lanes.end()) {
    blocks_.emplace_back();
    run_.lanes.push_back(name);
  }
  return place->second;
}

void PageRecorder::AddBlock(std::size_t lane, std::uint64_t slot, double at, double took,
                            bool failed) {
  if (lane >= blocks_.size()) return;
  std::vector<Block>& blocks = blocks_[lane];
  if (blocks.size() >= kMostBlocksOfLane) Coarsen(blocks);
  const auto time = static_cast<float>(took);
  blocks.push_back({static_cast<std::uint16_t>(lane), static_cast<float>(std::max(0.0, at)), time,
                    time, 1, failed ? 1u : 0u, plan_->order()[slot]});
}

// Of later walks those count that haven't run before.
void PageRecorder::NoteWalk(std::uint64_t slot, std::optional<nanoseconds> took,
                            std::optional<unsigned> worker) {
  if (is_rest()) {
    slot = first_plan_.order().SlotOf(plan_->order()[slot]).value();
  } else if (is_later()) {
    return;
  }
  PageRun::Walk& walk = run_.walks[slot];
  if (worker) walk.worker = static_cast<std::uint16_t>(std::min(*worker, 65'534u));
  if (!took) return;
  const auto time = static_cast<float>(Milliseconds(*took));
  walk.took = walk.took == walk.took ? walk.took + time : time;
}

// The walks of a report ran one after the other, and the last has just ended.
void PageRecorder::OnSegments(const SegmentReport& report) {
  if (report.phase->begin == report.phase->end) return;
  const std::lock_guard lock(mutex_);
  double at = Now();
  for (const SegmentTime& walk : report.walks) at -= walk.took ? Milliseconds(*walk.took) : 0;
  const std::size_t lane = LaneOf(report.worker);
  for (const SegmentTime& walk : report.walks) {
    const double took = walk.took ? Milliseconds(*walk.took) : 0;
    NoteWalk(walk.slot, walk.took, report.worker);
    AddBlock(lane, walk.slot, at, took, false);
    at += took;
  }
}

void PageRecorder::OnEnded(std::uint64_t slot, const WalkResult& result, const WalkCost& cost) {
  const std::lock_guard lock(mutex_);
  NoteWalk(slot, cost.took, cost.worker);
  if (!cost.took) return;
  const double took = Milliseconds(*cost.took);
  AddBlock(LaneOf(cost.worker), slot, Now() - took, took, result.failed());
}

bool PageRecorder::TakesState(std::size_t bytes) const {
  return state_bytes_ + bytes <= kMostStateBytes;
}

void PageRecorder::AddState(WalkId walk, std::string state) {
  state_bytes_ += state.size();
  run_.states.emplace_back(walk, std::move(state));
}

PageRun PageRecorder::Finish(const WalkBoard& board, RunSummary summary) {
  const std::lock_guard lock(mutex_);
  CloseLater();
  const RunOrder& order = first_plan_.order();
  for (const auto* list : {&summary.cancelled_walks, &summary.failed_walks, &summary.flaky_walks}) {
    for (const WalkResult& result : *list) {
      if (const auto slot = order.SlotOf(result.id))
        run_.walks[*slot].outcome = static_cast<std::uint8_t>(result.outcome.index());
    }
  }
  if (summary.ledger.not_run > 0) {
    for (std::uint64_t slot = 0; slot < order.size(); ++slot) {
      if (run_.walks[slot].outcome != 0) continue;
      run_.walks[slot].outcome = static_cast<std::uint8_t>(board.OutcomeOf(slot).index());
    }
  }
  std::size_t blocks = 0;
  for (const auto& lane : blocks_) blocks += lane.size();
  for (; blocks > kMostBlocks; blocks = (blocks + blocks_.size()) / 2) {
    for (auto& lane : blocks_) Coarsen(lane);
  }
  for (auto& lane : blocks_) run_.blocks.insert(run_.blocks.end(), lane.begin(), lane.end());
  AddNote(run_.notes, lines_left_out_, "lines that workers have printed");
  AddNote(run_.notes, phases_left_out_, "phases");
  AddNote(run_.notes, serials_left_out_, "calls of serial actions");
  run_.summary = std::move(summary);
  return std::move(run_);
}

}  // namespace combtest::internal
