#include "src/worker/session.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/serializer.hpp>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "combtest/plan.h"
#include "src/engine/chunker.h"
#include "src/engine/option_cursor.h"
#include "src/engine/segment_runner.h"
#include "src/engine/slowest_walks.h"
#include "src/engine/state_slab.h"
#include "src/engine/thread_pool.h"
#include "src/engine/walk_clock.h"
#include "src/os/descriptors.h"
#include "src/os/worker_process.h"
#include "src/record/state_json.h"
#include "src/space/exclusion.h"
#include "src/wire/output_mark.h"
#include "src/worker/inbox.h"
#include "src/worker/log_channel.h"
#include "src/worker/outbox.h"

namespace combtest::internal {
namespace {

thread_local ThreadMarker* this_thread_marker = nullptr;
void NoteFatal(int signal) {
  if (this_thread_marker != nullptr)
    this_thread_marker->fatal.store(static_cast<std::uint64_t>(signal));
}

class Session {
 public:
  Session(const WorkerRole& role, const WalkSpace& space, const void* initial,
          const Integration& integration)
      : space_(space),
        data_(*WalkAccess::Data(space)),
        initial_(initial),
        integration_(integration),
        outbox_(role.channel.out, role.page()),
        page_(role.page()),
        in_(role.channel.in),
        out_(role.channel.out) {}

  void Serve() {
    WriteOutputMark(OutputMark::kReady, 0);
    outbox_.Begin();
    outbox_.Append(Encode(
        FromWorker(Hello{kProtocolVersion, space_.Fingerprint(), TypeName(*data_.state->type),
                         static_cast<std::int64_t>(OwnProcessId()), HostName()})));
    outbox_.Flush();
    log_ = std::make_unique<LogChannel>(outbox_, page_);
    Inbox inbox(in_, outbox_, page_);
    try {
      ServeMessages(inbox);
    } catch (const std::exception& error) {
      // The orchestrator ends this process when it has read this.
      Complain(error.what());
      outbox_.Flush();
      while (!std::holds_alternative<EndWorker>(*inbox.Pop())) continue;
    }
    log_->TellDropped();
    log_.reset();
    outbox_.Flush();
  }

 private:
  void ServeMessages(Inbox& inbox) {
    while (true) {
      std::unique_ptr<const ToWorker> message = inbox.TryPop();
      if (!message) {
        log_->TellDropped();
        outbox_.Flush();  // nobody should wait for what is done
        message = inbox.Pop();
      }
      if (std::holds_alternative<EndWorker>(*message)) return;
      if (const auto* setup = std::get_if<Setup>(message.get())) Prepare(*setup);
      if (const auto* phase = std::get_if<StartPhase>(message.get())) Begin(*phase);
      if (const auto* forget = std::get_if<Forget>(message.get())) Lose(*forget);
      if (const auto* batch = std::get_if<RunBatch>(message.get())) Run(*batch);
    }
  }

  void Prepare(const Setup& setup) {
    if (plan_) throw Error("it was set up twice");
    if (setup.threads < 1 || setup.threads > kMaxMarkers)
      throw Error("it was to run " + std::to_string(setup.threads) + " threads");
    setup_ = setup;
    log_->SetVerbosity(setup.verbosity);
    plan_.emplace(space_, WalkSet::Parse(setup.selection), setup.list_all);
    pool_ = std::make_unique<ThreadPool>(setup.threads);
    clocks_.assign(setup.threads, WalkClock(setup.send_times));
    if (!data_.serial_actions.empty())
      states_ = std::make_unique<StateSlab>(*data_.state, plan_->order().size());
    if (page_ != nullptr) page_->threads = setup.threads;
    if (page_ == nullptr) own_markers_ = std::make_unique<ThreadMarker[]>(setup.threads);
    outbox_.Append(Encode(FromWorker(Ready{})));
  }

  void Begin(const StartPhase& phase) {
    if (!plan_ || phase.step >= plan_->steps().size() ||
        plan_->steps()[phase.step].kind != PlanStep::Kind::kPhase)
      throw Error("there is no such phase");
    phase_ = plan_->steps()[phase.step];
    epoch_ = phase.epoch;
    updates_.clear();
    for (const PhaseUpdate& update : phase.updates) {
      if (update.action >= data_.actions.size() ||
          data_.actions[update.action].parse_update == nullptr ||
          update.option >= data_.actions[update.action].options.size())
        throw Error("there is no such update");
      const ActionEntry& action = data_.actions[update.action];
      updates_.push_back({update.action, update.option, action.parse_update(update.value)});
    }
    task_ = TaskOf(data_, phase_, initial_, updates_);
  }

  void Run(const RunBatch& batch);

  void Lose(const Forget& forget) {
    if (states_ == nullptr) throw Error("there are no states to forget");
    for (const StridedRange& range : forget.slots.ranges()) {
      if (!range.Within(0, states_->size())) throw Error("there is no such slot");
    }
    forget.slots.ForEach(0, forget.slots.size(),
                         [this](std::uint64_t, std::uint64_t slot) { states_->Forget(slot); });
  }

  // As part of its walk, which is to blame if that ends this process, and fails if it throws.
  void TakeInFor(const RunBatch& batch, std::uint64_t position, const ShippedState& shipped) {
    ThreadMarker& marker = page_ != nullptr ? page_->markers[0] : own_markers_[0];
    marker.from.store(position, std::memory_order_relaxed);
    marker.begun.store(position + 1, std::memory_order_relaxed);
    marker.progress.store(0, std::memory_order_relaxed);
    marker.action.store(phase_.begin, std::memory_order_relaxed);
    marker.batch.store(batch.batch, std::memory_order_release);
    StateSlab& states = SlotsFor(shipped);
    try {
      data_.state->from_json(states[shipped.slot], shipped.state);
      states.MarkAlive(shipped.slot);
    } catch (const std::exception& error) {  // the user's, whatever its type
      WalkResult result;
      result.id = plan_->order()[shipped.slot];
      result.outcome = outcome::Failed{};
      result.action = phase_.begin;
      result.failures.push_back(
          {Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
           std::string("its state can't be read back from JSON: ") + error.what(),
           "the state that came from another worker"});
      outbox_.Append(Encode(FromWorker(Ended{epoch_, shipped.slot, false, std::move(result)})));
    }
    marker.batch.store(0, std::memory_order_release);
  }

  // With that slot empty. Throws Error where the message can't be meant for this program.
  StateSlab& SlotsFor(const ShippedState& shipped) {
    if (states_ == nullptr || shipped.slot >= states_->size() || data_.state->from_json == nullptr)
      throw Error("there is no such slot");
    states_->Forget(shipped.slot);  // what is left of an earlier stay
    return *states_;
  }

  void Complain(const char* what) { outbox_.Append(Encode(FromWorker(Trouble{what}))); }

  class Thread;

  const WalkSpace space_;
  const SpaceData& data_;
  const void* const initial_;
  const Integration& integration_;
  Outbox outbox_;
  std::unique_ptr<LogChannel> log_;
  SharedPage* const page_;
  const int in_;
  const int out_;
  Setup setup_;
  std::optional<Plan> plan_;
  std::unique_ptr<ThreadPool> pool_;
  std::vector<WalkClock> clocks_;  // by thread
  std::unique_ptr<StateSlab>
      states_;  // by slot; null where each state lives only while its walk runs
  std::unique_ptr<ThreadMarker[]> own_markers_;
  PlanStep phase_;
  std::uint64_t epoch_ = 0;
  std::vector<AppliedUpdate> updates_;
  SegmentTask task_;
};

// One thread's work on one batch.
class Session::Thread {
 public:
  Thread(Session& session, unsigned index, const RunBatch& batch)
      : session_(session),
        batch_(batch),
        order_(session.plan_->order()),
        segments_(session.data_, session.integration_, session.task_),
        exclusions_(WalkAccess::Data(session.space_)),
        last_phase_(session.phase_.end == session.data_.actions.size()),
        marker_(session.page_ != nullptr ? session.page_->markers[index]
                                          : session.own_markers_[index]),
        mark_output_(session.setup_.threads == 1),
        clock_(session.clocks_[index]) {
    segments_.ShareAction(&marker_.action);
    if (session.states_ == nullptr) scratch_ = std::make_unique<StateSlab>(*session.data_.state, 1);
    if (session.setup_.threads > 1) {
      this_thread_marker = &marker_;
      NoteFatalSignalsOfThread(NoteFatal);
    }
  }

  void RunPart(Chunk part) {
    marker_.from.store(part.first, std::memory_order_relaxed);
    marker_.begun.store(part.first, std::memory_order_relaxed);
    marker_.progress.store(0, std::memory_order_relaxed);
    marker_.batch.store(batch_.batch, std::memory_order_release);
    progress_ = {};
    Done done{session_.epoch_, batch_.batch, part.first, part.last, 0, 0, {}, {}};
    const auto begun = std::chrono::steady_clock::now();
    clock_.Start();
    // A mark before each walk is a system call; where walks are quick, one before the part has to
    // do.
    const bool mark_each = mark_output_ && part.last - part.first <= 8;
    if (mark_output_ && !mark_each) WriteOutputMark(OutputMark::kOther, 0);
    batch_.slots.ForEach(part.first, part.last, [&](std::uint64_t position, std::uint64_t slot) {
      marker_.begun.store(position + 1, std::memory_order_release);
      if (mark_each) WriteOutputMark(OutputMark::kBegin, slot);
      took_ = {};
      if (RunWalk(slot)) ++progress_.ran;
      NoteTime(done, position);
      // A walk that closed the channel, or all descriptors, is to be known by it.
      if (mark_each && !IsOpen(session_.out_)) EndWorkerAtOnce(kChannelLost);
      ++progress_.finished;
      marker_.progress.store(progress_.Pack(), std::memory_order_release);
    });
    if (mark_output_) WriteOutputMark(OutputMark::kOther, 0);
    clock_.Adapt(std::chrono::steady_clock::now() - begun, progress_.ran);
    done.ran = progress_.ran;
    done.passed = progress_.passed;
    session_.outbox_.Append(Encode(FromWorker(std::move(done))));
    marker_.batch.store(0, std::memory_order_release);
    if (session_.page_ == nullptr) session_.outbox_.Flush();
  }

 private:
  void NoteTime(Done& done, std::uint64_t position) {
    const auto ns = static_cast<std::uint64_t>(took_.count());
    if (session_.setup_.send_times) {
      done.times.push_back(ns);
    } else if (took_ >= SlowestWalks::kNotable) {
      done.slow.emplace_back(position, ns);
    }
  }

  // False: the walk isn't for us to run.
  bool RunWalk(std::uint64_t slot) {
    const bool kept = session_.states_ != nullptr;
    StateSlab& slab = kept ? *session_.states_ : *scratch_;
    const std::uint64_t place = kept ? slot : 0;
    if (session_.task_.initial == nullptr && !slab.alive(place)) return false;
    const WalkId id = order_[slot];
    if (!order_.listed() && session_.data_.has_exclusions && exclusions_.Excluded(id)) return false;
    void* const state = slab[place];
    bool has_state = session_.task_.initial == nullptr;
    WalkRunner::End end = segments_.Run(id, state, has_state);
    took_ = clock_.Lap();
    if (has_state) slab.MarkAlive(place);
    bool sendable = has_state;
    if (end == WalkRunner::End::kClean && !SendState(slot, state, end)) {
      end = WalkRunner::End::kEnded;
      sendable = false;
    }
    if (end == WalkRunner::End::kClean) {
      ++progress_.passed;
    } else {
      Report(slot, id, sendable ? state : nullptr, end);
      clock_.Start();  // what a failure costs isn't the next walk's
    }
    if (end == WalkRunner::End::kEnded || last_phase_) slab.Drop(place);
    return true;
  }

  // False: it can't be sent, and the walk can't count as passed.
  bool SendState(std::uint64_t slot, const void* state, WalkRunner::End end) {
    const bool over = last_phase_ || end == WalkRunner::End::kEnded;
    if (over ? !session_.setup_.send_final_states : !session_.setup_.send_states) return true;
    try {
      text_.clear();
      AppendState(text_, slot, Serialized(StateToJson(*session_.data_.state, state)));
      session_.outbox_.Append(text_);
    } catch (...) {
      segments_.Fail(WhyNotJson());
      return false;
    }
    return true;
  }

  void Report(std::uint64_t slot, WalkId id, const void* state, WalkRunner::End end) {
    Ended ended{session_.epoch_, slot, false, segments_.TakeResult(id, state),
                static_cast<std::uint64_t>(took_.count())};
    const bool goes_on = end == WalkRunner::End::kFailed && !last_phase_;
    if (state != nullptr && !SendState(slot, state, end)) {
      for (Failure& failure : segments_.TakeResult(id, nullptr).failures) {
        ended.result.failures.push_back(std::move(failure));
      }
    }
    ended.goes_on = goes_on;
    if (goes_on) ++progress_.passed;
    if (mark_output_) WriteOutputMark(OutputMark::kEnd, slot);
    session_.outbox_.Append(Encode(FromWorker(ended)));
  }

  std::string_view Serialized(const boost::json::value& value) {
    json_.clear();
    boost::json::serializer serializer;
    serializer.reset(&value);
    char buffer[4096];
    while (!serializer.done()) {
      const auto piece = serializer.read(buffer, sizeof buffer);
      json_.append(piece.data(), piece.size());
    }
    return json_;
  }

  Session& session_;
  const RunBatch& batch_;
  const RunOrder& order_;
  SegmentRunner segments_;
  ExclusionCursor exclusions_;
  const bool last_phase_;
  ThreadMarker& marker_;
  const bool mark_output_;
  std::unique_ptr<StateSlab> scratch_;
  Progress progress_;
  WalkClock& clock_;
  std::chrono::nanoseconds took_{};  // by the walk that ran last
  std::string text_;
  std::string json_;
};

void Session::Run(const RunBatch& batch) {
  if (batch.epoch != epoch_) return;  // the orchestrator has given it up
  if (!plan_ || epoch_ == 0) throw Error("a batch came before its phase");
  for (const StridedRange& range : batch.slots.ranges()) {
    if (!range.Within(phase_.first_slot, phase_.last_slot))
      throw Error("a batch goes beyond its phase");
  }
  if (task_.initial != nullptr && !batch.states.empty()) {
    throw Error("states came for a phase in which walks begin");
  }
  std::size_t taken = 0;
  batch.slots.ForEach(0, batch.slots.size(), [&](std::uint64_t position, std::uint64_t slot) {
    if (taken == batch.states.size() || batch.states[taken].slot != slot) return;
    TakeInFor(batch, position, batch.states[taken++]);
  });
  if (taken != batch.states.size()) throw Error("states came for walks that aren't in their batch");
  const std::uint64_t size = batch.slots.size();
  Chunker chunks(0, size);
  const std::uint64_t chunk =
      pool_->size() == 1 ? std::min(size, kMaxPart)
                         : std::clamp<std::uint64_t>(size / (4 * pool_->size()), 1, kMaxPart);
  pool_->Run([&](unsigned thread) {
    // Made anew for every batch, as captures must be: it costs less than a message.
    Thread worker(*this, thread, batch);
    for (Chunk part = chunks.Take(chunk); !part.empty(); part = chunks.Take(chunk))
      worker.RunPart(part);
  });
}

}  // namespace

void ServeAsWorker(const WorkerRole& role, const WalkSpace& space, const void* initial,
                   const Integration& integration) {
  Session(role, space, initial, integration).Serve();
}

}  // namespace combtest::internal
