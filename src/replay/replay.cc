#include "src/replay/replay.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <system_error>
#include <utility>
#include <vector>

#include "combtest/config.h"
#include "src/os/process_info.h"
#include "src/os/worker_process.h"
#include "src/record/state_json.h"
#include "src/replay/json_difference.h"
#include "src/replay/stepped_walk.h"
#include "src/space/space_data.h"
#include "src/text/json_text.h"
#include "src/text/plain_stream.h"
#include "src/text/read_json.h"
#include "src/worker/passed_calls.h"

namespace combtest::internal {
namespace {

constexpr const char* kTag = "[  REPLAY  ] ";

TracedWalk ReadTarget(const std::string& target) {
  const auto colon = target.rfind(':');
  if (colon == target.npos || colon == 0 || colon + 1 == target.size())
    throw Error("--combtest_replay: `" + target +
                "` isn't TRACE:WALK, where WALK is an id or a name");
  return ReadTracedWalk(target.substr(0, colon), std::string_view(target).substr(colon + 1));
}

void ReadState(const StateOps& ops, const std::string& text, StateSlab& slab) {
  if (ops.from_json == nullptr) throw Error("--combtest_state: " + NotJsonAble(ops));
  boost::json::error_code error;
  const boost::json::value json = ReadJson(text, error);
  if (error) throw Error("--combtest_state: `" + text + "` isn't JSON: " + error.message());
  try {
    ops.from_json(slab[0], json);
  } catch (const std::exception& wrong) {
    throw Error(std::string("--combtest_state doesn't fit: ") + wrong.what());
  }
  slab.MarkAlive(0);
}

std::string Quoted(const Failure& failure) {
  PlainStream text;
  text << "`" << failure.message << "`";
  if (!failure.where.empty()) text << " in " << failure.where;
  return text.str();
}

// Of the last attempt only.
std::vector<Failure> Failures(const WalkResult& result) {
  std::vector<Failure> failures;
  for (const Failure& failure : result.failures) {
    if (failure.attempt == 0 || failure.attempt == result.attempts) failures.push_back(failure);
  }
  return failures;
}

std::string FailureDifference(const WalkResult& was, const WalkResult& is) {
  const std::vector<Failure> before = Failures(was);
  const std::vector<Failure> now = Failures(is);
  for (std::size_t i = 0; i < std::max(before.size(), now.size()); ++i) {
    if (i >= now.size()) return "the failure " + Quoted(before[i]) + " isn't there";
    if (i >= before.size()) return "there is another failure, " + Quoted(now[i]);
    if (before[i].message != now[i].message || before[i].where != now[i].where)
      return "its failure was " + Quoted(before[i]) + " and is " + Quoted(now[i]);
  }
  return {};
}

}  // namespace

namespace {

// On another machine, a worker on the way to its call hasn't got the traces of earlier ones.
TracedWalk TracedWalkFor(const std::string& trace, std::string_view walk) {
  const WorkerRole* role = CurrentWorkerRole();
  std::error_code error;
  if (role == nullptr || HasArrived() || std::filesystem::exists(FromStartDirectory(trace), error))
    return ReadTracedWalk(trace, walk);
  const std::filesystem::path copy =
      std::filesystem::temp_directory_path() /
      ("combtest-" + std::to_string(OwnProcessId()) + std::string(kTraceEnding));
  std::ofstream(copy, std::ios::binary) << FetchTrace(*role, trace);
  TracedWalk traced = ReadTracedWalk(copy.string(), walk);
  std::filesystem::remove(copy, error);
  return traced;
}

}  // namespace

Walk WalkFromTrace(const WalkSpace& space, const std::string& trace, std::string_view walk) {
  if (trace.empty()) throw Error("replay: the run left no trace; give it a log_dir");
  return WalkOfTrace(space, TracedWalkFor(trace, walk));
}

const WalkSpace& SpaceOf(const RunLogs& logs) {
  if (!logs.space)
    throw Error("replay: these logs aren't of a run of this program; say which Walks they are of");
  return *logs.space;
}

Replay::Replay(const std::string& target) : traced_(ReadTarget(target)) {}

Replay* AskedReplay(const config::Settings& settings) {
  static std::map<std::string, std::unique_ptr<Replay>> replays;
  if (settings.replay.empty()) {
    if (settings.step)
      throw Error("--combtest_step: there is nothing to step through without --combtest_replay");
    if (!settings.state.empty())
      throw Error("--combtest_state: there is nothing to begin without --combtest_replay");
    return nullptr;
  }
  std::unique_ptr<Replay>& replay = replays[settings.replay];
  if (replay == nullptr) replay = std::make_unique<Replay>(settings.replay);
  return replay.get();
}

ReplaySettings ReplaySettingsOf(const config::Settings& settings) {
  return {settings.step, settings.state};
}

ReplayRun::ReplayRun(const Walk& walk, const TracedWalk& traced, const ReplaySettings& settings,
                     RunSpec spec, const Integration& integration, const Listeners& listeners)
    : walk_(walk), traced_(traced), ran_(settings.step ? SteppedByHand(walk) : walk) {
  const StateOps& ops = *WalkAccess::Data(walk.space())->state;
  if (!settings.state.empty()) {
    initial_.emplace(ops, 1);
    ReadState(ops, settings.state, *initial_);
    spec.initial_state = (*initial_)[0];
  }
  spec.space = ran_.space();
  spec.selection = Selection::Of({ran_.id()});
  spec.states.keep = true;
  spec.list_all = true;
  spec.guarded = false;  // in a debugger nothing is late
  // Before it runs: it may take the program down.
  std::cout << kTag << "walk " << traced.id << " of " << traced.path << ": " << walk << std::endl;
  run_ = Execute(std::move(spec), integration, listeners);
}

WalkResult ReplayRun::result() const {
  WalkResult result = run_->board().ResultOf(0);
  result.id = walk_.id();
  return result;
}

std::string ReplayRun::FinalState() const {
  const StateOps& ops = *WalkAccess::Data(walk_.space())->state;
  const void* state = run_->ReadState(0);
  if (state == nullptr || ops.to_json == nullptr) return {};
  try {
    return LineJson(ops.Json(state));
  } catch (const std::exception&) {
    return {};
  }
}

std::string ReplayRun::Report() const {
  const WalkResult now = result();
  const std::string state = FinalState();
  PlainStream out;
  out << kTag << "final state: " << (state.empty() ? "(not JSON-able, or none)" : state) << "\n";
  if (!traced_.record) {
    out << kTag << "the trace doesn't say how it ended: the run was over before\n";
    return out.str();
  }
  const WalkResult& was = traced_.record->result;
  std::vector<std::string> differences;
  if (ToString(was.outcome) != ToString(now.outcome)) {
    differences.push_back("it " + std::string(was.passed() ? "passed" : "ended") + " as `" +
                          ToString(was.outcome) + "` and is now `" + ToString(now.outcome) + "`");
  }
  if (const std::string difference = FailureDifference(was, now); !difference.empty())
    differences.push_back(difference);
  bool compared = false;
  boost::json::error_code error;
  if (!was.state.empty() && !state.empty()) {
    const boost::json::value before = ReadJson(was.state, error);
    const boost::json::value after = error ? before : ReadJson(state, error);
    if (!error) {
      compared = true;
      const std::string difference = FirstDifference(before, after, "state");
      if (!difference.empty()) differences.push_back(difference);
    }
  }
  if (differences.empty()) {
    out << kTag << "as in the trace: " << ToString(now.outcome)
        << (was.failures.empty() ? "" : ", with the same failures")
        << (compared ? ", in the same state" : "") << "\n";
  }
  for (const std::string& difference : differences)
    out << kTag << "not as in the trace: " << difference << "\n";
  return out.str();
}

}  // namespace combtest::internal
