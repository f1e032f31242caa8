// One worker as the orchestrator sees it, from its start to its end.
#ifndef COMBTEST_SRC_POOL_WORKER_H_
#define COMBTEST_SRC_POOL_WORKER_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "src/launcher/launch_request.h"
#include "src/os/awake_clock.h"
#include "src/os/shared_memory.h"
#include "src/process/child_process.h"
#include "src/text/shown_text.h"
#include "src/wire/frame.h"
#include "src/wire/output_mark.h"
#include "src/wire/protocol.h"
#include "src/wire/shared_page.h"

namespace combtest::internal {

using Clock = AwakeClock;

// Between asking a worker to end and ending it.
inline constexpr auto kGrace = std::chrono::milliseconds(500);

// What a thread of a worker is doing, by its marker.
struct ThreadState {
  std::uint64_t batch = 0;  // 0: nothing
  std::uint64_t from = 0;   // as in ThreadMarker
  std::uint64_t begun = 0;
  Progress progress;
  std::size_t action = 0;
  ThreadDeath death;
  Clock::time_point since;

  // The position of the walk that it is in the middle of, if it is.
  std::uint64_t position() const { return from + progress.finished; }
  bool InWalk() const { return batch != 0 && begun > position(); }
};

class Worker;
class WorkerLink;

// A launcher's command, with the file of its program, to be run in the directory that this one was
// started in. Throws Error where there is none.
ChildCommand FoundByPath(WorkerCommand command);

// What a worker tells the pool. Called from within the io_context's run, never from a call into the
// worker.
class WorkerEvents {
 public:
  virtual ~WorkerEvents() = default;
  virtual void OnMessage(Worker& worker, const FromWorker& message) = 0;
  // The last call. All its messages have come, those too that it hadn't put into the pipe.
  virtual void OnDeath(Worker& worker, ExitStatus status) = 0;
  virtual void OnWalkOutput(Worker& worker, std::uint64_t slot, std::string text) = 0;
  virtual void OnOutput(Worker& worker, std::string_view lines) = 0;
  // Its connection broke, and is being taken up again; that worked.
  virtual void OnBreak(Worker& worker, ExitStatus status) = 0;
  virtual void OnResumption(Worker& worker) = 0;
};

class Worker {
 public:
  enum class Phase { kStarting, kReady, kGone };

  // Its walks have so many actions.
  Worker(boost::asio::io_context& context, WorkerEvents& events, unsigned index, unsigned threads,
         std::size_t actions)
      : context_(context), events_(events), index_(index), threads_(threads), actions_(actions) {}

  // Throws where the process can't be started.
  void Start(Launcher& launcher, LaunchRequest request);
  void Send(const ToWorker& message) { SendText(Encode(message)); }
  void SendText(std::string_view message);
  // Tells it to end.
  void EndKindly();
  // Ends it; `why` stands in for the exit status where that only shows what we did.
  void End(std::string why, std::chrono::milliseconds grace);
  // This walk took too long: it is to blame for the worker's end, whatever ends it.
  void BlameTimeout(std::uint64_t slot) { culprit_ = slot; }
  // As End, for the sake of that walk; `stack` is what it was doing.
  void EndForTimeout(std::string stack);
  // The same for a worker that isn't local: asks it to end itself if that thread is still in this
  // walk.
  void Abort(const ThreadState& thread, std::uint64_t slot);
  // Breaks a connection that is of no use, to have a new one. False: there is none to be had.
  bool TakeUpAgain(std::string why);
  // The same where it is silent. False also if that has been tried and the worker has said nothing
  // since.
  bool Reconnect(std::string why);

  // Its process group, or where it is ended alone the process.
  void Stop() const;
  void Continue() const;

  // What its threads are doing now, as far as is known.
  std::vector<ThreadState> Threads() const;
  // Asks for a sign of life.
  void AskForLife(Clock::time_point now);
  // Asks for what has stood in its buffer for a while.
  void HurryMessages(Clock::time_point now);
  // For so long nobody has listened to it: that counts against no walk, nor as silence.
  void PassOver(Clock::duration time);
  // Notes how far each thread is; `since` of a walk that hasn't moved stays.
  void LookAtMarkers(Clock::time_point now);
  // Whether what it notes in the memory that it shares has made no sense for some time: a walk has
  // written over that. `issued`: whether there is such a batch, or was.
  bool HasOverwritten(Clock::time_point now, const std::function<bool(std::uint64_t)>& issued);
  // Nothing that it said is to be trusted then.
  void EndForOverwriting();

  unsigned index() const { return index_; }
  // Which of the processes that were started for it, from 1.
  std::uint32_t instance() const { return instance_; }
  Phase phase() const { return phase_; }
  bool ready() const { return phase_ == Phase::kReady; }
  bool gone() const { return phase_ == Phase::kGone; }
  // What is written to it arrives; else it is kept until the connection has been taken up again.
  bool connected() const;
  void SetReady();
  // When its side of the channel was closed, if it was.
  const std::optional<Clock::time_point>& channel_closed() const { return channel_closed_; }
  int pid() const;
  const std::string& id() const { return request_.id; }
  const std::string& command() const { return command_; }
  const WorkerRequest& request() const { return request_; }
  // Whether it is a process of this machine, with memory that is shared.
  bool local() const { return local_; }
  // It isn't local, and has ended without a last word: nobody knows what it had begun.
  bool cut_off() const { return cut_off_; }
  // Something of its stream has come, so there is a worker where its command leads.
  bool has_spoken() const { return frames_ && frames_->begun(); }
  // Why its connection was broken by Reconnect(), if it was.
  const std::optional<std::string>& break_reason() const { return break_reason_; }
  Clock::time_point started() const { return started_; }
  // When a walk was aborted, if one was.
  const std::optional<Clock::time_point>& abort_sent() const { return abort_sent_; }
  const std::optional<std::string>& end_reason() const { return end_reason_; }
  // It sent what makes no sense, and nothing that came after that has been read.
  bool broken() const { return broken_; }
  // What it sent made sense, and can't be true.
  bool lied() const { return lied_; }
  // It has said who it is.
  bool greeted() const { return greeted_; }
  void SetGreeted() { greeted_ = true; }
  const std::optional<std::uint64_t>& culprit() const { return culprit_; }
  const std::string& stack() const { return stack_; }
  // Null where no memory is shared.
  const SharedPage* page() const {
    return memory_ ? static_cast<const SharedPage*>(memory_->data()) : nullptr;
  }
  Clock::time_point last_heard() const { return last_heard_; }
  Clock::time_point last_asked() const { return last_asked_; }
  // The end of what it printed.
  std::string output_tail() const { return ShownText(WithoutMarks(output_tail_)); }
  // The same for messages, on lines of its own; nothing where it printed nothing.
  std::string OutputNote() const;
  // After its death: what it printed last, which no mark claims.
  std::string TakeLastOutput() { return output_ ? ShownText(output_->TakeRest()) : std::string(); }

 private:
  void NoteOverwriting();
  bool IsAhead() const;
  bool MakesSense(const std::function<bool(std::uint64_t)>& issued) const;

  struct MarkerSeen {
    std::uint64_t batch = 0, begun = 0;
    Clock::time_point since;
  };
  void Receive(std::string_view bytes);
  void Take(const FromWorker& message);
  void Deliver(const FromWorker& message);
  void NoteThreads(const std::vector<ThreadNote>& notes);
  void OnGone(const Gone& gone);
  // The memory that it shares, or what was told of it last.
  const ThreadMarker& marker(unsigned thread) const {
    return memory_ ? page()->markers[thread] : told_[thread];
  }
  void OnBreak(ExitStatus status);
  void OnResumption();
  void OnExit(ExitStatus status);
  void Dismiss(std::chrono::milliseconds grace);

  boost::asio::io_context& context_;
  WorkerEvents& events_;
  const unsigned index_;
  const unsigned threads_;
  const std::size_t actions_;
  std::uint32_t instance_ = 0;
  Phase phase_ = Phase::kGone;
  std::shared_ptr<WorkerLink> link_;
  Launcher* launcher_ = nullptr;
  std::chrono::nanoseconds reconnect_{};  // 0: a connection that breaks is gone
  bool heard_since_connection_ = false;
  std::optional<std::string> break_reason_;
  std::optional<SharedMemory> memory_;
  std::optional<FrameReader> frames_;
  std::uint64_t received_ = 0;                       // bytes of its stream, from the magic on
  std::optional<Clock::time_point> nonsense_since_;  // in its memory
  bool broken_ = false;  // it sent what makes no sense: nothing more is read
  bool lied_ = false;
  bool greeted_ = false;

  std::optional<OutputDivider> output_;
  std::string output_tail_;
  std::optional<Clock::time_point> channel_closed_;
  std::optional<std::string> end_reason_;
  std::optional<std::uint64_t> culprit_;  // the walk for whose sake it was ended
  std::string stack_;
  std::string command_;
  WorkerRequest request_;
  bool local_ = true;
  bool alone_ = false;                    // as LaunchRequest's
  std::unique_ptr<ThreadMarker[]> told_;  // by thread, where no memory is shared
  std::optional<ExitStatus> told_status_;
  bool cut_off_ = false;
  struct Aborted {
    std::uint64_t slot = 0, batch = 0, begun = 0;
  };
  std::optional<Aborted> aborted_;
  std::optional<Clock::time_point> abort_sent_;
  Clock::time_point started_;
  std::vector<MarkerSeen> seen_;
  Clock::time_point last_hurry_;
  Clock::time_point last_heard_;
  Clock::time_point last_asked_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_WORKER_H_
