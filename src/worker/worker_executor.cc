#include "src/worker/worker_executor.h"

#include <signal.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <iostream>
#include <map>
#include <random>
#include <utility>

#include "combtest/duration.h"
#include "src/os/worker_process.h"
#include "src/space/exclusion.h"
#include "src/worker/ending.h"

namespace combtest::internal {
namespace {

constexpr auto kTick = std::chrono::milliseconds(20);
constexpr auto kGrace = std::chrono::milliseconds(500);
// SetUpTestSuite's counterpart and global environments may take their time.
constexpr auto kKindEnd = std::chrono::seconds(20);
constexpr unsigned kMaxFailedStarts = 3;
// A debugger takes half a second and more, in which nothing else is done.
constexpr unsigned kMaxStacks = 5;
constexpr unsigned kMaxIdleDeaths = 10;  // for each worker
// Few enough that a walk which takes long keeps little behind it.
constexpr std::size_t kPrefetch = 2;

// A token that no other process on the machine has in its environment.
std::string NewId(unsigned index) {
  std::random_device random;
  return std::to_string(OwnProcessId()) + "-" + std::to_string(index) + "-" +
         std::to_string(random()) + std::to_string(random());
}

// Writing to a worker that has just died must not end the orchestrator.
class IgnoreBrokenPipes {
 public:
  IgnoreBrokenPipes() {
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &ignore, &before_);
  }
  ~IgnoreBrokenPipes() { ::sigaction(SIGPIPE, &before_, nullptr); }

 private:
  struct sigaction before_ {};
};

}  // namespace

WorkerExecutor::WorkerExecutor(const Plan& plan, const Selection& selection, bool list_all,
                               WalkBoard& board, StopSignal& stop, const Launcher& launcher,
                               WorkerSettings settings)
    : plan_(plan),
      selection_(selection),
      list_all_(list_all),
      space_(*WalkAccess::Data(plan.space())),
      board_(board),
      stop_(stop),
      launcher_(launcher),
      settings_(std::move(settings)),
      send_states_(settings_.checkpoint && space_.state->to_json != nullptr &&
                   !space_.serial_actions.empty()),
      fingerprint_(plan.space().Fingerprint()),
      ticker_(context_),
      signals_(context_, interrupts_->descriptor()),
      started_(Clock::now()) {
  const std::uint64_t slots = plan.order().size();
  if (!space_.serial_actions.empty()) {
    holder_.resize(slots);
    phases_done_.resize(slots);
    if (send_states_) checkpoints_.resize(slots);
  }
  if (settings_.keep_states && space_.state->from_json != nullptr) {
    states_ = std::make_unique<StateSlab>(*space_.state, slots);
  }
  const auto wait_for_signal = [this](const auto& self) -> void {
    signals_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                        [this, self](boost::system::error_code error) {
                          if (error) return;
                          if (const int signal = interrupts_->Take()) OnSignal(signal);
                          self(self);
                        });
  };
  wait_for_signal(wait_for_signal);
  for (unsigned w = 0; w < settings_.workers; ++w) {
    workers_.push_back(std::make_unique<Worker>(context_, *this, w, settings_.threads));
    StartWorker(*workers_.back());
  }
  Tick();
}

WorkerExecutor::~WorkerExecutor() {
  const IgnoreBrokenPipes ignore;
  finishing_ = true;
  for (const auto& worker : workers_) worker->End("the run is over", std::chrono::milliseconds(0));
  const auto all_gone = [this] {
    return std::all_of(workers_.begin(), workers_.end(),
                       [](const auto& worker) { return worker->gone(); });
  };
  RunLoopUntil(all_gone);
  if (signals_.is_open()) signals_.release();  // the descriptor is not its own
}

void WorkerExecutor::RunLoopUntil(const std::function<bool()>& over) {
  while (!over()) context_.run_one();
}

// --- Workers come and go
// ------------------------------------------------------------------------------

void WorkerExecutor::StartWorker(Worker& worker) {
  LaunchRequest request;
  request.target = settings_.target;
  request.workers = settings_.workers;
  request.id = NewId(worker.index());
  request.test_arguments = settings_.test_arguments;
  try {
    worker.Start(launcher_, std::move(request), next_instance_++);
  } catch (const std::exception& error) {
    stop_.Stop("no worker could be started: " + std::string(error.what()));
    board_.AddRunFailure(RunFailure("no worker could be started by the launcher `" +
                                    launcher_.name() + "`: " + error.what()));
  }
}

void WorkerExecutor::OnMessage(Worker& worker, const FromWorker& message) {
  if (const auto* done = std::get_if<Done>(&message)) return OnDone(worker, *done);
  if (const auto* state = std::get_if<StateMessage>(&message)) return OnState(worker, *state);
  if (const auto* ended = std::get_if<Ended>(&message)) return OnEnded(*ended);
  if (const auto* released = std::get_if<Released>(&message)) return OnReleased(worker, *released);
  if (const auto* hello = std::get_if<Hello>(&message)) return Greet(worker, *hello);
  if (std::holds_alternative<Ready>(message)) {
    if (worker.phase() != Worker::Phase::kStarting) throw Error("it was ready twice");
    worker.set_ready();
    if (current_.open > 0) {
      BeginPhaseOn(worker);
      Fill(worker);
    }
  }
  if (const auto* trouble = std::get_if<Trouble>(&message)) worker.End(trouble->message, kGrace);
}

void WorkerExecutor::Greet(Worker& worker, const Hello& hello) {
  if (hello.protocol != kProtocolVersion) {
    throw Error("it speaks version " + std::to_string(hello.protocol) + " of the protocol, not " +
                std::to_string(kProtocolVersion));
  }
  const std::string state = TypeName(*space_.state->type);
  if (hello.fingerprint != fingerprint_ || hello.state != state) {
    const std::string text = "a worker is a different build: its walks have the fingerprint " +
                             FingerprintText(hello.fingerprint) + " on " + hello.state +
                             ", these " + FingerprintText(fingerprint_) + " on " + state;
    stop_.Stop(text);
    board_.AddRunFailure(RunFailure(text));
    return worker.End(text, std::chrono::milliseconds(0));
  }
  Setup setup;
  setup.threads = settings_.threads;
  setup.all = selection_.all();
  setup.list_all = list_all_;
  setup.ids = selection_.ids();
  setup.send_states = send_states_;
  setup.send_final_states = states_ != nullptr;
  worker.Send(setup);
}

void WorkerExecutor::OnDeath(Worker& worker, ExitStatus status) {
  const std::string last_output = worker.TakeLastOutput();
  EndLeftovers(worker);
  const std::vector<InFlight> in_flight = worker.InFlightNow();
  if (finishing_ && worker.outstanding.empty()) {
    // What a program says at its end, the orchestrator's will say too.
    if (status.signal != 0 || status.code != 0) OnOutput(worker, last_output);
    if (!worker.end_reason_known() && (status.signal != 0 || status.code != 0)) {
      board_.AddRunFailure(RunFailure(Tag(worker) + "ended badly after its walks: " +
                                      ToString(OutcomeOf(status)) + OutputTail(worker)));
    }
    return;
  }
  // What its markers say is done is done, though the message about it was never written.
  if (SharedBoard* board = worker.board()) {
    for (unsigned t = 0; t < worker.threads(); ++t) {
      const ThreadMarker& marker = board->markers[t];
      const auto batch = std::find_if(worker.outstanding.begin(), worker.outstanding.end(),
                                      [&](const Batch& b) { return b.id == marker.batch; });
      if (batch == worker.outstanding.end() || marker.batch == 0) continue;
      const std::uint64_t from = marker.from;
      const Progress progress = Progress::Unpack(marker.progress);
      const bool told = std::any_of(batch->parts.begin(), batch->parts.end(),
                                    [from](const auto& part) { return part.first == from; });
      if (told || from + progress.finished > batch->size) continue;
      try {
        CheckEndings(*batch, from, from + progress.finished, progress);
        FinishPositions(worker, *batch, from, from + progress.finished, progress.ran,
                        progress.passed);
      } catch (const Error& error) {
        // Some of its messages are missing. Nothing passes that hasn't said so.
        LosePositions(*batch, from, from + progress.finished,
                      "what " + Tag(worker) + "reported of it is missing: " + error.what());
      }
    }
  }
  if (in_flight.empty()) {
    OnOutput(worker, last_output);
    if (!stop_.stopped()) {
      OnOutput(worker,
               "ended between walks: " +
                   (worker.end_reason() ? *worker.end_reason() : ToString(OutcomeOf(status))));
    }
  } else {
    worker.made_progress = true;
    failed_starts_ = 0;
    BlameFor(worker, status, in_flight);
    for (const InFlight& walk : in_flight) {
      if (!last_output.empty() && in_flight.size() == 1) board_.AddOutput(walk.slot, last_output);
    }
    if (in_flight.size() > 1) OnOutput(worker, last_output);
  }
  const bool had_work = !worker.outstanding.empty();
  RequeueRest(worker);
  LoseStates(worker, "the state was in the memory of " + Tag(worker) + "which died");
  if (finishing_ || stop_.stopped()) return;
  // One that was killed while it had nothing to do is no sign of trouble, unless it goes on and on.
  const bool idle = worker.was_ready && !had_work;
  if (!worker.made_progress &&
      ++failed_starts_ >= kMaxFailedStarts + (idle ? kMaxIdleDeaths * settings_.workers : 0)) {
    const std::string text =
        "workers keep dying without running anything (launcher `" + launcher_.name() +
        "`, command `" + worker.command() +
        "`): " + (worker.end_reason() ? *worker.end_reason() : ToString(OutcomeOf(status)));
    stop_.Stop(text);
    board_.AddRunFailure(RunFailure(text + OutputTail(worker)));
    return;
  }
  StartWorker(worker);
}

void WorkerExecutor::EndLeftovers(Worker& worker) {
  for (const Leftover& leftover : EndProcessesWith(std::string(kIdVariable) + "=" + worker.id())) {
    std::cerr << Tag(worker) << "left process " << leftover.pid
              << " behind, which has been ended: " << leftover.command << "\n";
  }
}

// Nothing where it isn't known.
std::optional<std::uint64_t> WorkerExecutor::Culprit(const Worker& worker,
                                                     const std::vector<InFlight>& walks) {
  // It may have ended by itself while its worker was being ended, and is to blame all the same.
  if (worker.culprit()) return worker.culprit();
  if (walks.size() == 1) return walks.front().slot;
  for (const InFlight& walk : walks) {
    if (walk.fatal != 0) return walk.slot;
  }
  return std::nullopt;
}

// Of the walks that ran in a worker that died, the one that took it down gets the blame.
void WorkerExecutor::BlameFor(Worker& worker, ExitStatus status,
                              const std::vector<InFlight>& walks) {
  const std::optional<std::uint64_t> culprit = Culprit(worker, walks);
  const bool closed_channel =
      !worker.end_reason() && status.signal == 0 && status.code == kChannelLost;
  // Walks that were broken off with the whole run are as those that never began.
  if (stop_.stopped() && !worker.culprit()) return;
  for (const InFlight& walk : walks) {
    WalkResult result;
    result.action = walk.action;
    result.where =
        space_.ActionText(walk.action, space_.OptionIndex(plan_.order()[walk.slot], walk.action));
    if (culprit && *culprit != walk.slot) {
      result.outcome = outcome::Lost{"its worker was taken down by " +
                                     ToString(plan_.space()[plan_.order()[*culprit]])};
    } else if (worker.culprit()) {
      result.outcome = outcome::TimedOut{settings_.walk_timeout};
      if (!worker.stack().empty()) {
        result.failures.push_back({Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                                   "when its time was over:\n" + worker.stack(), result.where});
      }
    } else if (worker.end_reason()) {
      result.outcome = outcome::Failed{};
      result.failures.push_back({Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                                 "its worker had to be ended: " + *worker.end_reason(),
                                 result.where});
    } else {
      result.outcome = OutcomeOf(status);
      if (closed_channel) {
        result.failures.push_back({Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                                   "it closed descriptors that belong to its worker",
                                   result.where});
      }
      if (!culprit) {
        result.failures.push_back(
            {Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
             "one of " + std::to_string(walks.size()) +
                 " walks that ran when their worker died; which of them took it down isn't known",
             result.where});
      }
    }
    if (states_ != nullptr) states_->Drop(walk.slot);  // as an earlier phase may have left it
    board_.End(walk.slot, std::move(result));
  }
}

// What the dead worker hadn't begun goes back into its shard's queue.
void WorkerExecutor::RequeueRest(Worker& worker) {
  std::deque<StridedRange> rest;
  for (const Batch& batch : worker.outstanding) {
    SlotList open;
    batch.slots.ForEach(0, batch.size, [&](std::uint64_t position, std::uint64_t slot) {
      const bool over = std::any_of(batch.parts.begin(), batch.parts.end(), [&](const auto& part) {
        return part.first <= position && position < part.second;
      });
      if (over) return;
      if (!plan_.order().listed() && board_.HasEnded(slot)) {
        --current_.open;
      } else {
        open.PushBack(slot);
      }
    });
    for (const StridedRange& range : open.ranges()) rest.push_back(range);
    worker.queued += open.size();
  }
  worker.outstanding.clear();
  worker.queue.insert(worker.queue.begin(), rest.begin(), rest.end());
}

// Walks whose state died with the worker: those with a checkpoint go on from it, the others are
// lost.
void WorkerExecutor::LoseStates(Worker& worker, const std::string& why) {
  for (std::uint64_t slot = 0; slot < holder_.size(); ++slot) {
    if (holder_[slot] != worker.instance()) continue;
    holder_[slot] = 0;
    moved_ = true;
    if (send_states_ || !board_.Unfinished(slot)) continue;
    WalkResult result;
    result.outcome = outcome::Lost{why};
    board_.End(slot, std::move(result));
  }
}

// --- Phases
// -------------------------------------------------------------------------------------------

void WorkerExecutor::AddUpdate(const PlanStep& serial, const boost::json::value& update) {
  space_.actions[serial.begin].parse_update(
      update);  // throws where workers couldn't read it either
  updates_.push_back({serial.begin, serial.option, update});
}

void WorkerExecutor::RunPhase(const PlanStep& phase) {
  const IgnoreBrokenPipes ignore;
  const std::uint64_t epoch = current_.epoch + 1;
  current_ = {};
  current_.step = phase;
  current_.epoch = epoch;
  current_.index = static_cast<std::uint64_t>(
      std::find(plan_.steps().begin(), plan_.steps().end(), phase) - plan_.steps().begin());
  current_.first = phase.depth == 0 || (phase.depth == 1 && space_.serial_actions[0] == 0);
  current_.leaf = phase.end == space_.actions.size();
  current_.updates = std::exchange(updates_, {});
  QueuePhase();
  for (const auto& worker : workers_) {
    worker->release_asked = false;
    if (worker->ready()) BeginPhaseOn(*worker);
  }
  FillAll();
  RunLoopUntil([this] { return current_.open == 0 || stop_.stopped(); });
  current_.open = 0;
}

// Walk k of the selection belongs to shard k mod N, unless its state has moved.
void WorkerExecutor::QueuePhase() {
  const PlanStep& phase = current_.step;
  const unsigned count = settings_.workers;
  current_.open = phase.walks();
  for (unsigned w = 0; w < count; ++w) {
    Worker& worker = *workers_[w];
    worker.queue.clear();
    worker.queued = 0;
    if (moved_ && !current_.first) continue;
    const std::uint64_t first = phase.first_slot + (w + count - phase.first_slot % count) % count;
    if (first >= phase.last_slot) continue;
    worker.queued = (phase.last_slot - first + count - 1) / count;
    worker.queue.push_back({first, count, worker.queued});
  }
  if (!moved_ || current_.first) return;
  std::vector<SlotList> lists(count);
  for (std::uint64_t slot = phase.first_slot; slot < phase.last_slot; ++slot) {
    unsigned shard = static_cast<unsigned>(slot % count);
    for (const auto& worker : workers_) {
      if (holder_[slot] != 0 && worker->instance() == holder_[slot]) shard = worker->index();
    }
    lists[shard].PushBack(slot);
  }
  for (unsigned w = 0; w < count; ++w) {
    workers_[w]->queued = lists[w].size();
    workers_[w]->queue.assign(lists[w].ranges().begin(), lists[w].ranges().end());
  }
}

void WorkerExecutor::BeginPhaseOn(Worker& worker) {
  worker.Send(StartPhase{current_.epoch, current_.index, current_.updates});
}

void WorkerExecutor::FillAll() {
  for (const auto& worker : workers_) Fill(*worker);
}

void WorkerExecutor::Fill(Worker& worker) {
  while (worker.ready() && !stop_.stopped() && worker.outstanding.size() < kPrefetch) {
    std::vector<ShippedText> states;
    Batch batch = NextBatch(worker, states);
    if (batch.size == 0) return;
    batch.sent = Clock::now();
    worker.SendText(EncodeRunBatch(RunBatch{current_.epoch, batch.id, batch.slots, {}}, states));
    worker.outstanding.push_back(std::move(batch));
  }
}

Batch WorkerExecutor::NextBatch(Worker& worker, std::vector<ShippedText>& states) {
  Batch batch;
  std::map<std::uint32_t, SlotList> left_behind;  // by the instance that held them
  const std::uint64_t fair = std::max<std::uint64_t>(1, current_.open / (4 * settings_.workers));
  const std::uint64_t wanted = std::min(worker.batch_size.value() * settings_.threads, fair);
  while (batch.size < wanted && (worker.queued > 0 || (batch.size == 0 && Steal(worker)))) {
    StridedRange range = worker.queue.front().TakeFront(wanted - batch.size);
    if (worker.queue.front().count == 0) worker.queue.pop_front();
    worker.queued -= range.count;
    if (!plan_.order().listed()) {
      batch.slots.PushBack(range);
      batch.size += range.count;
      continue;
    }
    for (std::uint64_t i = 0; i < range.count; ++i) {
      const std::uint64_t slot = range[i];
      if (!board_.Unfinished(slot)) {
        --current_.open;
        continue;
      }
      const bool ship = !current_.first && holder_[slot] != worker.instance();
      if (ship && (!send_states_ || checkpoints_[slot].empty())) {
        WalkResult lost;
        lost.outcome = outcome::Lost{"its state is in no worker's memory"};
        board_.End(slot, std::move(lost));
        --current_.open;
        continue;
      }
      batch.slots.PushBack(slot);
      ++batch.size;
      if (!ship) continue;
      states.push_back({slot, &checkpoints_[slot]});
      if (holder_[slot] != 0) left_behind[holder_[slot]].PushBack(slot);
      holder_[slot] = worker.instance();
      moved_ = true;
    }
  }
  if (batch.size > 0) batch.id = next_batch_++;
  for (const auto& other : workers_) {
    const auto slots = left_behind.find(other->instance());
    if (slots != left_behind.end() && other->ready()) other->Send(Forget{slots->second});
  }
  return batch;
}

// Half of what the busiest worker hasn't been sent; where there is none, asks for what it hasn't
// begun.
bool WorkerExecutor::Steal(Worker& thief) {
  Worker* busiest = nullptr;
  Worker* waiting = nullptr;
  for (const auto& worker : workers_) {
    if (worker.get() == &thief) continue;
    const bool movable = CanMove() || worker->gone();
    if (worker->queued > 0 && movable && (busiest == nullptr || worker->queued > busiest->queued))
      busiest = worker.get();
    if (worker->outstanding.size() > 1 && !worker->release_asked && worker->ready())
      waiting = worker.get();
  }
  if (busiest == nullptr) {
    if (waiting != nullptr && CanMove() && thief.outstanding.empty()) {
      waiting->release_asked = true;
      waiting->Send(Release{current_.epoch});
    }
    return false;
  }
  for (std::uint64_t wanted = (busiest->queued + 1) / 2; wanted > 0;) {
    const StridedRange range = busiest->queue.back().TakeBack(wanted);
    if (busiest->queue.back().count == 0) busiest->queue.pop_back();
    busiest->queued -= range.count;
    thief.queue.push_front(range);
    thief.queued += range.count;
    wanted -= range.count;
  }
  return true;
}

void WorkerExecutor::OnDone(Worker& worker, const Done& done) {
  const auto batch = std::find_if(worker.outstanding.begin(), worker.outstanding.end(),
                                  [&](const Batch& b) { return b.id == done.batch; });
  if (batch == worker.outstanding.end() || done.epoch != current_.epoch) {
    ++stale_messages_;
    return;
  }
  if (done.from >= done.to || done.to > batch->size || done.passed > done.ran ||
      done.ran > done.to - done.from) {
    throw Error("a batch of " + std::to_string(batch->size) +
                " walks was reported with positions or counts beyond it");
  }
  worker.made_progress = true;
  failed_starts_ = 0;
  FinishPositions(worker, *batch, done.from, done.to, done.ran, done.passed);
  if (batch->done < batch->size) return;
  const auto now = Clock::now();
  worker.batch_size.Adapt(now - std::max(batch->sent, worker.last_batch_end), batch->size);
  worker.last_batch_end = now;
  worker.release_asked = false;
  worker.outstanding.erase(batch);
  Fill(worker);
}

// The walks have run the segment; those that ended in it have been reported one by one.
void WorkerExecutor::FinishPositions(Worker& worker, Batch& batch, std::uint64_t from,
                                     std::uint64_t to, std::uint64_t ran, std::uint64_t passed) {
  if (from >= to) return;
  if (plan_.order().listed()) {
    std::uint64_t completed = 0;
    batch.slots.ForEach(from, to, [&](std::uint64_t, std::uint64_t slot) {
      completed += board_.Unfinished(slot) ? 1 : 0;
    });
    if (completed != passed) {
      throw Error("a batch was reported with " + std::to_string(passed) +
                  " walks that passed, where there are " + std::to_string(completed));
    }
    batch.slots.ForEach(from, to, [&](std::uint64_t, std::uint64_t slot) {
      if (!board_.Unfinished(slot)) return;
      if (current_.leaf) {
        board_.Complete(slot);
      } else {
        phases_done_[slot] = static_cast<std::uint8_t>(current_.step.depth + 1);
        holder_[slot] = worker.instance();
        moved_ = moved_ || slot % settings_.workers != worker.index();
      }
    });
  } else {
    board_.AddPassed(passed);
  }
  if (current_.step.begin < current_.step.end) board_.AddSegments(ran);
  batch.parts.push_back({from, to});
  batch.done += to - from;
  current_.open -= to - from;
}

// In an order that isn't listed: that every walk that ran and didn't pass has been reported.
void WorkerExecutor::CheckEndings(const Batch& batch, std::uint64_t from, std::uint64_t to,
                                  const Progress& progress) const {
  if (plan_.order().listed()) return;  // FinishPositions does
  std::uint64_t ended = 0;
  batch.slots.ForEach(
      from, to, [&](std::uint64_t, std::uint64_t slot) { ended += board_.HasEnded(slot) ? 1 : 0; });
  if (progress.passed + ended != progress.ran) throw Error("a walk's result");
}

void WorkerExecutor::LosePositions(Batch& batch, std::uint64_t from, std::uint64_t to,
                                   const std::string& why) {
  ExclusionCursor excluded(WalkAccess::Data(plan_.space()));
  batch.slots.ForEach(from, to, [&](std::uint64_t, std::uint64_t slot) {
    if (!board_.Unfinished(slot)) return;
    if (!plan_.order().listed() && (board_.HasEnded(slot) || excluded.Excluded(slot))) return;
    WalkResult result;
    result.outcome = outcome::Lost{why};
    board_.End(slot, std::move(result));
  });
  batch.parts.push_back({from, to});
  batch.done += to - from;
  current_.open -= to - from;
}

void WorkerExecutor::OnEnded(const Ended& ended) {
  if (ended.epoch != current_.epoch) {
    ++stale_messages_;
    return;
  }
  if (ended.slot < current_.step.first_slot || ended.slot >= current_.step.last_slot) {
    throw Error("a walk was reported that isn't in this phase");
  }
  if (!board_.Unfinished(ended.slot)) {
    ++stale_messages_;
    return;
  }
  if (ended.goes_on) {
    board_.NoteFailures(ended.slot, ended.result);
  } else {
    board_.End(ended.slot, ended.result);
  }
}

void WorkerExecutor::OnState(Worker&, const StateMessage& state) {
  if (state.slot < current_.step.first_slot || state.slot >= current_.step.last_slot) {
    throw Error("a state was sent for a walk that isn't in this phase");
  }
  if (!current_.leaf && !checkpoints_.empty()) checkpoints_[state.slot] = state.json;
  if (states_ == nullptr) return;
  try {
    states_->Drop(state.slot);
    space_.state->from_json((*states_)[state.slot], boost::json::parse(boost::json::string_view(
                                                        state.json.data(), state.json.size())));
    states_->MarkAlive(state.slot);
  } catch (const std::exception& error) {
    throw Error("a state can't be read back from its JSON: " + std::string(error.what()));
  }
}

void WorkerExecutor::OnReleased(Worker& worker, const Released& released) {
  if (released.epoch != current_.epoch) {
    ++stale_messages_;
    return;
  }
  for (const std::uint64_t id : released.batches) DropBatch(worker, id);
  FillAll();
}

// The worker has given the batch back, unstarted.
void WorkerExecutor::DropBatch(Worker& worker, std::uint64_t id) {
  const auto batch = std::find_if(worker.outstanding.begin(), worker.outstanding.end(),
                                  [&](const Batch& b) { return b.id == id; });
  if (batch == worker.outstanding.end() || batch->done > 0)
    throw Error("a batch was given back that it doesn't have");
  for (const StridedRange& range : batch->slots.ranges()) {
    worker.queue.push_back(range);
    worker.queued += range.count;
  }
  // States that came with the batch went with it; what the worker may still hold of an earlier
  // phase is out of date.
  if (send_states_ && !current_.first) {
    batch->slots.ForEach(0, batch->size,
                         [this](std::uint64_t, std::uint64_t slot) { holder_[slot] = 0; });
    worker.Send(Forget{batch->slots});
    moved_ = true;
  }
  worker.outstanding.erase(batch);
}

// --- Time and signals
// ---------------------------------------------------------------------------------

void WorkerExecutor::Tick() {
  const auto now = Clock::now();
  for (const auto& worker : workers_) {
    worker->LookAtMarkers(now);
    CheckTimeouts(*worker, now);
  }
  if (settings_.run_timeout.count() > 0 && now - started_ > settings_.run_timeout &&
      !stop_.stopped()) {
    const std::string text =
        "the run took longer than run_timeout (" + DurationText(settings_.run_timeout) + ")";
    stop_.Stop(text);
    board_.AddRunFailure(RunFailure(text));
  }
  if (settings_.on_tick && !finishing_ && current_.open > 0) {
    settings_.on_tick(current_.step, [this, now] { return LongestRunning(now); });
  }
  FillAll();
  ticker_.expires_after(kTick);
  ticker_.async_wait([this](boost::system::error_code error) {
    if (!error) Tick();
  });
}

RunningWalk WorkerExecutor::LongestRunning(Clock::time_point now) const {
  RunningWalk longest;
  for (const auto& worker : workers_) {
    for (const InFlight& walk : worker->InFlightNow()) {
      if (now - walk.since > longest.age)
        longest = {plan_.order()[walk.slot], walk.action, now - walk.since};
    }
  }
  return longest;
}

void WorkerExecutor::CheckTimeouts(Worker& worker, Clock::time_point now) {
  if (worker.gone() || worker.end_reason()) return;
  if (settings_.walk_timeout.count() > 0) {
    for (const InFlight& walk : worker.InFlightNow()) {
      if (now - walk.since <= settings_.walk_timeout) continue;
      // Stopped, so that it doesn't go on to another walk while its stack is taken.
      StopGroup(worker.pid());
      const std::vector<InFlight> still = worker.InFlightNow();
      const bool same = std::any_of(still.begin(), still.end(), [&](const InFlight& other) {
        return other.slot == walk.slot && other.since == walk.since;
      });
      if (!same) {
        ContinueGroup(worker.pid());
        continue;
      }
      const bool take = stacks_taken_++ < kMaxStacks;
      worker.EndForTimeout(walk.slot, take ? StackOf(worker.pid()) : std::string());
      return;
    }
  }
  if (worker.channel_closed() && now - *worker.channel_closed() > kGrace) {
    return worker.End("its channel was closed", kGrace);
  }
  if (settings_.heartbeat.count() == 0) return;
  if (now - worker.last_heard() > settings_.heartbeat && worker.last_ping > worker.last_heard()) {
    worker.End("it gave no sign of life for " + DurationText(settings_.heartbeat), kGrace);
  } else if (now - std::max(worker.last_heard(), worker.last_ping) > settings_.heartbeat / 4 &&
             worker.ready()) {
    worker.last_ping = now;
    worker.Send(Ping{});
  }
}

void WorkerExecutor::OnSignal(int signal) {
  const std::string text =
      "interrupted by " + ToString(Outcome(outcome::Crashed{signal})).substr(9);
  stop_.Stop(text);
  board_.AddRunFailure(RunFailure(text));
}

// --- The end
// ------------------------------------------------------------------------------------------

void WorkerExecutor::Finish() {
  const IgnoreBrokenPipes ignore;
  finishing_ = true;
  for (const auto& worker : workers_) {
    if (worker->gone()) continue;
    if (stop_.stopped()) {
      worker->End(stop_.reason(), kGrace);
    } else {
      worker->Send(EndWorker{});
      worker->CloseInput();
    }
  }
  const auto deadline = Clock::now() + kKindEnd;
  RunLoopUntil([&] {
    const bool late = Clock::now() > deadline;
    bool gone = true;
    for (const auto& worker : workers_) {
      if (worker->gone()) continue;
      gone = false;
      if (late)
        worker->End("it didn't end within " + DurationText(kKindEnd) + " of being told to", kGrace);
    }
    return gone;
  });
  ticker_.cancel();
  signals_.release();
  interrupts_.reset();
  if (stop_.stopped() && !plan_.order().listed()) {
    board_.AddNotRun(CountIncluded(WalkAccess::Data(plan_.space()), 0, plan_.order().size()) -
                     board_.Count().Sum());
  }
}

// --- Output
// -------------------------------------------------------------------------------------------

std::string WorkerExecutor::Tag(const Worker& worker) const {
  return "[worker " + std::to_string(worker.index()) + "] ";
}

void WorkerExecutor::OnWalkOutput(Worker&, std::uint64_t slot, std::string text) {
  board_.AddOutput(slot, std::move(text));
}

void WorkerExecutor::OnOutput(Worker& worker, std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines += Tag(worker);
    lines += text.substr(0, end);
    lines += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::cerr << lines << std::flush;
}

}  // namespace combtest::internal
