// Traces of earlier runs, read back. docs/traces.md describes the file.
#ifndef COMBTEST_SRC_TRACE_TRACE_READER_H_
#define COMBTEST_SRC_TRACE_TRACE_READER_H_

#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "combtest/coverage.h"
#include "combtest/explanation.h"
#include "combtest/outcome.h"
#include "combtest/walk_set.h"
#include "src/space/name_table.h"

namespace combtest::internal {

inline constexpr int kTraceSchema = 1;
inline constexpr std::string_view kTraceEnding = ".trace.jsonl";

struct TraceOption {
  std::string name;  // its piece of walks' names: "Write_hello"
  std::string text;  // for people: "\"hello\""; cut where it is long
  boost::json::value value;
};

struct TraceAction {
  std::string name;
  bool serial = false;
  std::vector<TraceOption> options;
};

// The run was a part of a selection that several processes shared.
struct TraceShard {
  unsigned index = 0;
  unsigned total = 1;
  std::string run;              // as in the process's shard record
  std::optional<WalkId> walks;  // of the whole selection; nothing: the run itself wasn't divided
};

// Few walks that stood for all.
struct TraceArray {
  unsigned strength = 0;
  std::string hash;  // of its walks, in their order: 16 hexadecimal digits
  friend bool operator==(const TraceArray&, const TraceArray&) = default;
};

// The first line: what ran, and where.
struct TraceHeader {
  int schema = kTraceSchema;
  std::string name;   // "All/DiskWalks.Pass", or what tells a call of RunTests from others
  std::string state;  // the type's name
  std::vector<TraceAction> actions;
  std::string fingerprint;  // of the walk space, 16 hexadecimal digits
  WalkId walks = 0;         // in the full product
  WalkSet selection;
  unsigned workers = 0;
  unsigned threads = 1;
  std::string host;
  std::int64_t pid = 0;
  std::string started;               // UTC: "2026-01-31T23:59:59.123456Z"; sorts as text
  std::vector<std::string> command;  // the command line
  boost::json::object versions;      // "combtest", "compiler", "boost", "gtest" …: text
  boost::json::object settings;      // what the test framework adds: "seed", "filter" …: text
  std::optional<TraceShard> shard;
  std::optional<TraceArray> array;  // nothing: all walks, or those that were named
  std::string require_coverage;     // as the option; empty: nothing

  std::shared_ptr<const NameTable> names;

  // The options' indices of the walk of this id.
  std::vector<std::size_t> OptionsOf(WalkId id) const;
  std::string NameOf(WalkId id) const;
  // The option that the walk of this id has of this action.
  const TraceOption& OptionOf(WalkId id, std::size_t action) const;
  // The id of the walk of this name, here; nothing where there was none.
  std::optional<WalkId> Find(std::string_view name) const;
};

// A walk that is over. A walk of the selection without a record hadn't finished.
struct TraceWalk {
  std::string name;
  std::string branch;  // its serial options: "Remount(true)"; empty without serial actions
  WalkResult result;   // id, outcome, failures, where, action, state, output
  std::optional<std::chrono::nanoseconds> took;  // all its segments together
  std::optional<unsigned> worker;                // nothing: the orchestrator itself
};

// What a serial action did.
struct TraceSerial {
  bool undo = false;
  std::string action;         // "Remount(true)"
  std::size_t index = 0;      // its place among the actions
  std::size_t depth = 0;      // serial actions whose branch it is in
  WalkResult result;          // passed, or why its branch's walks ended
  boost::json::value update;  // null: none
  std::optional<std::chrono::nanoseconds> took;
};

struct TraceWorker {
  unsigned worker = 0;
  std::string host;
  std::int64_t pid = 0;
};

// The last line, where the run came to its end.
struct TraceEnd {
  Ledger ledger;
  std::uint64_t segments = 0;
  std::chrono::nanoseconds elapsed{};
  std::string stopped;  // why the run ended early; empty: it didn't
  std::vector<Failure> run_failures;
  std::vector<StrengthCoverage> coverage;  // as Coverage::strengths
  std::vector<PairCoverage> pairs;         // as Coverage::pairs; empty in older traces
  WalkSet excluded = WalkSet::Of({});      // as Coverage::excluded
  Explanations explanations;               // none where no walk failed, or it can't be read
};

struct Trace {
  std::string path;
  TraceHeader header;
  std::vector<TraceWalk> walks;        // by id
  std::vector<TraceWalk> extra_walks;  // as they ran, each as often as it did
  std::vector<TraceSerial> serials;
  std::vector<TraceWorker> workers;
  std::optional<TraceEnd> end;  // nothing: the run was killed
  bool torn = false;            // the last line was cut, and passed over

  // Null where the walk has no record.
  const TraceWalk* Find(WalkId id) const;
};

// What to do with each record of a trace, in the order of the file. Empty: passed over.
struct TraceVisitor {
  std::function<void(TraceWalk walk)> walk;
  // One that was run after the others, to find out why some had failed.
  std::function<void(TraceWalk walk)> extra_walk;
  // A segment that another one follows.
  std::function<void(WalkId id, std::uint64_t phase, std::chrono::nanoseconds took)> segment;
  std::function<void(TraceSerial serial)> serial;
  std::function<void(TraceWorker worker)> worker;
  std::function<void(TraceEnd end)> end;
};

// Reads a trace of any length in little memory; returns its header and whether the last line was
// torn. A last line that was cut is passed over; where anything else is no record, throws Error
// naming the file, the line and what is wrong.
TraceHeader VisitTrace(const std::string& path, const TraceVisitor& visitor, bool* torn = nullptr);
// The header alone.
TraceHeader ReadTraceHeader(const std::string& path);
// The last record alone, where it is the end of a run; nothing where the run was killed. Throws
// Error where the file can't be read.
std::optional<TraceEnd> ReadTraceEnd(const std::string& path);
// All of it. A walk that stands there twice counts as its last record says.
Trace ReadTrace(const std::string& path);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TRACE_TRACE_READER_H_
