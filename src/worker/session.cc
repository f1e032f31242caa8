#include "src/worker/session.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "combtest/internal/type_name.h"
#include "src/engine/chunker.h"
#include "src/engine/fixtures.h"
#include "src/engine/segment_runner.h"
#include "src/engine/thread_pool.h"
#include "src/engine/walk_runner.h"
#include "src/os/exit_watch.h"
#include "src/os/fork_watch.h"
#include "src/os/thread_death.h"
#include "src/os/worker_process.h"
#include "src/wire/output_mark.h"
#include "src/worker/inbox.h"
#include "src/worker/log_channel.h"
#include "src/worker/part_runner.h"
#include "src/worker/serial_calls.h"
#include "src/worker/workbench.h"

namespace combtest::internal {
namespace {

thread_local ThreadMarker* this_thread_marker = nullptr;
std::atomic<std::uint64_t> deaths = 0;
void NoteDeath(std::optional<int> exit_code) {
  if (this_thread_marker == nullptr) return;
  ThreadDeath death = ThreadDeath::Unpack(this_thread_marker->death.load());
  if (death.place == 0) {
    death = {++deaths, exit_code};
  } else if (!exit_code) {
    death.exit_code.reset();  // it crashed as it exited
  }
  this_thread_marker->death.store(death.Pack());
}

// Does what the messages say, one after the other.
class Session {
 public:
  Session(const WorkerRole& role, const WalkSpace& space, const void* initial,
          const Integration& integration)
      : channel_(role.channel),
        foreign_(integration.CaptureForeign()),
        bench_(role, space, initial, integration) {}

  void Serve() {
    WriteOutputMark(OutputMark::kReady, 0);
    if (BeginStream()) bench_.outbox.Begin();
    Say(Hello{kProtocolVersion, bench_.space.Fingerprint(), TypeName(*bench_.data.state->type),
              static_cast<std::int64_t>(OwnProcessId()), HostName()});
    bench_.outbox.Flush();
    log_.emplace(bench_.outbox, bench_.page);
    Inbox inbox(channel_, bench_.outbox, bench_.page);
    if (!inbox.reads_alone()) bench_.watched_input = channel_.in;
    try {
      ServeMessages(inbox);
    } catch (const std::exception& error) {
      // The orchestrator ends this process when it has read this.
      Say(Trouble{error.what()});
      bench_.outbox.Flush();
      while (!std::holds_alternative<EndWorker>(*inbox.Pop())) continue;
    }
    DestroyStates();  // while what their destructors have to say is still heard
    if (bench_.scratch && !bench_.setup.shares_files) bench_.scratch->RemoveBranches();
    TellStrays();
    log_->TellDropped();
    log_.reset();
    bench_.outbox.Flush();
    if (bench_.page != nullptr) bench_.page->served = 1;
  }

 private:
  void ServeMessages(Inbox& inbox) {
    while (true) {
      std::unique_ptr<const ToWorker> message = inbox.TryPop();
      if (!message) {
        log_->TellDropped();
        TellStrays();
        bench_.outbox.Flush();  // nobody should wait for what is done
        message = inbox.Pop();
      }
      if (std::holds_alternative<EndWorker>(*message)) return;
      if (const auto* setup = std::get_if<Setup>(message.get())) Prepare(*setup);
      if (const auto* phase = std::get_if<StartPhase>(message.get())) Begin(*phase);
      if (std::holds_alternative<RunBatch>(*message)) {
        Run(std::move(message), inbox);
        continue;
      }
      if (const auto* call = std::get_if<SerialCall>(message.get())) calls_.Carry(*call);
      if (const auto* drop = std::get_if<DropScratch>(message.get())) Drop(*drop);
    }
  }

  void TellStrays() {
    for (const Comeback& comeback : ForkWatch::TakeLateComebacks())
      Say(RunTrouble{LateComebackText(comeback)});
    for (const Failure& failure : UserCode::TakeStrays()) Say(RunTrouble{StrayText(failure)});
  }

  void Prepare(const Setup& setup) {
    if (bench_.plan) throw Error("it was set up twice");
    if (setup.threads < 1 || setup.threads > kMaxMarkers)
      throw Error("it was to run " + std::to_string(setup.threads) + " threads");
    bench_.setup = setup;
    log_->SetVerbosity(setup.verbosity);
    bench_.plan.emplace(
        bench_.space, WalkSet::Parse(setup.selection), setup.list_all,
        setup.as_selected ? RunOrder::Branches::kAsSelected : RunOrder::Branches::kByOption);
    bench_.scratch.emplace(setup.scratch);
    bench_.run.emplace(LocalRun{bench_.space, *bench_.scratch, setup.name, &*bench_.plan,
                                setup.worker, setup.workers, setup.threads,
                                [this](std::uint64_t slot, const std::string& path) {
                                  Say(ScratchDirectory{bench_.epoch, slot, path});
                                  bench_.outbox.Flush();
                                }});
    pool_.emplace(setup.threads);
    bench_.clocks.assign(setup.threads, WalkClock(setup.send_times));
    bench_.timers.resize(setup.threads);
    if (bench_.page != nullptr) {
      bench_.page->threads = setup.threads;
    } else {
      bench_.own_markers = std::make_unique<ThreadMarker[]>(setup.threads);
    }
    Say(Ready{});
  }

  void Begin(const StartPhase& phase) {
    const SpaceData& data = bench_.data;
    if (!bench_.plan || phase.step >= bench_.plan->steps().size() ||
        bench_.plan->steps()[phase.step].kind != PlanStep::Kind::kPhase)
      throw Error("there is no such phase");
    if (!data.serial_actions.empty() && bench_.states == nullptr)
      bench_.states = std::make_unique<StateSlab>(*data.state, bench_.plan->order().size());
    if (bench_.states != nullptr && data.fixtures != nullptr)
      bench_.fixtures.resize(bench_.plan->order().size());
    bench_.phase = bench_.plan->steps()[phase.step];
    bench_.epoch = phase.epoch;
    bench_.updates.clear();
    for (const PhaseUpdate& update : phase.updates) {
      if (update.action >= data.actions.size() ||
          data.actions[update.action].parse_update == nullptr ||
          update.option >= data.actions[update.action].options.size())
        throw Error("there is no such update");
      bench_.updates.push_back(
          {update.action, update.option, data.actions[update.action].parse_update(update.value)});
    }
    bench_.task = TaskOf(data, bench_.phase, bench_.initial, bench_.updates);
  }

  // False: the orchestrator has given it up.
  bool Accepts(const RunBatch& batch) const {
    if (batch.epoch != bench_.epoch) return false;
    if (!bench_.plan || bench_.epoch == 0) throw Error("a batch came before its phase");
    if (!InPhase(batch.slots)) throw Error("a batch goes beyond its phase");
    return true;
  }

  void Run(std::unique_ptr<const ToWorker> first, Inbox& inbox) {
    if (pool_ && pool_->size() > 1) {
      RunOnThreads(std::move(first), inbox);
    } else {
      RunOn(0, std::get<RunBatch>(*first));
    }
  }

  // This one, and those that follow while it runs, each on a thread.
  void RunOnThreads(std::unique_ptr<const ToWorker> first, Inbox& inbox) {
    inbox.BeginBatch();
    std::mutex mutex;
    std::optional<Error> nonsense;
    pool_->Run([&](unsigned thread) {
      this_thread_marker = &bench_.marker(thread);
      NoteDeathsOfThread(NoteDeath);
      auto message = thread == 0 ? std::move(first) : inbox.PopBatch();
      for (; message; message = inbox.PopBatch()) {
        try {
          RunOn(thread, std::get<RunBatch>(*message));
        } catch (const Error& error) {
          const std::lock_guard lock(mutex);
          nonsense = error;
        }
        inbox.EndBatch();
      }
    });
    WriteOutputMark(OutputMark::kOther, 0);  // with one thread the parts have marked it
    if (nonsense) throw Error(*nonsense);
  }

  void RunOn(unsigned thread, const RunBatch& batch) {
    if (!Accepts(batch)) return;
    PartRunner runner(bench_, thread, batch);
    runner.TakeInStates();
    Chunker chunks(0, batch.slots.size());
    for (Chunk part = chunks.Take(kMaxPart); !part.empty(); part = chunks.Take(kMaxPart))
      runner.Run(part);
    bench_.outbox.Flush();
  }

  bool InPhase(const WalkSet& slots) const {
    if (slots.size() > bench_.phase.walks() || slots.bound() > bench_.phase.last_slot) return false;
    for (std::uint64_t at = 0; at < slots.size();) {
      const Progression row = slots.RowAt(at);
      if (std::min(row.first, row.last()) < bench_.phase.first_slot) return false;
      at += row.count;
    }
    return true;
  }

  void Drop(const DropScratch& drop) {
    if (!bench_.scratch) return;
    for (const WalkId id : drop.walks) {
      const std::string path = bench_.scratch->Find(ScratchDirs::NameOf(id));
      if (!path.empty()) RemoveDirectory(path);
    }
  }

  void DestroyStates() {
    if (bench_.page != nullptr) bench_.page->clearing = 1;
    if (!bench_.fixtures.empty()) {
      TearDownRest(*bench_.plan, bench_.integration, *bench_.run, bench_.fixtures,
                   [this](const WalkResult& result) {
                     for (const Failure& failure : result.failures)
                       if (failure.severity != Failure::Severity::kSkip)
                         Say(RunTrouble{StrayText(failure)});
                   });
    }
    bench_.states.reset();
    calls_.DropStates();
    if (bench_.page != nullptr) bench_.page->clearing = 0;
  }

  void Say(const FromWorker& message) { bench_.outbox.Append(Encode(message)); }

  const ChannelDescriptors channel_;
  const std::shared_ptr<void> foreign_;
  Workbench bench_;
  std::optional<LogChannel> log_;
  std::optional<ThreadPool> pool_;
  SerialCalls calls_{bench_};
};

// A child may have come back out of what the program did before. Whoever comes here first serves,
// be it the child for which its parent waits.
void EndUnlessAlone(SharedPage* page) {
  std::uint64_t server = 0;
  const auto own = static_cast<std::uint64_t>(OwnProcessId());
  if (page == nullptr || page->server.compare_exchange_strong(server, own) || server == own) return;
  page->others = 1;
  ExitAtOnce(kCameBack);
}

}  // namespace

void ServeAsWorker(const WorkerRole& role, const WalkSpace& space, const void* initial,
                   const Integration& integration) {
  GiveVariablesBack();
  NoteArrival();
  EndUnlessAlone(role.page());
  Session(role, space, initial, integration).Serve();
  NoteDone();
}

}  // namespace combtest::internal
