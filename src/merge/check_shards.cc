#include "src/merge/check_shards.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

#include "combtest/launcher.h"
#include "src/text/list_text.h"

namespace combtest::internal {
namespace {

constexpr std::size_t kMaxNames = 3;

std::string SetText(const ShardSet& set) {
  return set.program + (set.filter == "*" ? "" : " with --gtest_filter=" + ShellQuoted(set.filter));
}

void AddTwice(const ShardRecord& a, const ShardRecord& b, Problems& problems) {
  problems.push_back("two runs of shard " + std::to_string(a.shard.index) + " of " +
                     std::to_string(a.shard.total) + " of " + a.program + " overlap: " + a.path +
                     " and " + b.path +
                     "; give the files of one of them, or --newest for the one that started last");
}

std::string WalkName(const RunPart& part, WalkId id) {
  return part.trace != nullptr && id < part.trace->header.walks ? part.trace->header.NameOf(id)
                                                                : "walk " + std::to_string(id);
}

std::string WalkNames(const RunPart& part, const std::vector<WalkId>& ids) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(ids.size(), kMaxNames + 1); ++i)
    names.push_back(WalkName(part, ids[i]));
  return ListText(names, ids.size(), kMaxNames);
}

std::vector<WalkId> IdsOf(const RunPart& part) {
  if (part.suite != nullptr) return part.suite->own.ids();
  const TraceHeader& header = part.trace->header;
  // Where all of it ran twice, one walk is enough to show it.
  return header.selection.all() ? std::vector<WalkId>{0} : header.selection.ids();
}

std::string FingerprintOf(const RunPart& part) {
  return part.suite != nullptr ? part.suite->fingerprint : part.trace->header.fingerprint;
}

using Placed = std::pair<const DividedRun*, RunPart>;

void AddOverlap(const DividedRun& run, const RunPart& a, const RunPart& b,
                const std::vector<WalkId>& both, Problems& problems) {
  const std::string who = ShardText(*a.record) + " and " + ShardText(*b.record);
  if (a.suite == nullptr) {
    problems.push_back(run.name + " isn't divided among the shards, and ran in " + who);
    return;
  }
  problems.push_back(run.name + ": " + CountText(both.size(), "walk") +
                     (both.size() == 1 ? " is" : " are") + " in " + who + ": " +
                     WalkNames(a.trace != nullptr ? a : b, both));
}

// `parts` are of one suite of one program, and of one build.
void CheckOverlaps(const std::vector<Placed>& parts, Problems& problems) {
  std::vector<std::pair<WalkId, std::size_t>> walks;  // with the part's index
  for (std::size_t p = 0; p < parts.size(); ++p) {
    for (const WalkId id : IdsOf(parts[p].second)) walks.emplace_back(id, p);
  }
  std::sort(walks.begin(), walks.end());
  std::map<std::pair<std::size_t, std::size_t>, std::vector<WalkId>> overlaps;
  for (std::size_t i = 1; i < walks.size(); ++i) {
    if (walks[i].first == walks[i - 1].first)
      overlaps[{walks[i - 1].second, walks[i].second}].push_back(walks[i].first);
  }
  for (const auto& [pair, ids] : overlaps) {
    const auto& [a, b] = pair;
    AddOverlap(*parts[a].first, parts[a].second, parts[b].second, ids, problems);
  }
}

// Within one set: the same walks to divide, and each of them somewhere.
void CheckWhole(const DividedRun& run, Problems& problems) {
  const RunPart& first = run.parts.front();
  for (const RunPart& part : run.parts) {
    if (part.suite == nullptr) return;
  }
  std::vector<WalkId> found;
  for (const RunPart& part : run.parts) {
    if (part.suite->fingerprint != first.suite->fingerprint) {
      problems.push_back(run.name +
                         ": the shards are of different builds: its walks have the fingerprint " +
                         first.suite->fingerprint + " in " + ShardText(*first.record) + " and " +
                         part.suite->fingerprint + " in " + ShardText(*part.record));
      return;
    }
    if (part.suite->array != first.suite->array) {
      const auto text = [](const RunPart& of) {
        return (of.suite->array.empty() ? "none" : of.suite->array) + " in " +
               ShardText(*of.record);
      };
      problems.push_back(run.name + ": the shards have different arrays: " + text(first) + ", " +
                         text(part) +
                         "; give all shards the same strength, seed and file of --combtest_array");
      return;
    }
    if (part.suite->selection != first.suite->selection) {
      problems.push_back(run.name + ": the shards divide different selections: " +
                         CountText(first.suite->selection.size(), "walk") + " in " +
                         ShardText(*first.record) + ", " +
                         CountText(part.suite->selection.size(), "walk") + " in " +
                         ShardText(*part.record));
      return;
    }
    const std::vector<WalkId> own = part.suite->own.ids();
    found.insert(found.end(), own.begin(), own.end());
  }
  if (run.set->shards.size() < run.set->total) return;
  std::sort(found.begin(), found.end());
  const std::vector<WalkId> all = first.suite->selection.ids();
  std::vector<WalkId> gap;
  std::set_difference(all.begin(), all.end(), found.begin(), found.end(), std::back_inserter(gap));
  if (gap.empty()) return;
  const auto traced = std::find_if(run.parts.begin(), run.parts.end(),
                                   [](const RunPart& part) { return part.trace != nullptr; });
  problems.push_back(run.name + ": " + CountText(gap.size(), "walk") +
                     " of the selection in no shard: " +
                     WalkNames(traced == run.parts.end() ? first : *traced, gap));
}

// That all traces of a shard are there.
void CheckTraces(const ShardRecord& record, const std::vector<const InputTrace*>& traces,
                 Problems& problems) {
  for (const std::string& file : record.traces) {
    const bool there = std::any_of(traces.begin(), traces.end(), [&](const InputTrace* trace) {
      return std::filesystem::path(trace->path).filename() == file;
    });
    if (!there)
      problems.push_back("the trace " + file + " of " + ShardText(record) + " is missing");
  }
}

}  // namespace

std::string ShardText(const ShardRecord& record) {
  return "shard " + std::to_string(record.shard.index) + " of " +
         std::to_string(record.shard.total) + " (" + record.path + ")";
}

std::vector<ShardSet> SetsOf(const Inputs& inputs, Problems& problems) {
  std::map<std::tuple<std::string, std::string, unsigned>, ShardSet> sets;
  for (const ShardRecord& record : inputs.records) {
    ShardSet& set = sets[{record.program, record.filter, record.shard.total}];
    set.program = record.program;
    set.filter = record.filter;
    set.total = record.shard.total;
    const auto [entry, added] = set.shards.emplace(record.shard.index, &record);
    if (!added) AddTwice(*entry->second, record, problems);
  }
  std::vector<ShardSet> all;
  for (auto& [key, set] : sets) {
    std::vector<std::string> missing;
    for (unsigned index = 0; index < set.total && missing.size() <= 20; ++index) {
      if (!set.shards.contains(index)) missing.push_back(std::to_string(index));
    }
    const std::size_t count = set.total - set.shards.size();
    if (count > 0) {
      problems.push_back((count == 1 ? "shard " : "shards ") + ListText(missing, count, 20) +
                         " of " + std::to_string(set.total) + " of " + SetText(set) +
                         (count == 1 ? " is" : " are") + " missing");
    }
    for (const auto& [index, record] : set.shards) {
      if (!record->end)
        problems.push_back(ShardText(*record) + " of " + set.program +
                           " was killed or is still running: its record has no end");
    }
    all.push_back(std::move(set));
  }
  return all;
}

std::vector<DividedRun> RunsOf(const Inputs& inputs, const std::vector<ShardSet>& sets,
                               Problems& problems) {
  std::map<std::string, std::vector<const InputTrace*>> traces;  // by run
  std::set<std::string> known;
  for (const InputTrace& trace : inputs.traces) traces[trace.header.shard->run].push_back(&trace);
  for (const ShardRecord& record : inputs.records) known.insert(record.shard.run);
  for (const InputTrace& trace : inputs.traces) {
    if (!known.contains(trace.header.shard->run)) {
      problems.push_back("the record (*" + std::string(kShardEnding) + ") of shard " +
                         std::to_string(trace.header.shard->index) + " of " +
                         std::to_string(trace.header.shard->total) + ", which wrote " + trace.path +
                         ", is missing");
    }
  }
  std::vector<DividedRun> runs;
  for (const ShardSet& set : sets) {
    const std::size_t first = runs.size();
    const auto run_of = [&](const std::string& name) -> DividedRun& {
      for (std::size_t r = first; r < runs.size(); ++r) {
        if (runs[r].name == name) return runs[r];
      }
      return runs.emplace_back(DividedRun{&set, name, {}});
    };
    for (const auto& [index, record] : set.shards) {
      std::vector<const InputTrace*> own = traces[record->shard.run];
      CheckTraces(*record, own, problems);
      for (const ShardSuite& suite : record->suites) {
        RunPart part{record, &suite, nullptr};
        for (const InputTrace*& trace : own) {
          if (trace == nullptr || trace->header.name != suite.name) continue;
          if (part.trace != nullptr) {
            problems.push_back(suite.name + " ran twice in " + ShardText(*record) +
                               ", as with --gtest_repeat: " + part.trace->path + " and " +
                               trace->path + " overlap");
          }
          part.trace = std::exchange(trace, nullptr);
        }
        run_of(suite.name).parts.push_back(part);
      }
      for (const InputTrace* trace : own) {
        if (trace != nullptr) run_of(trace->header.name).parts.push_back({record, nullptr, trace});
      }
    }
  }
  return runs;
}

void CheckRuns(const std::vector<DividedRun>& runs, Problems& problems) {
  // Sets of one program may overlap, too.
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<Placed>> parts;
  for (const DividedRun& run : runs) {
    CheckWhole(run, problems);
    for (const RunPart& part : run.parts)
      parts[{run.set->program, run.name, FingerprintOf(part)}].emplace_back(&run, part);
  }
  for (const auto& [key, placed] : parts) CheckOverlaps(placed, problems);
  // A suite of some shards only: the others are of another build.
  for (const DividedRun& run : runs) {
    for (const auto& [index, record] : run.set->shards) {
      if (run.parts.front().suite == nullptr || record->Find(run.name) != nullptr) continue;
      problems.push_back(run.name + ": the shards are of different builds: " + ShardText(*record) +
                         " doesn't know it, and " + ShardText(*run.parts.front().record) + " does");
      break;
    }
  }
}

}  // namespace combtest::internal
