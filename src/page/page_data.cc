#include "src/page/page_data.h"

#include <algorithm>
#include <bit>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstring>
#include <map>
#include <tuple>
#include <unordered_map>
#include <variant>

#include "src/coverage/run_coverage.h"
#include "src/page/held_walks.h"
#include "src/page/script_json.h"
#include "src/page/string_pool.h"
#include "src/record/explanations_json.h"
#include "src/text/base64.h"

namespace combtest::internal {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostText = 3'500'000;  // of all walks together
constexpr std::size_t kMostMessage = 4'000;
constexpr std::size_t kMostOutput = 8'000;
constexpr std::size_t kMostFailures = 5;   // of a walk
constexpr std::size_t kMostListed = 500;   // of missing combinations and the like
constexpr std::size_t kMostPairs = 1'000;  // of actions: more than 40 actions have

// Numbers one after the other, little-endian.
class Column {
 public:
  template <class T>
  void Add(T number) {
    char bytes[sizeof number];
    std::memcpy(bytes, &number, sizeof number);
    if constexpr (std::endian::native == std::endian::big)
      std::reverse(bytes, bytes + sizeof bytes);
    bytes_.append(bytes, sizeof bytes);
  }
  json::string Text() const { return json::string(Base64(bytes_)); }

 private:
  std::string bytes_;
};

json::object LedgerJson(const Ledger& ledger) {
  return {{"selected", ledger.selected},   {"passed", ledger.passed},
          {"flaky", ledger.flaky},         {"failed", ledger.failed},
          {"cancelled", ledger.cancelled}, {"crashed", ledger.crashed},
          {"timed_out", ledger.timed_out}, {"lost", ledger.lost},
          {"not_run", ledger.not_run},     {"cut_off", ledger.cut_off}};
}

json::array ActionsJson(const PageRun& run) {
  json::array actions;
  for (const PageRun::Action& action : run.actions) {
    actions.push_back({{"name", action.name},
                       {"serial", action.serial},
                       {"options", json::array(action.options.begin(), action.options.end())},
                       {"pieces", json::array(action.pieces.begin(), action.pieces.end())}});
  }
  return actions;
}

json::object WalksJson(const PageRun& run, const HeldWalks& kept) {
  Column outcomes, took, workers;
  for (const std::uint64_t slot : kept.slots) {
    const PageRun::Walk& walk = run.walks[slot];
    outcomes.Add(walk.outcome);
    took.Add(walk.took);
    workers.Add(walk.worker);
  }
  json::array options;
  WalkId stride = 1;
  for (std::size_t a = run.actions.size(); a-- > 0;) {
    const std::size_t count = run.actions[a].options.size();
    Column column;
    for (const std::uint64_t slot : kept.slots) {
      const auto option = run.walks[slot].id / stride % count;
      if (count <= 256) {
        column.Add(static_cast<std::uint8_t>(option));
      } else {
        column.Add(static_cast<std::uint32_t>(option));
      }
    }
    options.push_back(column.Text());
    stride *= count;
  }
  std::reverse(options.begin(), options.end());
  return {{"held", kept.slots.size()},  {"options", std::move(options)},
          {"outcome", outcomes.Text()}, {"took", took.Text()},
          {"worker", workers.Text()},   {"of_passed", kept.of_passed},
          {"of_others", kept.of_others}};
}

json::array FailureJson(const Failure& failure, StringPool& pool) {
  return {pool.Add(failure.message, kMostMessage),
          pool.Add(failure.file, kMostMessage),
          failure.line,
          pool.Add(failure.where, kMostMessage),
          static_cast<int>(failure.severity),
          failure.attempt};
}

// [walk, outcome, where, action, state, output, attempts, name, [failures…], failures in all]
json::array DetailJson(const PageRun& run, const WalkResult& result, std::uint64_t place,
                       StringPool& pool) {
  json::array failures;
  for (const Failure& failure : result.failures) {
    if (failures.size() < kMostFailures) failures.push_back(FailureJson(failure, pool));
  }
  std::string composed;
  const std::vector<std::size_t> options = run.OptionsOf(result.id);
  for (std::size_t a = 0; a < options.size(); ++a)
    composed += (a == 0 ? "" : "__") + run.actions[a].pieces[options[a]];
  const std::string name = run.NameOf(result.id);
  return {place,
          pool.Add(ToString(result.outcome), kMostMessage),
          pool.Add(result.where, kMostMessage),
          result.action,
          pool.Add(result.state == "null" ? std::string() : result.state, kMostMessage),
          pool.Add(result.output, kMostOutput),
          result.attempts,
          name == composed ? StringPool::kNone : pool.Add(name, kMostMessage),
          std::move(failures),
          result.failures.size()};
}

// Walks that failed alike, as far as this goes.
using Kind = std::tuple<std::size_t, std::size_t, std::string, int>;
Kind KindOf(const WalkResult& result) {
  if (result.failures.empty()) return {result.outcome.index(), result.action, "", 0};
  const Failure& first = result.failures.front();
  return {result.outcome.index(), result.action, first.file, first.line};
}

// The first walks of each kind come before others, so that they find room for their texts.
json::array DetailsJson(const PageRun& run, const HeldWalks& kept, StringPool& pool) {
  struct Ranked {
    bool cancelled;
    std::uint64_t rank, place;
    const WalkResult* result;
  };
  std::vector<Ranked> ranked;
  std::map<Kind, std::uint64_t> seen;
  std::unordered_map<WalkId, bool> listed;
  const RunSummary& summary = run.summary;
  for (const auto* list : {&summary.failed_walks, &summary.flaky_walks, &summary.cancelled_walks}) {
    for (const WalkResult& result : *list) {
      const auto found = kept.places.find(result.id);
      if (found == kept.places.end() || !listed.emplace(result.id, true).second) continue;
      ranked.push_back({result.cancelled(), seen[KindOf(result)]++, found->second, &result});
    }
  }
  std::sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
    return std::tie(a.cancelled, a.rank, a.place) < std::tie(b.cancelled, b.rank, b.place);
  });
  json::array details;
  for (const Ranked& one : ranked) details.push_back(DetailJson(run, *one.result, one.place, pool));
  return details;
}

json::array FailuresJson(const std::vector<Failure>& failures, StringPool& pool) {
  json::array list;
  for (const Failure& failure : failures) {
    if (list.size() < kMostListed) list.push_back(FailureJson(failure, pool));
  }
  return list;
}

json::array PhasesJson(const PageRun& run) {
  json::array phases;
  for (const PageRun::Phase& phase : run.phases) {
    phases.push_back({{"branch", phase.branch},
                      {"begin", phase.begin},
                      {"end", phase.end},
                      {"walks", phase.walks},
                      {"at", phase.at},
                      {"took", phase.took}});
  }
  return phases;
}

const char* KindText(PageRun::Later::Kind kind) {
  switch (kind) {
    case PageRun::Later::Kind::kRetries:
      return "again";
    case PageRun::Later::Kind::kRest:
      return "rest";
    case PageRun::Later::Kind::kExtraWalks:
      return "extra";
  }
  return "";
}

json::array LaterJson(const PageRun& run) {
  json::array all;
  for (const PageRun::Later& later : run.later) {
    all.push_back({{"kind", KindText(later.kind)},
                   {"walks", later.walks},
                   {"at", later.at},
                   {"took", later.took}});
  }
  return all;
}

json::array SerialsJson(const PageRun& run, StringPool& pool) {
  json::array serials;
  for (const PageRun::Serial& serial : run.serials) {
    serials.push_back({{"text", serial.text},
                       {"undo", serial.undo},
                       {"branch", serial.branch},
                       {"outcome", serial.outcome},
                       {"failures", FailuresJson(serial.failures, pool)},
                       {"at", serial.at},
                       {"took", serial.took}});
  }
  return serials;
}

json::array WorkersJson(const PageRun& run) {
  json::array workers;
  for (const PageRun::Worker& worker : run.worker_list) {
    workers.push_back({{"worker", worker.worker},
                       {"host", worker.host},
                       {"pid", worker.pid},
                       {"at", worker.at},
                       {"end", worker.end},
                       {"why", worker.why}});
  }
  return workers;
}

json::object BlocksJson(const PageRun& run) {
  Column lane, at, took, busy, walks, failed, walk;
  for (const PageRun::Block& block : run.blocks) {
    lane.Add(block.lane);
    at.Add(block.at);
    took.Add(block.took);
    busy.Add(block.busy);
    walks.Add(block.walks);
    failed.Add(block.failed);
    walk.Add(block.walk);
  }
  return {{"count", run.blocks.size()}, {"lanes", json::array(run.lanes.begin(), run.lanes.end())},
          {"lane", lane.Text()},        {"at", at.Text()},
          {"took", took.Text()},        {"busy", busy.Text()},
          {"walks", walks.Text()},      {"failed", failed.Text()},
          {"walk", walk.Text()}};
}

json::array OutputJson(const PageRun& run) {
  json::array lines;
  for (const PageRun::Line& line : run.output)
    lines.push_back({{"worker", line.worker}, {"at", line.at}, {"text", line.text}});
  return lines;
}

// Of pairs of actions of which something is missing, those first of which least is covered:
// [first action, second, covered, possible, undecided].
json::array PairCoverageJson(const Coverage& coverage, std::size_t actions) {
  std::vector<std::pair<std::size_t, std::size_t>> places;  // of all pairs
  for (std::size_t a = 0; a < actions; ++a) {
    for (std::size_t b = a + 1; b < actions; ++b) places.emplace_back(a, b);
  }
  json::array pairs;
  for (const PairCoverage* pair : IncompletePairs(coverage)) {
    if (pairs.size() == kMostPairs) break;
    const auto& [a, b] = places.at(static_cast<std::size_t>(pair - coverage.pairs.data()));
    const StrengthCoverage& counts = pair->counts;
    pairs.push_back(json::array{a, b, counts.covered, counts.possible(), counts.undecided});
  }
  return pairs;
}

json::object CoverageJson(const Coverage& coverage, std::size_t actions) {
  json::array strengths, missing, impossible;
  for (const StrengthCoverage& one : coverage.strengths) {
    strengths.push_back({{"strength", one.strength},
                         {"all", one.all},
                         {"covered", one.covered},
                         {"impossible", one.impossible},
                         {"undecided", one.undecided}});
  }
  for (const MissingCombination& one : coverage.missing) {
    if (missing.size() == kMostListed) break;
    missing.push_back(
        {{"strength", one.strength}, {"options", one.options}, {"reason", one.reason}});
  }
  for (const ImpossibleCombination& one : coverage.impossible) {
    if (impossible.size() == kMostListed) break;
    impossible.push_back(
        {{"strength", one.strength},
         {"options", one.options},
         {"constraints", json::array(one.constraints.begin(), one.constraints.end())}});
  }
  return {{"strengths", std::move(strengths)},
          {"pairs", PairCoverageJson(coverage, actions)},
          {"missing", std::move(missing)},
          {"impossible", std::move(impossible)},
          {"shortfall", coverage.shortfall}};
}

// Ids as texts: JavaScript's numbers don't hold them all.
json::array StatesJson(const PageRun& run) {
  json::array states;
  for (const auto& [walk, state] : run.states)
    states.push_back(json::array{std::to_string(walk), state});
  return states;
}

json::array PairsJson(const std::vector<std::pair<std::string, std::string>>& pairs) {
  json::array list;
  for (const auto& [name, value] : pairs) list.push_back(json::array{name, value});
  return list;
}

}  // namespace

std::string PageData(const PageRun& run) {
  const HeldWalks kept = Hold(run);
  StringPool pool(kMostText);
  json::array notes(run.notes.begin(), run.notes.end());
  if (!kept.note.empty()) notes.emplace_back(kept.note);
  const RunSummary& summary = run.summary;
  json::object data{
      {"version", 1},
      {"name", summary.name},
      {"program", run.program},
      {"host", run.host},
      {"started", run.started},
      {"elapsed", static_cast<double>(summary.elapsed.count()) / 1e6},
      {"workers", run.workers},
      {"threads", run.threads},
      {"retries", run.retries},
      {"trace", summary.logs.trace},
      {"settings", PairsJson(run.settings)},
      {"full_size", std::to_string(run.full_size)},
      {"array", summary.array},
      {"ledger", LedgerJson(summary.ledger)},
      {"flaky_fails", std::any_of(summary.flaky_walks.begin(), summary.flaky_walks.end(),
                                  [](const WalkResult& walk) { return walk.failed(); })},
      {"segments", summary.segment_count},
      {"actions", ActionsJson(run)},
      {"walks", WalksJson(run, kept)},
      {"details", DetailsJson(run, kept, pool)},
      {"run_failures", FailuresJson(summary.run_failures, pool)},
      {"phases", PhasesJson(run)},
      {"later", LaterJson(run)},
      {"serials", SerialsJson(run, pool)},
      {"worker_list", WorkersJson(run)},
      {"blocks", BlocksJson(run)},
      {"output", OutputJson(run)},
      {"coverage", CoverageJson(summary.coverage, run.actions.size())},
      {"explanations", ExplanationsToJson(summary.explanations)},
      {"states", StatesJson(run)},
      {"walk_timeout", run.walk_timeout},
      {"replay", json::array{run.replay_before, run.replay_after}}};
  if (pool.is_full()) {
    notes.emplace_back(
        "Some messages, states and outputs are left out, to keep this page small: the first walks "
        "of each kind have theirs. The trace has all of them.");
  }
  data["strings"] = pool.Take();
  data["notes"] = std::move(notes);
  return ScriptJson(data);
}

}  // namespace combtest::internal
