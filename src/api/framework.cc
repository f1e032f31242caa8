#include "src/api/framework.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <system_error>
#include <utility>
#include <variant>

#include "src/config/option_table.h"
#include "src/engine/walk_board.h"
#include "src/launcher/pasted_word.h"
#include "src/os/interrupts.h"
#include "src/os/process_info.h"
#include "src/page/report_file.h"
#include "src/replay/replay.h"
#include "src/run/retries.h"
#include "src/run/run_states.h"
#include "src/selection/last_run.h"
#include "src/space/exclusion.h"
#include "src/text/hash.h"
#include "src/worker/session.h"

namespace combtest::internal {
namespace {

std::optional<unsigned> NumberOf(const char* variable) {
  const char* text = std::getenv(variable);
  if (text == nullptr) return std::nullopt;
  const std::string_view digits = text;
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text, text + digits.size(), number);
  if (error != std::errc() || end != text + digits.size()) return std::nullopt;
  return number;
}

std::atomic<unsigned> program_runs = 0;

// " --combtest_workers=1" and the like: what keeps a walk from ending the program, or from hanging.
std::string NeededFor(const std::vector<WalkResult>& walks) {
  bool worker = false;
  std::chrono::nanoseconds limit{};
  for (const WalkResult& walk : walks) {
    worker = worker || std::holds_alternative<outcome::Crashed>(walk.outcome) ||
             std::holds_alternative<outcome::Exited>(walk.outcome);
    if (const auto* timed_out = std::get_if<outcome::TimedOut>(&walk.outcome))
      limit = std::max(limit, timed_out->limit);
  }
  std::string options;
  if (worker || limit.count() > 0) options += " --combtest_workers=1";
  if (limit.count() > 0) {
    config::Settings settings;
    settings.walk_timeout = limit;
    options += " --combtest_walk_timeout=" + FindOption("walk_timeout")->kind.print(settings);
  }
  // It may have been a serial action.
  const config::Settings now = config::Current();
  if (!options.empty() && now.isolate_serial) {
    options += " --combtest_isolate_serial";
    if (now.serial_timeout.count() > 0)
      options += " --combtest_serial_timeout=" + FindOption("serial_timeout")->kind.print(now);
  }
  return options;
}

}  // namespace

bool HelpIsAsked() {
  const std::vector<std::string> arguments = CommandLine();
  return std::find(arguments.begin(), arguments.end(), "--combtest_help") != arguments.end();
}

bool IsWorkerOfSuite() { return IsWorker() && CurrentWorkerRole()->target.is_suite(); }

bool IsWorkerOf(std::string_view suite, std::string_view test) {
  return IsWorkerOfSuite() && CurrentWorkerRole()->target.suite == suite &&
         CurrentWorkerRole()->target.test == test;
}

std::string RunningCaseOfWorker() {
  const WorkerTarget& target = CurrentWorkerRole()->target;
  return target.is_suite() ? target.suite + "." + target.test + "/*" : target.running_case;
}

bool NoteProgramRun() {
  const unsigned run = ++program_runs;
  return !IsWorker() || CurrentWorkerRole()->target.program_run == run;
}

unsigned ProgramRun() { return program_runs; }

void ServeSuite(const WalkSpace& space, const Integration& integration) {
  ServeAsWorker(*CurrentWorkerRole(), space, InitialState(*WalkAccess::Data(space), nullptr),
                integration);
}

std::string WhyInterrupted() {
  const int signal = NotedInterrupt();
  return signal == 0 ? std::string() : InterruptText(signal);
}

std::string CommandFor(const std::string& arguments, const std::vector<WalkResult>& walks) {
  const std::vector<std::string> own = CommandLine();
  return (own.empty() ? "TEST_PROGRAM" : PastedWord(own[0])) + arguments + NeededFor(walks);
}

WalkSet IncludedWalks(const WalkSpace& space, std::uint64_t most) {
  return Listed(space, WalkSet::All(), most);
}

void CheckNames(const WalkSpace& space) { WalkAccess::Data(space)->Names(); }

const std::type_info& StateTypeOf(const WalkSpace& space) {
  return *WalkAccess::Data(space)->state->type;
}

void CheckCanRetry(const config::Settings& settings, const WalkSpace& space) {
  if (settings.retries > 0) CheckCanRetry(*WalkAccess::Data(space));
}

void CheckStatesFile(const config::Settings& settings, const WalkSpace& space) {
  if (!settings.states.empty()) CheckStatesFile(settings.states, *WalkAccess::Data(space)->state);
}

void CheckReport(const config::Settings& settings) {
  if (!settings.report.empty()) CheckReports(ReportPaths(settings.report));
}

void CheckCoverage(const config::Settings& settings) {
  CoverageSettingsOf(settings);
  if (settings.require_coverage.empty() || !settings.log_dir.empty()) return;
  const auto total = NumberOf("GTEST_TOTAL_SHARDS");
  if (!total || *total < 2) return;
  throw Error(
      "--combtest_require_coverage: a shard covers only its part; give it --combtest_log_dir, and "
      "combtest-merge judges all of them");
}

void CheckOptimize(const config::Settings& settings) {
  if (settings.optimize.count() == 0) return;
  const auto total = NumberOf("GTEST_TOTAL_SHARDS");
  if (total && *total > 1)
    throw Error("--combtest_optimize isn't for shards: each would find another array");
}

const std::string& NameOf(const Replay& replay) { return replay.name(); }

Walk WalkOf(const Replay& replay, const WalkSpace& space) { return replay.WalkIn(space); }

bool WasUsed(const Replay& replay) { return replay.used(); }

std::optional<Shard> ShardToRecord(const config::Settings& settings) {
  const auto total = NumberOf("GTEST_TOTAL_SHARDS"), index = NumberOf("GTEST_SHARD_INDEX");
  if (settings.log_dir.empty() || !total || !index || *index >= *total || HelpIsAsked())
    return std::nullopt;
  return Shard{*index, *total, NewShardRun()};
}

void BeginShardLog(const config::Settings& settings, const Shard& shard, const std::string& filter,
                   std::vector<SuiteOfShard> suites) {
  std::vector<ShardSuite> recorded;
  recorded.reserve(suites.size());
  for (SuiteOfShard& suite : suites) {
    recorded.push_back({suite.suite->name(), HexDigits(suite.suite->space().Fingerprint(), 16),
                        suite.all.Sorted(), suite.own.Sorted(), suite.named,
                        suite.suite->array_hash()});
  }
  ShardLog::Begin(settings, shard, filter, std::move(recorded));
}

}  // namespace combtest::internal
