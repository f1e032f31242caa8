#include "src/merge/merged_page.h"

#include <algorithm>
#include <unordered_map>

#include "combtest/launcher.h"
#include "src/page/report_file.h"

namespace combtest::internal {
namespace {

double Milliseconds(std::chrono::nanoseconds time) {
  return static_cast<double>(time.count()) / 1e6;
}

void SetActions(PageRun& page, const TraceHeader& header) {
  page.full_size = header.walks;
  page.name_of = [header](WalkId id) { return header.NameOf(id); };
  for (const TraceAction& action : header.actions) {
    PageRun::Action one{action.name, action.serial, {}, {}};
    for (const TraceOption& option : action.options) {
      one.options.push_back(option.text);
      one.pieces.push_back(option.name);
    }
    page.actions.push_back(std::move(one));
  }
}

void AddSerial(PageRun& page, const TraceSerial& serial, unsigned shard) {
  PageRun::Serial one;
  one.text = serial.action;
  one.undo = serial.undo;
  one.branch = "shard " + std::to_string(shard);
  one.at = -1;
  if (serial.took) one.took = Milliseconds(*serial.took);
  if (!serial.result.passed()) one.outcome = ToString(serial.result.outcome);
  one.failures = serial.result.failures;
  page.serials.push_back(std::move(one));
}

// Of several records of a walk the last counts. A walk of the shard without one wasn't run.
void AddPart(PageRun& page, const RunPart& part) {
  const unsigned shard = part.record->shard.index;
  std::unordered_map<WalkId, std::size_t> places;
  const auto place_of = [&](WalkId id) {
    const auto [place, is_new] = places.emplace(id, page.walks.size());
    if (is_new) page.walks.push_back({.id = id});
    return place->second;
  };
  TraceVisitor visitor;
  visitor.walk = [&](const TraceWalk& walk) {
    PageRun::Walk& one = page.walks[place_of(walk.result.id)];
    if (walk.took) one.took = static_cast<float>(Milliseconds(*walk.took));
    one.outcome = static_cast<std::uint8_t>(walk.result.outcome.index());
    if (walk.result.flaky()) page.summary.flaky_walks.push_back(walk.result);
    if (walk.result.cancelled()) page.summary.cancelled_walks.push_back(walk.result);
  };
  visitor.serial = [&](const TraceSerial& serial) { AddSerial(page, serial, shard); };
  if (part.trace != nullptr) VisitTrace(part.trace->path, visitor);
  if (part.suite == nullptr) return;
  const auto not_run = static_cast<std::uint8_t>(Outcome(outcome::NotRun()).index());
  for (std::uint64_t i = 0; i < part.suite->own.size(); ++i) {
    const WalkId id = part.suite->own[i];
    if (!places.contains(id)) page.walks[place_of(id)].outcome = not_run;
  }
}

RunSummary SummaryOf(const MergedRun& merged) {
  RunSummary summary;
  summary.name = merged.run->name;
  summary.ledger = merged.ledger;
  summary.walk_count = merged.ledger.selected;
  summary.segment_count = merged.segments;
  summary.elapsed = merged.longest;
  summary.run_failures = merged.run_failures;
  summary.coverage = merged.coverage;
  summary.explanations = merged.explanations;
  for (const MergedRun::OfShard& failed : merged.failed)
    summary.failed_walks.push_back(failed.walk.result);
  summary.error_count = summary.failed_walks.size();
  return summary;
}

PageRun PageOf(const MergedRun& merged) {
  PageRun page;
  page.summary = SummaryOf(merged);
  const ShardRecord* record = nullptr;
  for (const RunPart& part : merged.run->parts) {
    if (record == nullptr) record = part.record;
    if (part.trace != nullptr && page.actions.empty()) SetActions(page, part.trace->header);
    if (page.started.empty() || part.record->started < page.started)
      page.started = part.record->started;
    AddPart(page, part);
  }
  page.program = record->program;
  page.settings = {{"shards", std::to_string(merged.run->parts.size())}};
  const std::string program = record->command.empty() ? record->program : record->command[0];
  if (merged.run->parts.front().suite != nullptr) {
    page.replay_before = ShellQuoted(program) + " --gtest_filter='" + merged.run->name + "/";
    page.replay_after = "'";
  }
  std::sort(page.walks.begin(), page.walks.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  for (const MergedRun::Note& note : merged.notes)
    page.notes.push_back("Shard " + std::to_string(note.shard) + " " + note.text);
  return page;
}

}  // namespace

void WriteMergedReport(const std::vector<MergedRun>& runs, const std::string& files) {
  const std::vector<std::string> paths = ReportPaths(files);
  if (paths.empty())
    throw Error("--report takes files that end in .html or .md, with commas between them");
  bool is_written = false;
  for (const MergedRun& run : runs) {
    // Without a trace there is nothing to tell of its walks.
    if (std::none_of(run.run->parts.begin(), run.run->parts.end(),
                     [](const RunPart& part) { return part.trace != nullptr; }))
      continue;
    WriteReports(paths, PageOf(run));
    is_written = true;
  }
  if (!is_written) throw Error("--report: the shards have left no trace to report on");
}

}  // namespace combtest::internal
