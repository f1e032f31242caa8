#include <algorithm>
#include <unordered_set>
#include <utility>

#include "src/api/framework.h"
#include "src/engine/walk_runner.h"
#include "src/launcher/launcher_choice.h"
#include "src/record/state_json.h"
#include "src/replay/replay.h"
#include "src/run/body_run.h"
#include "src/run/finished_run.h"
#include "src/selection/array.h"
#include "src/selection/choice.h"
#include "src/selection/last_run.h"
#include "src/space/space_data.h"

namespace combtest::internal {

struct SuiteRun::Parts {
  std::string suite, test;
  WalkSpace space;
  std::optional<Walk> replay;

  std::unique_ptr<FinishedRun> run;
  std::unique_ptr<BodyRun> bodies;
  std::optional<Explainer> explainer;  // of bodies that nobody else hears of
  std::optional<WalkResult> body;      // its case isn't over
  std::unordered_set<WalkId> failed_bodies;
  std::string error;
  std::string no_states;  // why final states can't be read here; empty: they can
  std::string replay_report;

  // In `run`. A walk that is stepped through runs in a space of its own.
  std::optional<std::uint64_t> SlotOf(WalkId id) const {
    if (replay) return id == replay->id() ? std::optional<std::uint64_t>(0) : std::nullopt;
    return run->plan().order().SlotOf(id);
  }
  struct Array {
    Array(const WalkSpace& space, WalkArray made)
        : array(std::move(made)),
          hash(HashOf(array.walks)),
          text(ArrayText(space, array)),
          cut_off(CutOffOf(array)),
          cut_off_sorted(cut_off.walks.Sorted()) {}

    WalkArray array;
    std::string hash, text;
    CutOff cut_off;
    WalkSet cut_off_sorted;  // its walks

    bool CutsOff(WalkId id) const { return cut_off_sorted.Contains(id); }
  };
  std::optional<Array> array;
  Coverage coverage;
  Explanations explanations;

  std::string Name() const { return suite + "." + test; }
  RunSpec Spec(const config::Settings& settings, const Integration& integration,
               const WalkSet& walks) const;
  void Run(const config::Settings& settings, const Integration& integration, const WalkSet& walks,
           const SuiteManner& manner);
  void RunReplay(const config::Settings& settings, const Integration& integration);
};

namespace {

// All of them in order need no list, here or on the way to the workers.
Selection SelectionOf(const WalkSpace& space, const WalkSet& walks) {
  const bool all = !space.HasExclusions() && walks == WalkSet::Range(0, space.full_size());
  return all ? Selection::All() : walks;
}

}  // namespace

// Of these walks; as part of the shard that the program is, if it is one.
RunSpec SuiteRun::Parts::Spec(const config::Settings& settings, const Integration& integration,
                              const WalkSet& walks) const {
  WorkerTarget target;
  target.suite = suite;
  target.test = test;
  target.program_run = ProgramRun();
  RunSpec spec = SpecOf(settings, integration, space, target, settings.log_dir);
  const ShardLog* shard = ShardLog::Current();
  const ShardSuite* part = shard == nullptr ? nullptr : shard->record().Find(spec.name);
  if (part != nullptr && !spec.trace.shard.empty())
    spec.trace.shard["walks"] = part->selection.size();
  if (array) SetArray(spec, array->array.strength, array->hash, array->text);
  if (!array || array->cut_off.walks.empty()) {
    spec.selection = SelectionOf(space, walks);
    return spec;
  }
  spec.selection = walks.Filtered([&](WalkId id) { return !array->CutsOff(id); });
  spec.cut_off = {walks.Filtered([&](WalkId id) { return array->CutsOff(id); }),
                  array->cut_off.reason};
  return spec;
}

void SuiteRun::Parts::Run(const config::Settings& settings, const Integration& integration,
                          const WalkSet& walks, const SuiteManner& manner) {
  const StateOps& state = *WalkAccess::Data(space)->state;
  RunSpec spec = Spec(settings, integration, walks);
  SetWorkers(spec, settings);
  if (spec.pool.workers > 0 && state.from_json == nullptr)
    no_states = "a worker hands it over as JSON, and " + NotJsonAble(state);
  spec.states.as_json = !settings.states.empty();
  spec.states.keep = spec.states.as_json || (manner.states_are_read && no_states.empty());
  spec.states_file = settings.states;
  spec.drop_written = !manner.states_are_read;
  spec.show_progress = manner.show_progress;
  spec.list_all = true;
  spec.bodies_follow = true;
  spec.stop_on_failure = manner.stop_on_failure;
  spec.pool.test_arguments = manner.worker_arguments;
  Choice choice;  // of their order: what else there is to choose has been, as they were registered
  choice.name = spec.name;
  choice.order = settings.order;
  choice.order_from = settings.order_from;
  choice.log_dir = settings.log_dir;
  spec.selection = Chosen(space, spec.selection, choice);
  run = Execute(std::move(spec), integration, ListenersOf({}));
}

void SuiteRun::Parts::RunReplay(const config::Settings& settings, const Integration& integration) {
  Replay& asked = *AskedReplay(settings);
  asked.MarkUsed();
  RunSpec spec{Name(), space};
  spec.show_progress = false;
  spec.explain.on = false;
  spec.bodies_follow = true;
  ReplayRun ran(*replay, asked.traced(), ReplaySettingsOf(settings), std::move(spec), integration,
                ListenersOf({}));
  replay_report = ran.Report();
  run = ran.TakeRun();
}

SuiteRun::SuiteRun(std::string suite, std::string test, WalkSpace space)
    : parts_(new Parts{std::move(suite),
                       std::move(test),
                       std::move(space),
                       {},
                       {},
                       {},
                       {},
                       {},
                       {},
                       {},
                       {},
                       {},
                       {},
                       {},
                       {}}) {}

SuiteRun::~SuiteRun() = default;

const WalkSpace& SuiteRun::space() const { return parts_->space; }
const std::string& SuiteRun::suite() const { return parts_->suite; }
const std::string& SuiteRun::test() const { return parts_->test; }
bool SuiteRun::CutsNames() const { return WalkAccess::Data(space())->Names().cuts(); }

WalkSet SuiteRun::ChooseArray(const config::Settings& settings, unsigned shards) {
  const unsigned lanes = std::max(1u, WorkersOf(settings, nullptr)) *
                         std::max(1u, settings.threads) * std::max(1u, shards);
  std::optional<WalkArray> array = ArrayFor(parts_->space, name(), settings, std::nullopt, lanes);
  if (!array) return WalkSet::All();
  return parts_->array.emplace(parts_->space, *std::move(array)).array.walks;
}

const WalkSet& SuiteRun::cut_off() const {
  static const WalkSet kNone = WalkSet::Of({});
  return parts_->array ? parts_->array->cut_off.walks : kNone;
}

void SuiteRun::SpareWhatFailed(const Choice& choice) {
  if (cut_off().empty()) return;
  WalkArray array = parts_->array->array;
  Spare(array, HadFailed(parts_->space, cut_off(), choice));
  parts_->array.emplace(parts_->space, std::move(array));
}

std::string SuiteRun::WhyCutOff(WalkId id) const {
  return parts_->array && parts_->array->CutsOff(id) ? parts_->array->cut_off.reason
                                                     : std::string();
}

std::string SuiteRun::array_hash() const { return parts_->array ? parts_->array->hash : ""; }

const std::string& SuiteRun::array_text() const {
  static const std::string kNone;
  return parts_->array ? parts_->array->text : kNone;
}

void SuiteRun::SetReplay(Walk walk) {
  parts_->space = walk.space();
  parts_->replay = std::move(walk);
}

bool SuiteRun::has_serial_actions() const {
  return !WalkAccess::Data(parts_->space)->serial_actions.empty();
}

bool SuiteRun::RunsAhead(const config::Settings& settings) const {
  return parts_->replay || has_serial_actions() || settings.threads > 1 || settings.workers > 0 ||
         settings.retries > 0 || !StaysHere(settings) || !settings.states.empty();
}

bool SuiteRun::IsHeard(const config::Settings& settings) const {
  return !settings.log_dir.empty() || !settings.explain.empty() || !ListenersOf({}).empty() ||
         parts_->array || CoverageSettingsOf(settings).any();
}

void SuiteRun::RunAhead(const config::Settings& settings, const Integration& integration,
                        const WalkSet& walks, const SuiteManner& manner) {
  try {
    if (parts_->replay) {
      parts_->RunReplay(settings, integration);
    } else {
      parts_->Run(settings, integration, walks, manner);
    }
  } catch (const Error& error) {
    parts_->error = error.what();
  }
}

void SuiteRun::BeginBodies(const config::Settings& settings, const Integration& integration,
                           const WalkSet& walks) {
  parts_->bodies = std::make_unique<BodyRun>(parts_->Spec(settings, integration, walks),
                                             integration, ListenersOf({}));
}

bool SuiteRun::has_begun_bodies() const { return parts_->bodies != nullptr; }

void SuiteRun::AddBody(const WalkResult& result, std::chrono::nanoseconds took) {
  if (result.failed()) parts_->failed_bodies.insert(result.id);
  if (parts_->bodies != nullptr) {
    parts_->bodies->Add(result, took);
  } else {
    parts_->body = result;
  }
}

void SuiteRun::EndBody(std::optional<WalkId> id, const std::vector<Failure>& failures) {
  if (parts_->bodies != nullptr) parts_->bodies->EndBody(failures);
  if (parts_->body) {
    if (!parts_->explainer) parts_->explainer.emplace(parts_->space, ExplainSettings());
    parts_->explainer->Add(WithBody(std::move(*parts_->body), failures));
    parts_->body.reset();
  }
  if (parts_->run == nullptr || !id) return;
  if (const auto slot = parts_->SlotOf(*id)) parts_->run->EndBody(*slot, failures);
}

void SuiteRun::EndWalks() {
  if (parts_->run != nullptr) parts_->run->Close();
  if (parts_->bodies != nullptr) parts_->bodies->End();
}

std::vector<Failure> SuiteRun::Close() {
  std::vector<Failure> failures;
  if (parts_->run != nullptr) {
    parts_->run->Close();
    parts_->coverage = parts_->run->coverage();
    parts_->explanations = parts_->run->explanations();
    failures = parts_->run->board().run_failures();
  } else if (parts_->bodies != nullptr) {
    failures = parts_->bodies->End();
    parts_->coverage = parts_->bodies->coverage();
    parts_->explanations = parts_->bodies->explanations();
  }
  parts_->bodies.reset();
  if (parts_->explainer) parts_->explanations = parts_->explainer->Explain();
  parts_->explainer.reset();
  for (const Comeback& comeback : ForkWatch::TakeLateComebacks()) {
    failures.push_back({Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                        LateComebackText(comeback), "the run"});
  }
  return failures;
}

const Coverage& SuiteRun::coverage() const { return parts_->coverage; }
const Explanations& SuiteRun::explanations() const { return parts_->explanations; }

void SuiteRun::Reset() {
  parts_->coverage = {};
  parts_->explanations = {};
  parts_->explainer.reset();
  parts_->body.reset();
  parts_->bodies.reset();
  parts_->failed_bodies.clear();
  parts_->run.reset();
  parts_->error.clear();
}

bool SuiteRun::has_run() const { return parts_->run != nullptr || !parts_->error.empty(); }
const std::string& SuiteRun::error() const { return parts_->error; }
const std::string& SuiteRun::replay_report() const { return parts_->replay_report; }

bool SuiteRun::HasFailed(WalkId id) const {
  if (parts_->failed_bodies.contains(id)) return true;
  return parts_->run != nullptr && parts_->SlotOf(id) && ResultOf(id).failed();
}

WalkResult SuiteRun::ResultOf(WalkId id) const {
  WalkResult result = parts_->run->board().ResultOf(parts_->SlotOf(id).value());
  result.id = id;  // a walk that is stepped through runs in a space of its own
  return result;
}

void* SuiteRun::StateOf(WalkId id) const {
  if (!parts_->no_states.empty()) throw Error("state() can't be read: " + parts_->no_states);
  return parts_->run->ReadState(parts_->SlotOf(id).value());
}
void SuiteRun::DropState(WalkId id) { parts_->run->DropState(parts_->SlotOf(id).value()); }
bool SuiteRun::interrupted() const { return parts_->run->interrupted(); }
const Plan& SuiteRun::plan() const { return parts_->run->plan(); }
const std::vector<Property>& SuiteRun::properties() const { return board().run_properties(); }
Ledger SuiteRun::Count() const { return board().Count(); }
const WalkBoard& SuiteRun::board() const { return parts_->run->board(); }
RunSummary SuiteRun::Summary() const { return Summarize(*parts_->run); }

}  // namespace combtest::internal
