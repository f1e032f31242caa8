#include "src/pool/worker.h"

#include <algorithm>
#include <utility>

#include "combtest/action.h"
#include "src/config/worker_variables.h"
#include "src/os/process_info.h"
#include "src/os/worker_process.h"
#include "src/pool/past_calls.h"
#include "src/pool/worker_link.h"

namespace combtest::internal {
namespace {

constexpr std::size_t kOutputTail = 4000;
constexpr auto kHurryEvery = std::chrono::milliseconds(100);
// For what connects us with a worker that is gone to end as well.
constexpr auto kAfterword = std::chrono::seconds(2);
// Numbers that belong together aren't written at once.
constexpr auto kNonsense = std::chrono::milliseconds(500);

}  // namespace

ChildCommand FoundByPath(WorkerCommand command) {
  if (command.argv.empty()) throw Error("the launcher's command is empty");
  ChildCommand child;
  child.directory = StartDirectory();
  child.program = std::move(command.program);
  if (child.program.empty()) {
    const std::string path = FindProgram(command.argv[0]);
    if (path.empty()) throw Error("there is no program `" + command.argv[0] + "` here");
    command.argv[0] = path;
  }
  child.argv = std::move(command.argv);
  child.environment = std::move(command.environment);
  return child;
}

bool Worker::connected() const { return link_ != nullptr && link_->connected(); }
int Worker::pid() const { return link_ != nullptr ? link_->pid() : 0; }

void Worker::Start(Launcher& launcher, LaunchRequest request) {
  ++instance_;
  request.index = index_;
  local_ = launcher.IsLocal();
  request_ = RequestFor(request, local_);
  launcher_ = &launcher;
  reconnect_ = request.reconnect;
  alone_ = request.alone;
  ChildCommand command = FoundByPath(launcher.Command(request_));
  command.alone = alone_;
  command_.clear();
  for (const std::string& word : command.argv) command_ += (command_.empty() ? "" : " ") + word;
  memory_.reset();
  told_status_.reset();
  cut_off_ = false;
  aborted_.reset();
  abort_sent_.reset();
  if (local_) {
    memory_ = SharedMemory::Create(sizeof(SharedPage));
    command.inherited = memory_->descriptor();
    command.environment.push_back(std::string(kPageVariable) + "=" +
                                  std::to_string(memory_->descriptor()));
  } else {
    told_ = std::make_unique<ThreadMarker[]>(threads_);
  }
  frames_.emplace(true);
  received_ = 0;
  broken_ = lied_ = greeted_ = false;
  nonsense_since_.reset();
  end_reason_.reset();
  break_reason_.reset();
  heard_since_connection_ = true;
  culprit_.reset();
  channel_closed_.reset();
  stack_.clear();
  output_tail_.clear();
  seen_.assign(threads_, {});
  started_ = last_heard_ = last_asked_ = last_hurry_ = Clock::now();
  output_.emplace([this](std::uint64_t slot,
                         std::string text) { events_.OnWalkOutput(*this, slot, std::move(text)); },
                  [this](std::string_view lines) { events_.OnOutput(*this, lines); });
  WorkerLink::Callbacks callbacks;
  callbacks.on_output = [this](std::string_view bytes) { Receive(bytes); };
  callbacks.on_error_output = [this](std::string_view bytes) {
    output_tail_.append(bytes);
    if (output_tail_.size() > 2 * kOutputTail)
      output_tail_.erase(0, output_tail_.size() - kOutputTail);
    output_->Append(bytes);
  };
  callbacks.on_output_end = [this] {
    // A dying process is about to tell us why it dies; a live one without its channel is of no use.
    channel_closed_ = Clock::now();
  };
  callbacks.on_exit = [this](ExitStatus status) { OnExit(status); };
  callbacks.on_break = [this](ExitStatus status) { OnBreak(status); };
  callbacks.on_resumption = [this] { OnResumption(); };
  link_ = WorkerLink::Start(context_, command, reconnect_.count() > 0, std::move(callbacks));
  if (memory_) memory_->CloseDescriptor();  // the worker has it
  phase_ = Phase::kStarting;
}

void Worker::SetReady() {
  phase_ = Phase::kReady;
  if (reconnect_.count() == 0) return;
  link_->TakeUpIfBroken(
      {[this] { return FoundByPath(launcher_->Command(ResumptionOf(request_, received_))); },
       reconnect_});
}

void Worker::SendText(std::string_view message) {
  if (link_ != nullptr && phase_ != Phase::kGone) link_->Write(Frame(message));
}

void Worker::EndKindly() {
  Send(EndWorker{});
  // The supervisor of one that isn't local would take that for the orchestrator's death.
  if (local_ && link_ != nullptr) link_->CloseInput();
}

void Worker::End(std::string why, std::chrono::milliseconds grace) {
  if (phase_ == Phase::kGone || link_ == nullptr) return;
  const bool first = !end_reason_;
  if (first) end_reason_ = std::move(why);
  if (local_ || !frames_->begun()) return link_->Terminate(grace);
  if (first) Dismiss(std::max<std::chrono::milliseconds>(grace, kAfterword));
}

// Its supervisor ends what is left there; the end of the command that leads there may not reach it.
void Worker::Dismiss(std::chrono::milliseconds grace) {
  link_->GiveUp();
  Send(Dismissal{});
  link_->CloseInput();
  link_->ExpectEnd(grace);
}

bool Worker::Reconnect(std::string why) {
  return heard_since_connection_ && TakeUpAgain(std::move(why));
}

bool Worker::TakeUpAgain(std::string why) {
  if (!link_->can_be_taken_up() || !connected()) return false;
  break_reason_ = std::move(why);
  link_->Break();
  return true;
}

void Worker::OnBreak(ExitStatus status) {
  channel_closed_.reset();
  events_.OnBreak(*this, status);
}

void Worker::OnResumption() {
  break_reason_.reset();
  heard_since_connection_ = false;
  last_heard_ = last_asked_ = Clock::now();
  if (abort_sent_) abort_sent_ = last_heard_;  // it may have come only now
  events_.OnResumption(*this);
}

void Worker::EndForTimeout(std::string stack) {
  stack_ = std::move(stack);
  End("a walk took too long", std::chrono::milliseconds(0));
}

void Worker::Abort(const ThreadState& thread, std::uint64_t slot) {
  aborted_ = Aborted{slot, thread.batch, thread.begun};
  abort_sent_ = Clock::now();
  Send(internal::Abort{thread.batch, thread.begun});
}

void Worker::Stop() const { alone_ ? StopProcess(pid()) : StopGroup(pid()); }
void Worker::Continue() const { alone_ ? ContinueProcess(pid()) : ContinueGroup(pid()); }

void Worker::AskForLife(Clock::time_point now) {
  last_asked_ = now;
  Send(Ping{});
}

std::string Worker::OutputNote() const {
  const std::string tail = output_tail();
  return tail.empty() ? std::string() : "\n  it printed last:\n" + tail;
}

// Whoever takes a message throws where it can't be true.
void Worker::Take(const FromWorker& message) {
  try {
    Deliver(message);
  } catch (const Error&) {
    lied_ = true;
    throw;
  }
}

void Worker::Deliver(const FromWorker& message) {
  const auto* call = std::get_if<AskCall>(&message);
  const auto* trace = std::get_if<AskTrace>(&message);
  if (call != nullptr || trace != nullptr) {
    if (greeted_) throw Error("it asked about another call after it had said hello");
    last_heard_ = Clock::now();
    return Send(call != nullptr ? PastCalls::Get().Answer(*call) : PastCalls::Get().Answer(*trace));
  }
  if (local_) {
    last_heard_ = Clock::now();
    return events_.OnMessage(*this, message);
  }
  // What its supervisor says is no sign of life of the worker.
  if (const auto* running = std::get_if<Running>(&message)) return NoteThreads(running->threads);
  if (const auto* gone = std::get_if<Gone>(&message)) return OnGone(*gone);
  if (told_status_) throw Error("it said something after its end");
  last_heard_ = Clock::now();
  heard_since_connection_ = true;
  events_.OnMessage(*this, message);
}

void Worker::NoteThreads(const std::vector<ThreadNote>& notes) {
  if (notes.size() > threads_) throw Error("it has more threads than it was told to");
  for (std::size_t t = 0; t < notes.size(); ++t) {
    ThreadMarker& marker = told_[t];
    if (notes[t].action >= actions_) throw Error("it runs an action that there isn't");
    marker.batch = notes[t].batch;
    marker.from = notes[t].from;
    marker.begun = notes[t].begun;
    marker.progress = notes[t].progress;
    marker.action = notes[t].action;
    marker.death = notes[t].death;
  }
  LookAtMarkers(Clock::now());
  if (!aborted_) return;
  const std::vector<ThreadState> threads = Threads();
  if (std::none_of(threads.begin(), threads.end(), [this](const ThreadState& thread) {
        return thread.InWalk() && thread.batch == aborted_->batch &&
               thread.begun == aborted_->begun;
      })) {
    aborted_.reset();  // it came to its end after all
    abort_sent_.reset();
  }
}

void Worker::OnGone(const Gone& gone) {
  NoteThreads(gone.threads);
  told_status_ = ExitStatus{gone.signal, gone.code};
  if (aborted_ && gone.signal != 0 && !end_reason_) {
    culprit_ = aborted_->slot;
    end_reason_ = "a walk took too long";
  }
  for (const std::string& leftover : gone.leftovers)
    events_.OnOutput(*this, "left " + leftover + "\n");
  Dismiss(kAfterword);
}

void Worker::Receive(std::string_view bytes) {
  if (phase_ == Phase::kGone) return;
  received_ += bytes.size();
  if (broken_) return;
  try {
    frames_->Append(bytes);
    while (const auto text = frames_->Next()) {
      Take(DecodeFromWorker(*text));
    }
    if (const std::string noise = frames_->TakeNoise(); !noise.empty()) {
      received_ -= noise.size();
      events_.OnOutput(*this, noise);
    }
  } catch (const std::exception& error) {
    broken_ = true;
    const std::string what = lied_ ? "said what can't be true: " : "sent what makes no sense: ";
    End(what + error.what(), std::chrono::milliseconds(0));
  }
}

void Worker::OnExit(ExitStatus status) {
  if (memory_ && frames_->begun()) {
    // What it had written but not yet put into the pipe. The stream's bytes are counted from its
    // magic.
    const std::uint64_t written = page()->written.load(std::memory_order_acquire);
    if (written > received_ && written - received_ <= kOutboxBytes) {
      std::string rest;
      for (std::uint64_t i = received_; i < written; ++i) rest += page()->outbox[i % kOutboxBytes];
      Receive(rest);
    }
  }
  cut_off_ = !local_ && !told_status_;
  if (told_status_) status = *told_status_;
  if (!end_reason_ && !IsAhead() && !MakesSense([](std::uint64_t) { return true; }))
    NoteOverwriting();
  phase_ = Phase::kGone;
  LookAtMarkers(Clock::now());
  link_.reset();
  events_.OnDeath(*this, status);
}

// A worker that is busy with a walk sends what it has to say when the buffer is full; a ping makes
// it send at once.
void Worker::HurryMessages(Clock::time_point now) {
  const SharedPage* page = this->page();
  if (page == nullptr || !ready() || now - last_hurry_ < kHurryEvery) return;
  if (page->written.load(std::memory_order_relaxed) ==
      page->flushed.load(std::memory_order_relaxed))
    return;
  last_hurry_ = now;
  Send(Ping{});
}

void Worker::PassOver(Clock::duration time) {
  const auto now = Clock::now();
  const auto shift = [&](Clock::time_point& point) { point = std::min(point + time, now); };
  for (MarkerSeen& seen : seen_) shift(seen.since);
  shift(started_);
  shift(last_heard_);
  shift(last_asked_);
  if (abort_sent_) shift(*abort_sent_);
  if (channel_closed_) shift(*channel_closed_);
}

void Worker::LookAtMarkers(Clock::time_point now) {
  for (unsigned t = 0; t < threads_ && t < seen_.size(); ++t) {
    const ThreadMarker& marker = this->marker(t);
    const std::uint64_t batch = marker.batch.load(std::memory_order_acquire);
    const std::uint64_t begun = marker.begun.load(std::memory_order_acquire);
    if (batch == seen_[t].batch && begun == seen_[t].begun) continue;
    seen_[t] = {batch, begun, now};
  }
}

// It died between two stores: a message that its buffer couldn't hold is in the pipe, and has come,
// but it isn't yet among those that it has written.
bool Worker::IsAhead() const {
  const SharedPage* const page = this->page();
  if (page == nullptr) return false;
  const std::uint64_t flushed = page->flushed.load(std::memory_order_acquire);
  return flushed == received_ && flushed > page->written.load(std::memory_order_acquire);
}

// Of numbers that it changes one after the other.
bool Worker::MakesSense(const std::function<bool(std::uint64_t)>& issued) const {
  const SharedPage* const page = this->page();
  if (page == nullptr || !ready()) return true;
  const std::uint64_t flushed = page->flushed.load(std::memory_order_acquire);
  if (page->written.load(std::memory_order_acquire) - flushed > kOutboxBytes) return false;
  if (page->threads.load(std::memory_order_relaxed) != threads_) return false;
  for (unsigned t = 0; t < threads_; ++t) {
    const std::uint64_t batch = page->markers[t].batch.load(std::memory_order_relaxed);
    if (batch != 0 && !issued(batch)) return false;
  }
  return true;
}

bool Worker::HasOverwritten(Clock::time_point now,
                            const std::function<bool(std::uint64_t)>& issued) {
  if (MakesSense(issued)) {
    nonsense_since_.reset();
  } else if (!nonsense_since_) {
    nonsense_since_ = now;
  }
  return nonsense_since_ && now - *nonsense_since_ > kNonsense;
}

void Worker::NoteOverwriting() {
  lied_ = broken_ = true;
  end_reason_ = "wrote over the memory that it shares with the orchestrator";
}

void Worker::EndForOverwriting() {
  NoteOverwriting();
  End({}, std::chrono::milliseconds(0));
}

std::vector<ThreadState> Worker::Threads() const {
  std::vector<ThreadState> threads;
  for (unsigned t = 0; t < threads_ && t < seen_.size(); ++t) {
    const ThreadMarker& marker = this->marker(t);
    ThreadState state;
    state.batch = marker.batch.load(std::memory_order_acquire);
    state.from = marker.from.load(std::memory_order_acquire);
    state.progress = Progress::Unpack(marker.progress.load(std::memory_order_acquire));
    state.begun = marker.begun.load(std::memory_order_acquire);
    // Memory that a walk has scribbled over may name any.
    state.action =
        std::min<std::uint64_t>(marker.action.load(std::memory_order_relaxed), actions_ - 1);
    state.death = ThreadDeath::Unpack(marker.death.load(std::memory_order_relaxed));
    // A walk that began after the last look has only just begun.
    const bool seen = seen_[t].batch == state.batch && seen_[t].begun == state.begun;
    state.since = seen ? seen_[t].since : Clock::now();
    threads.push_back(state);
  }
  return threads;
}

}  // namespace combtest::internal
