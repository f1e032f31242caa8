#include "src/run/extra_walks.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "src/arrays/constraints.h"
#include "src/explain/inquiry.h"
#include "src/explain/walk_endings.h"
#include "src/os/interrupts.h"
#include "src/report/extra_walks_line.h"
#include "src/selection/array_model.h"
#include "src/space/space_data.h"
#include "src/text/hash.h"
#include "src/trace/trace_files.h"
#include "src/trace/trace_reader.h"

namespace combtest::internal {
namespace {

using Clock = std::chrono::steady_clock;
using explain::Ending;

// More tell nothing that these don't. Of those that passed some are taken.
constexpr std::uint64_t kMostFailed = 5'000;
constexpr std::uint64_t kMostPassed = 40'000;
// More at once would be asked before anything is learned from them.
constexpr std::size_t kMostAtOnce = 8;
constexpr const char* kTimeIsOver = "their time is over";

// Why its walks can't be run once more; empty: they can.
std::string WhyNot(const WalkSpace& space) {
  constexpr WalkId kMostOptions = 1'000'000;
  const SpaceData& data = *WalkAccess::Data(space);
  for (std::size_t a = 0; a < data.actions.size(); ++a) {
    if (!data.actions[a].repeatable)
      return "none may be run: the action " + data.actions[a].name + " says kRepeatable = false";
    if (data.radix[a] > kMostOptions)
      return "none were run: the action " + data.actions[a].name + " has too many options";
  }
  return {};
}

// One in `step` of all walks, evenly.
bool IsTaken(WalkId id, std::uint64_t step) {
  return (id * 0x9e3779b97f4a7c15u >> 32) % step == 0;  // Fibonacci hashing
}

// What is known before.
class Known {
 public:
  explicit Known(const WalkSpace& space)
      : endings(space), rows(space.action_count()), space_(space) {}

  void Add(const WalkResult& result, std::uint64_t step) {
    if (result.passed() ? !IsTaken(result.id, step) : failed_ == kMostFailed) return;
    const std::optional<Ending> ending = endings.Of(result);
    if (!ending) return;
    if (ending->group != explain::kNoGroup) ++failed_;
    rows.Add(RowOf(space_, result.id));
    ended.push_back(*ending);
  }
  bool any_failed() const { return failed_ > 0; }

  explain::WalkEndings endings;
  arrays::Rows rows;
  std::vector<Ending> ended;

 private:
  const WalkSpace space_;
  std::uint64_t failed_ = 0;
};

void AddRun(const RunPass& run, Known& known) {
  const std::uint64_t size = run.plan.order().size();
  for (std::uint64_t slot = 0; slot < size; ++slot)
    known.Add(run.board.ResultOf(slot), size / kMostPassed + 1);
}

// Of walks that this run had not: what the newest trace says that has them.
void AddEarlier(const RunPass& run, const std::string& path, const std::string& name,
                Known& known) {
  const WalkSpace& space = run.plan.space();
  const std::string fingerprint = HexDigits(space.Fingerprint(), 16);
  std::unordered_set<WalkId> seen;
  for (const std::string& trace : FindTraces(path, name)) {
    const TraceHeader header = ReadTraceHeader(trace);
    const bool same = header.fingerprint == fingerprint;
    const std::uint64_t size = header.selection.all() ? header.walks : header.selection.size();
    std::map<WalkId, WalkResult> results;  // of several records the last counts
    TraceVisitor visitor;
    visitor.walk = [&](TraceWalk walk) {
      if (walk.result.passed() && !IsTaken(walk.result.id, size / kMostPassed + 1)) return;
      std::optional<WalkId> id = walk.result.id;
      if (!same) {
        const std::optional<Walk> found = space.Find(walk.name);
        id = found ? std::optional(found->id()) : std::nullopt;
      }
      if (!id || seen.contains(*id)) return;
      const auto slot = run.plan.order().SlotOf(*id);
      if (slot && *slot < run.plan.order().to_run()) return;
      walk.result.id = *id;
      results.insert_or_assign(*id, std::move(walk.result));
    };
    VisitTrace(trace, visitor);
    for (const auto& [id, result] : results) {
      seen.insert(id);
      known.Add(result, 1);
    }
    if (header.selection.all()) break;  // what came before it tells nothing more
  }
}

// As the run's own walks ran, without what these leave.
RunSpec SpecOfExtra(const RunSpec& spec) {
  RunSpec extra = spec;
  extra.states = {};
  extra.states.checkpoint = spec.states.checkpoint;
  extra.retries = {};
  return extra;
}

class ExtraRun {
 public:
  ExtraRun(const RunSpec& spec, const RunPass& run, const Integration& integration,
           Audience& audience)
      : spec_(SpecOfExtra(spec)),
        run_(run),
        integration_(integration),
        audience_(audience),
        known_(spec.space),
        line_(spec.show_progress, spec.extra_walks.budget->walks) {}

  // Nothing where no walk failed.
  std::optional<ExtraWalks> Run();

 private:
  bool IsTimeOver() const {
    const auto time = spec_.extra_walks.budget->time;
    return time.count() > 0 && Clock::now() - start_ >= time;
  }
  Limits LimitsNow() const;
  // Runs these, each as often as it stands there, and says how they ended.
  std::vector<Ending> RunAll(const arrays::Rows& rows);
  void RunOnce(const std::map<WalkId, std::size_t>& walks, std::vector<Ending>& endings);
  TriedCombination Tried(const explain::Claim& claim) const;

  const RunSpec spec_;
  const RunPass& run_;
  const Integration& integration_;
  Audience& audience_;
  const Clock::time_point start_ = Clock::now();
  Known known_;
  ExtraWalksLine line_;
  ExtraWalks extra_;
  bool stopped_ = false;
};

std::optional<ExtraWalks> ExtraRun::Run() {
  AddRun(run_, known_);
  if (!known_.any_failed()) return std::nullopt;
  if (extra_.note = WhyNot(spec_.space); !extra_.note.empty()) return extra_;
  if (!spec_.extra_walks.earlier.empty())
    AddEarlier(run_, spec_.extra_walks.earlier, spec_.name, known_);
  // Where workers run the walks, the pool notes signals itself.
  std::optional<Interrupts> interrupts;
  if (spec_.pool.workers == 0 && InterruptsAreFree()) interrupts.emplace();
  const unsigned before = CountInterrupts();

  const ArrayModel model = ModelOf(spec_.space, 1);
  arrays::Constraints constraints(model.model, {});
  const std::size_t lanes =
      std::max<std::size_t>(1, spec_.pool.workers) * std::max<std::size_t>(1, spec_.pool.threads);
  explain::Inquiry inquiry(model.model.levels, &constraints, std::move(known_.rows),
                           std::move(known_.ended),
                           {.budget = static_cast<std::size_t>(spec_.extra_walks.budget->walks),
                            .parallel = std::min(lanes, kMostAtOnce)});
  bool ended_early = true;
  try {
    while (!stopped_) {
      const arrays::Rows next = inquiry.Next();
      if (next.empty()) {
        ended_early = inquiry.used() >= spec_.extra_walks.budget->walks;
        break;
      }
      if (IsTimeOver()) {
        extra_.note = kTimeIsOver;
        break;
      }
      inquiry.Take(RunAll(next));
      if (CountInterrupts() == before) continue;
      extra_.note = InterruptText(NotedInterrupt());
      break;
    }
  } catch (const std::exception& error) {
    extra_.note = error.what();
  }
  if (spec_.pool.workers > 0 && inquiry.used() > 0) spec_.pool.launcher->Finish();
  if (extra_.note.empty() && inquiry.used() >= spec_.extra_walks.budget->walks)
    extra_.note = "no more were allowed";
  for (const explain::Claim& claim : inquiry.Claims()) extra_.tried.push_back(Tried(claim));
  // Without an extra walk that would be what the run itself has shown.
  if (inquiry.used() > 0 && ended_early) {
    for (const explain::Claim& claim : inquiry.Suspicions()) {
      extra_.tried.push_back(Tried(claim));
      extra_.tried.back().suspected = true;
    }
  }
  extra_.elapsed = Clock::now() - start_;
  return extra_;
}

std::vector<Ending> ExtraRun::RunAll(const arrays::Rows& rows) {
  std::vector<Ending> endings(rows.size(), Ending{0, explain::kNoGroup});
  std::vector<std::size_t> left(rows.size());
  for (std::size_t i = 0; i < left.size(); ++i) left[i] = i;
  // A pass has each walk once; those that are asked for again take another one.
  while (!left.empty() && !stopped_) {
    std::map<WalkId, std::size_t> walks;
    std::erase_if(
        left, [&](std::size_t i) { return walks.emplace(WalkOf(spec_.space, rows[i]), i).second; });
    RunOnce(walks, endings);
  }
  return endings;
}

void ExtraRun::RunOnce(const std::map<WalkId, std::size_t>& walks, std::vector<Ending>& endings) {
  WalkSet::Builder ids;
  for (const auto& [id, place] : walks) ids.Add(id);
  RunPass pass(spec_.space, ids.Build(), true, false);
  pass.cut = run_.cut;
  audience_.BeginExtraPass(pass);
  CarryOut(pass, spec_, LimitsNow(), integration_);
  audience_.EndExtraPass();
  const bool cut_short = pass.stop.stopped();
  bool any_ended = false;
  for (std::uint64_t slot = 0; slot < pass.plan.order().size(); ++slot) {
    const WalkResult result = pass.board.ResultOf(slot);
    if (!result.not_run()) audience_.AddExtraWalk(result);
    if (!result.scratch.empty()) extra_.kept.push_back(result.scratch);
    // It isn't known what ended those that were running.
    const auto ending = cut_short ? std::nullopt : known_.endings.Of(result);
    if (!ending) continue;
    endings[walks.at(result.id)] = *ending;
    any_ended = true;
  }
  extra_.ledger += pass.board.Count();
  line_.Show(extra_.ledger.selected);
  const std::vector<Failure>& failures = pass.board.run_failures();
  // An Undo that fails doesn't change what the walks have told.
  if (!failures.empty() && extra_.note.empty())
    extra_.note = "beside them, " + failures.front().where + ": " + failures.front().message;
  stopped_ = cut_short || !any_ended;
  if (cut_short) extra_.note = IsTimeOver() ? kTimeIsOver : pass.stop.reason();
}

// Only workers can be ended in the middle of a walk.
Limits ExtraRun::LimitsNow() const {
  Limits limits = spec_.limits;
  const auto time = spec_.extra_walks.budget->time;
  if (time.count() == 0 || spec_.pool.workers == 0) return limits;
  const auto left = std::max<std::chrono::nanoseconds>(std::chrono::milliseconds(1),
                                                       time - (Clock::now() - start_));
  if (limits.run_timeout.count() == 0 || left < limits.run_timeout) limits.run_timeout = left;
  return limits;
}

TriedCombination ExtraRun::Tried(const explain::Claim& claim) const {
  const explain::FailureKind& kind = known_.endings.kind(claim.group);
  TriedCombination one;
  for (const explain::Choice& choice : claim.combination)
    one.options.push_back({choice.action, choice.option, explain::ToText(spec_.space, choice)});
  one.outcome = kind.outcome;
  one.action = kind.action;
  if (kind.action < spec_.space.action_count())
    one.action_name = spec_.space.ActionName(kind.action);
  one.file = kind.file;
  one.line = kind.line;
  one.confirmed = claim.settled;
  one.flaky = claim.flaky;
  one.failed = claim.failed;
  one.passed = claim.passed;
  one.extra = claim.extra;
  one.without = claim.without;
  return one;
}

}  // namespace

void AddExtraWalks(Explanations& explanations, const RunSpec& spec, const RunPass& run,
                   const Integration& integration, Audience& audience) {
  if (!spec.extra_walks.budget || run.stop.interrupted() ||
      (run.stop.stopped() && !run.stop.stopped_at_failure()))
    return;
  try {
    explanations.extra = ExtraRun(spec, run, integration, audience).Run();
  } catch (const std::exception& error) {
    explanations.extra.emplace().note = error.what();
  }
}

}  // namespace combtest::internal
