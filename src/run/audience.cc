#include "src/run/audience.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <utility>

#include "src/launcher/pasted_word.h"
#include "src/os/process_info.h"
#include "src/os/worker_process.h"
#include "src/page/report_file.h"
#include "src/plan/with_cut_off.h"
#include "src/run/finished_run.h"
#include "src/run/run_states.h"
#include "src/text/list_text.h"
#include "src/trace/file_name.h"
#include "src/trace/trace_files.h"
#include "src/trace/trace_reader.h"

namespace combtest::internal {
namespace {

Failure TraceFailure(std::string message) {
  return {Failure::Severity::kFatal,
          Failure::Origin::kException,
          "",
          0,
          std::move(message),
          "the trace"};
}

class CutSummary : public OwnListener {
 public:
  void OnCut(const FinishedRun& run) override {
    std::cerr << ToString(Summarize(run), run.plan().space()) << std::flush;
  }
};

RunInfo InfoOf(const RunSpec& spec, const Plan& plan, std::string trace) {
  RunInfo info;
  info.name = spec.name;
  info.plan = &plan;
  info.workers = spec.pool.workers;
  info.threads = spec.pool.threads;
  info.retries = spec.retries.retries;
  info.walk_timeout = spec.limits.walk_timeout;
  info.run_timeout = spec.limits.run_timeout;
  info.trace = std::move(trace);
  info.settings = spec.framework;
  return info;
}

// What the run may take, by the newest trace of the same walks that came to its end; 0: there is
// none, or nobody looks.
std::chrono::nanoseconds ExpectedTime(const RunSpec& spec, const Plan& plan) {
  std::error_code error;
  const std::string& logs = spec.trace.directory;
  if (!spec.show_progress || logs.empty() || !StandardErrorIsTerminal() ||
      !std::filesystem::exists(FromStartDirectory(logs), error))
    return {};
  try {
    for (const std::string& trace : FindTraces(logs, spec.name)) {
      const std::optional<TraceEnd> end = ReadTraceEnd(trace);
      if (!end || !end->stopped.empty() || end->ledger.selected != plan.order().size()) continue;
      const TraceHeader header = ReadTraceHeader(trace);
      const auto lanes = [](unsigned workers, std::size_t threads) {
        return std::max<std::size_t>(1, workers) * std::max<std::size_t>(1, threads);
      };
      return end->elapsed * lanes(header.workers, header.threads) /
             lanes(spec.pool.workers, spec.pool.threads);
    }
  } catch (const std::exception&) {
    // What can't be read tells nothing.
  }
  return {};
}

// A suite's walk is a case of GoogleTest's; one of a call of RunTests runs again from its trace.
PageRun PageOf(const RunSpec& spec, const std::string& trace) {
  PageRun page;
  const std::vector<std::string> command = CommandLine();
  const std::string program = command.empty() ? "TEST_PROGRAM" : command[0];
  page.program = std::filesystem::path(program).filename().string();
  page.host = HostName();
  page.started = IsoTime(std::chrono::system_clock::now());
  page.workers = spec.pool.workers;
  page.threads = spec.pool.threads;
  page.retries = spec.retries.retries;
  page.walk_timeout =
      std::chrono::duration_cast<std::chrono::milliseconds>(spec.limits.walk_timeout).count();
  page.settings = spec.framework;
  if (spec.pool.target.is_suite()) {
    page.replay_before = PastedWord(program) + " --gtest_filter='" + spec.name + "/";
    page.replay_after = "'";
  } else if (!trace.empty()) {
    page.replay_before = PastedWord(program) + " --combtest_replay='" + trace + ":";
    page.replay_after = "'";
  }
  return page;
}

// Where states are kept, those of walks that passed, to compare others with: as many as find room,
// taken evenly from all of the run.
void TakeStates(const FinishedRun& run, PageRecorder& page) {
  constexpr std::size_t kMost = 5'000;
  const StateOps* const state = WalkAccess::Data(run.plan().space())->state;
  if (state == nullptr || state->to_json == nullptr) return;
  const auto walks = run.WalksWithStates();
  const std::size_t step = walks.size() / kMost + 1;
  for (std::size_t i = 0; i < walks.size(); i += step) {
    const auto& [id, slot] = walks[i];
    if (!run.board().ResultOf(slot).passed()) continue;
    try {
      std::string text = run.StateText(slot);
      if (page.TakesState(text.size())) page.AddState(id, std::move(text));
    } catch (...) {
      // One that can't be JSON is left out.
    }
  }
}

void SayIfNothingRuns(const RunSpec& spec, const RunOrder& order) {
  if (order.to_run() > 0 || order.size() == 0) return;
  std::cerr << ("combtest: " + spec.name +
                ": NO WALK RUNS: nothing has been tested. --combtest_budget cuts off all that is "
                "selected: " +
                CountText(order.size(), "walk") + ".\n")
            << std::flush;
}

}  // namespace

void Audience::Begin(const RunSpec& spec, const Plan& plan, WalkBoard& board,
                     RunObservers& observers) {
  SayIfNothingRuns(spec, plan.order());
  own_.push_back(std::make_unique<CutSummary>());
  if (!spec.states_file.empty())
    own_.push_back(std::make_unique<StatesListener>(spec.states_file, spec.drop_written));
  show_progress_ = spec.show_progress;
  AddProgress(plan, board, observers, ExpectedTime(spec, plan));
  if (!spec.trace.directory.empty()) BeginTrace(spec, plan, board);
  if (trace_ != nullptr) observers.Add(*trace_);
  if (!spec.reports.empty()) {
    reports_ = spec.reports;
    page_ = std::make_unique<PageRecorder>(PageOf(spec, logs().trace), plan);
    observers.Add(*page_);
  }
  if (listeners_.empty()) return;
  feed_ = std::make_unique<ListenerFeed>(
      listeners_, plan, board, ListenerFeed::Verdicts{spec.retries.retries, spec.bodies_follow});
  worker_feed_.emplace(*feed_);
  observers.Add(*feed_);
  feed_->Begin(InfoOf(spec, plan, logs().trace));
}

void Audience::BeginLaterPass(RunPass& pass, PageRun::Later::Kind kind) {
  if (worker_feed_) pass.observers.Add(*worker_feed_);
  ShowOnPage(kind, pass);
  AddProgress(pass.plan, pass.board, pass.observers);
}

void Audience::BeginExtraPass(RunPass& pass) {
  ShowOnPage(PageRun::Later::Kind::kExtraWalks, pass);
}

void Audience::EndExtraPass() {
  if (page_ != nullptr) page_->EndLater();
}

void Audience::ShowOnPage(PageRun::Later::Kind kind, RunPass& pass) {
  if (page_ == nullptr) return;
  page_->BeginLater(kind, pass.plan);
  pass.observers.Add(*page_);
}

void Audience::AddProgress(const Plan& plan, const WalkBoard& board, RunObservers& observers,
                           std::chrono::nanoseconds expected) {
  if (!show_progress_) return;
  observers.Add(progress_.emplace_back(plan, board, StandardErrorIsTerminal(), expected));
}

void Audience::EndPass() {
  if (!progress_.empty()) progress_.back().Wipe();
  if (page_ != nullptr) page_->EndLater();
}

void Audience::WalksOver(FinishedRun& run, WalkBoard& board) {
  if (page_ != nullptr) TakeStates(run, *page_);
  for (const auto& listener : own_) listener->OnWalksOver(run, board);
}

// A run without its trace is a run all the same, though no success.
void Audience::BeginTrace(const RunSpec& spec, const Plan& plan, WalkBoard& board) {
  try {
    const WalkSet selection = WithCutOff(spec.selection, spec.cut_off.walks);
    const TracedRun run{spec.name, spec.space, selection, spec.pool.workers, spec.pool.threads};
    trace_ = std::make_unique<TraceWriter>(spec.trace, run, plan);
  } catch (const Error& error) {
    board.AddRunFailure(TraceFailure(error.what()));
  }
}

void Audience::End(WalkBoard& board, std::chrono::nanoseconds elapsed, const Coverage& coverage,
                   const Explanations& explanations, const std::function<RunSummary()>& summary) {
  EndPass();
  if (feed_ != nullptr) feed_->End();
  NoteFailures(board);
  if (trace_ != nullptr) {
    trace_->OnEnd(board, elapsed, coverage, explanations);
    if (const std::string error = trace_->file().error(); !error.empty())
      board.AddRunFailure(TraceFailure(error));
  }
  WriteReport(board, summary);
  if (feed_ != nullptr) feed_->Close(summary());
  NoteFailures(board);
}

void Audience::WriteReport(WalkBoard& board, const std::function<RunSummary()>& summary) {
  if (page_ == nullptr) return;
  try {
    WriteReports(reports_, std::exchange(page_, nullptr)->Finish(board, summary()));
  } catch (const std::exception& error) {
    board.AddRunFailure({Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                         error.what(), "the report"});
  }
}

void Audience::Cut(const FinishedRun& run, WalkBoard& board, bool tell_listeners,
                   const std::function<RunSummary()>& summary) {
  for (const auto& listener : own_) listener->OnCut(run);
  if (trace_ != nullptr) trace_->OnEnd(board, run.elapsed(), {});
  WriteReport(board, summary);
  if (feed_ == nullptr || !tell_listeners) return;
  feed_->End();
  feed_->Close(summary());
}

void Audience::NoteFailures(WalkBoard& board) {
  for (Failure& failure : listeners_.TakeFailures()) board.AddRunFailure(std::move(failure));
}

RunLogs Audience::logs() const {
  if (trace_ == nullptr) return {};
  return {trace_->file().path(), trace_->file().directory(), std::nullopt};
}

}  // namespace combtest::internal
