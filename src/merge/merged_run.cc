#include "src/merge/merged_run.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "combtest/action.h"
#include "src/merge/merged_coverage.h"
#include "src/merge/merged_explanations.h"

namespace combtest::internal {
namespace {

using std::chrono::nanoseconds;

constexpr std::size_t kMaxSlowest = 5;

// What is kept of a walk: all of it only where it didn't pass.
struct Kept {
  nanoseconds took{};
  std::unique_ptr<TraceWalk> ended;
};
using KeptWalks = std::unordered_map<WalkId, Kept>;

struct PartRead {
  KeptWalks walks;
  std::optional<TraceEnd> end;
};

PartRead Read(const InputTrace& trace) {
  PartRead read;
  TraceVisitor visitor;
  visitor.walk = [&](TraceWalk walk) {
    Kept kept{walk.took.value_or(nanoseconds(0)), nullptr};
    const WalkId id = walk.result.id;
    if (!walk.result.passed()) kept.ended = std::make_unique<TraceWalk>(std::move(walk));
    read.walks[id] = std::move(kept);  // of several records the last counts
  };
  visitor.end = [&](TraceEnd end) { read.end = std::move(end); };
  VisitTrace(trace.path, visitor);
  return read;
}

// How many walks the shard was to run.
std::uint64_t SelectedOf(const RunPart& part, const PartRead& read) {
  if (part.suite != nullptr) return part.suite->own.size();
  return read.end ? read.end->ledger.selected : read.walks.size();
}

void AddSlowest(MergedRun& merged, const RunPart& part, const KeptWalks& walks) {
  std::vector<std::pair<nanoseconds, WalkId>> times;
  for (const auto& [id, kept] : walks) times.emplace_back(-kept.took, id);
  const auto end = times.begin() + static_cast<std::ptrdiff_t>(std::min(times.size(), kMaxSlowest));
  std::partial_sort(times.begin(), end, times.end());
  for (auto time = times.begin(); time != end; ++time) {
    merged.slowest.push_back(
        {part.record->shard.index, part.trace->header.NameOf(time->second), -time->first});
  }
}

void AddEnd(MergedRun& merged, const RunPart& part, const TraceEnd& end) {
  const unsigned shard = part.record->shard.index;
  merged.segments += end.segments;
  merged.longest = std::max(merged.longest, end.elapsed);
  merged.together += end.elapsed;
  if (end.explanations.extra) merged.extra.push_back(*end.explanations.extra);
  if (!end.stopped.empty()) merged.notes.push_back({shard, "ended early: " + end.stopped});
  for (const Failure& failure : end.run_failures) {
    merged.run_failures.push_back(failure);
    merged.notes.push_back({shard, failure.where + ": " + failure.message});
  }
}

using Coverages = std::vector<Coverage>;

void AddPart(MergedRun& merged, const RunPart& part, Coverages& coverages, Problems& problems) {
  const std::string& name = merged.run->name;
  if (part.trace == nullptr) {
    const std::uint64_t own = part.suite->own.size();
    merged.ledger.selected += own;
    merged.ledger.not_run += own;
    if (own > 0)
      merged.notes.push_back(
          {part.record->shard.index, "ran none of its " + std::to_string(own) + " walks"});
    return;
  }
  PartRead read = Read(*part.trace);
  Ledger ledger;
  ledger.selected = SelectedOf(part, read);
  AddSlowest(merged, part, read.walks);
  for (auto& [id, kept] : read.walks) {
    if (part.suite != nullptr && !part.suite->own.Contains(id)) {
      problems.push_back(name + ": " + part.trace->path + " has walk " + std::to_string(id) +
                         ", which isn't one of " + ShardText(*part.record));
      return;
    }
    ledger.Count(kept.ended == nullptr ? Outcome(outcome::Passed()) : kept.ended->result.outcome);
    if (kept.ended == nullptr) {
      merged.passed.push_back(id);
    } else if (kept.ended->result.failed()) {
      merged.failed.push_back({part.record->shard.index, std::move(*kept.ended)});
    } else {
      if (kept.ended->result.flaky()) merged.passed.push_back(id);
      merged.aside.push_back(std::move(kept.ended->result));
    }
  }
  const std::uint64_t counted = ledger.Sum();
  if (counted > ledger.selected) {
    problems.push_back(name + ": " + part.trace->path + " has " + std::to_string(counted) +
                       " walks, and " + std::to_string(ledger.selected) + " were selected");
    return;
  }
  ledger.not_run += ledger.selected - counted;
  if (read.end) {
    AddEnd(merged, part, *read.end);
    Coverage& measured = coverages.emplace_back();
    measured.strengths = read.end->coverage;
    measured.pairs = read.end->pairs;
    measured.excluded = read.end->excluded.ids();
    if (read.end->ledger != ledger) {
      problems.push_back(name + ": the records of " + part.trace->path + " (" + ToString(ledger) +
                         ") don't add up to its ledger (" + ToString(read.end->ledger) + ")");
    }
  } else {
    const std::string rest = ": " + std::to_string(ledger.not_run) + " of its " +
                             std::to_string(ledger.selected) + " walks of " + name +
                             " have no result";
    problems.push_back("the trace " + part.trace->path + " of " + ShardText(*part.record) +
                       " isn't whole" + rest);
  }
  merged.ledger += ledger;
}

}  // namespace

MergedRun Merge(const DividedRun& run, Problems& problems) {
  MergedRun merged;
  merged.run = &run;
  Coverages coverages;
  for (const RunPart& part : run.parts) {
    try {
      AddPart(merged, part, coverages, problems);
    } catch (const Error& error) {
      problems.push_back(error.what());
    }
  }
  std::sort(merged.passed.begin(), merged.passed.end());
  try {
    merged.coverage = MergedCoverage(merged, coverages);
  } catch (const Error& error) {
    problems.push_back(error.what());
  }
  std::sort(merged.failed.begin(), merged.failed.end(),
            [](const auto& a, const auto& b) { return a.walk.result.id < b.walk.result.id; });
  std::sort(merged.aside.begin(), merged.aside.end(),
            [](const WalkResult& a, const WalkResult& b) { return a.id < b.id; });
  merged.explanations = MergedExplanations(merged);
  std::stable_sort(merged.slowest.begin(), merged.slowest.end(),
                   [](const auto& a, const auto& b) { return a.took > b.took; });
  if (merged.slowest.size() > kMaxSlowest) merged.slowest.resize(kMaxSlowest);
  return merged;
}

}  // namespace combtest::internal
