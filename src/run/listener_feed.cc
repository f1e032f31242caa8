#include "src/run/listener_feed.h"

#include <algorithm>
#include <utility>

#include "src/plan/enclosing_branch.h"
#include "src/space/space_data.h"

namespace combtest::internal {
namespace {

// What is told of a walk. Beyond these: it is marked, to be told by a sweep.
constexpr std::uint8_t kOpen = 0;
constexpr std::uint8_t kTold = 1;  // or it is in the queue
constexpr std::uint8_t kFirstMark = 2;

}  // namespace

ListenerFeed::ListenerFeed(RunListener& listener, const Plan& plan, const WalkBoard& board,
                           const Verdicts& verdicts, std::size_t max_queue)
    : listener_(listener), plan_(plan), board_(board), verdicts_(verdicts), max_queue_(max_queue) {
  if (listener.WantsWalks()) status_.resize(plan.order().size());
  marked_ = {0, 0, kFirstMark};
  thread_ = std::thread([this] { Deliver(); });
}

void ListenerFeed::Begin(RunInfo run) {
  Push([run = std::move(run)](RunListener& listener) { listener.OnRunBegin(run); });
}

void ListenerFeed::End() {
  {
    const std::lock_guard lock(mutex_);
    // A walk with any mark is found, too.
    queue_.emplace_back(Sweep{0, status_.size(), kOpen});
  }
  changed_.notify_all();
  Wait();
}

void ListenerFeed::Close(RunSummary summary) {
  Push([summary = std::move(summary)](RunListener& listener) { listener.OnRunEnd(summary); });
  Wait();
  Stop();
}

void ListenerFeed::Stop() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
    queue_.clear();
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ListenerFeed::Wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return queue_.empty() && !busy_; });
}

// --- What is observed ---

void ListenerFeed::OnWorker(unsigned worker, const std::string& host, std::int64_t pid) {
  const WorkerInfo info{worker, host, pid, ""};
  workers_[worker] = info;
  Push([info](RunListener& listener) { listener.OnWorkerStart(info); });
}

void ListenerFeed::OnWorkerEnd(unsigned worker, const std::string& why) {
  const auto found = workers_.find(worker);
  if (found == workers_.end()) return;
  WorkerInfo info = std::move(found->second);
  workers_.erase(found);
  info.why = why;
  Push([info = std::move(info)](RunListener& listener) { listener.OnWorkerEnd(info); });
}

void ListenerFeed::OnOutput(unsigned worker, std::string_view lines) {
  while (!lines.empty()) {
    const auto end = std::min(lines.find('\n'), lines.size());
    OutputLine line{worker, std::string(lines.substr(0, end)), 0};
    lines.remove_prefix(std::min(end + 1, lines.size()));
    {
      const std::lock_guard lock(mutex_);
      // It gives way to everything else.
      if (queue_.size() >= max_queue_ / 4) {
        ++left_out_;
        continue;
      }
      line.left_out = std::exchange(left_out_, 0);
    }
    Push([line = std::move(line)](RunListener& listener) { listener.OnOutput(line); });
  }
}

void ListenerFeed::OnPhaseStart(const PlanStep& phase) {
  if (phase.begin == phase.end) return;  // no action runs
  phase_info_ = {++phase_, EnclosingBranch(plan_, phase), phase.begin, phase.end, phase.walks(),
                 {}};
  phase_start_ = Clock::now();
  Push([info = phase_info_](RunListener& listener) { listener.OnPhaseBegin(info); });
}

void ListenerFeed::OnPhaseEnd(const PlanStep& phase) {
  if (phase.begin == phase.end) return;
  phase_info_.took = Clock::now() - phase_start_;
  Push([info = phase_info_](RunListener& listener) { listener.OnPhaseEnd(info); });
}

SerialInfo ListenerFeed::InfoOf(const PlanStep& step) const {
  SerialInfo info;
  info.action = step.begin;
  info.text = WalkAccess::Data(plan_.space())->ActionText(step.begin, step.option);
  info.undo = step.kind == PlanStep::Kind::kUndo;
  info.branch = EnclosingBranch(plan_, step);
  info.walks = step.walks();
  return info;
}

void ListenerFeed::OnSerialStart(const PlanStep& step) {
  Push([info = InfoOf(step)](RunListener& listener) { listener.OnSerialBegin(info); });
}

void ListenerFeed::OnSerial(const SerialReport& report) {
  SerialInfo info = InfoOf(*report.step);
  info.took = report.took;
  if (report.result != nullptr) {
    info.outcome = report.result->outcome;
    info.failures = report.result->failures;
  }
  Push([info = std::move(info)](RunListener& listener) { listener.OnSerialEnd(info); });
}

void ListenerFeed::OnSegments(const SegmentReport& report) {
  if (!report.over || verdicts_.bodies_follow) return;
  {
    const std::lock_guard lock(mutex_);
    for (const SegmentTime& walk : report.walks) SettleLocked(walk.slot);
  }
  changed_.notify_all();
}

void ListenerFeed::OnEnded(std::uint64_t slot, const WalkResult& result, const WalkCost&) {
  if (Stands(result)) Settle(slot);
}

bool ListenerFeed::Stands(const WalkResult& result) const {
  if (result.not_run()) return false;  // a later pass may come to it
  if (!result.failed()) return !verdicts_.bodies_follow;
  return result.flaky() || result.attempts > verdicts_.retries;
}

void ListenerFeed::Settle(std::uint64_t slot) {
  if (status_.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    SettleLocked(slot);
  }
  changed_.notify_all();
}

// --- The queue ---

void ListenerFeed::SettleLocked(std::uint64_t slot) {
  if (status_[slot] != kOpen || over_) return;
  if (!queue_.empty()) {
    if (auto* range = std::get_if<Range>(&queue_.back()); range != nullptr && range->last == slot) {
      ++range->last;
      status_[slot] = kTold;
      return;
    }
  }
  if (queue_.size() < max_queue_) {
    queue_.emplace_back(Range{slot, slot + 1});
    status_[slot] = kTold;
    return;
  }
  if (marked_.first == marked_.last) marked_ = {slot, slot + 1, marked_.marked};
  marked_.first = std::min(marked_.first, slot);
  marked_.last = std::max(marked_.last, slot + 1);
  status_[slot] = marked_.marked;
}

void ListenerFeed::Push(Call call) {
  {
    const std::lock_guard lock(mutex_);
    if (over_) return;
    PushSweep();
    queue_.emplace_back(std::move(call));
  }
  changed_.notify_all();
}

void ListenerFeed::PushSweep() {
  if (marked_.first == marked_.last) return;
  queue_.emplace_back(marked_);
  // Marks come round. A sweep that meets another one's walks tells them too early, and once.
  const bool last = marked_.marked == 0xff;
  marked_ = {0, 0, last ? kFirstMark : static_cast<std::uint8_t>(marked_.marked + 1)};
}

void ListenerFeed::Deliver() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return !queue_.empty() || over_; });
    if (over_) return;
    const Event event = std::move(queue_.front());
    queue_.pop_front();
    busy_ = true;
    lock.unlock();
    Tell(event);
    lock.lock();
    busy_ = false;
    if (queue_.empty()) changed_.notify_all();
  }
}

void ListenerFeed::Tell(const Event& event) {
  if (const auto* call = std::get_if<Call>(&event)) return (*call)(listener_);
  if (const auto* range = std::get_if<Range>(&event)) {
    for (std::uint64_t slot = range->first; slot < range->last; ++slot) TellWalk(slot);
    return;
  }
  TellMarked(std::get<Sweep>(event));
}

void ListenerFeed::TellMarked(const Sweep& sweep) {
  constexpr std::uint64_t kBlock = 4096;
  std::vector<std::uint64_t> found;
  for (std::uint64_t from = sweep.first; from < sweep.last; from += kBlock) {
    {
      const std::lock_guard lock(mutex_);
      const std::uint64_t to = std::min(sweep.last, from + kBlock);
      for (std::uint64_t slot = from; slot < to; ++slot) {
        const bool wanted =
            sweep.marked == kOpen ? status_[slot] != kTold : status_[slot] == sweep.marked;
        if (!wanted) continue;
        status_[slot] = kTold;
        found.push_back(slot);
      }
    }
    for (const std::uint64_t slot : found) TellWalk(slot);
    found.clear();
  }
}

void ListenerFeed::TellWalk(std::uint64_t slot) {
  const Walk walk = plan_.space()[plan_.order()[slot]];
  listener_.OnWalkEnd(board_.ResultOf(slot), walk);
}

}  // namespace combtest::internal
