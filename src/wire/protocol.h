// The messages between the orchestrator and its workers, and their JSON.
#ifndef COMBTEST_SRC_WIRE_PROTOCOL_H_
#define COMBTEST_SRC_WIRE_PROTOCOL_H_

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "combtest/outcome.h"
#include "combtest/walk_set.h"
#include "src/log/log_record.h"
#include "src/wire/worker_target.h"

namespace combtest::internal {

inline constexpr int kProtocolVersion = 8;

// --- From a worker ---

// The first: who it is and what it would run.
struct Hello {
  int protocol = kProtocolVersion;
  std::uint64_t fingerprint = 0;
  std::string state;  // the type's name
  std::int64_t pid = 0;
  std::string host;
};
// It has read Setup and waits for phases.
struct Ready {};
// The walks at positions [from, to) of a batch have run the phase's segment; those that didn't pass
// it have been reported before.
struct Done {
  std::uint64_t epoch = 0;
  std::uint64_t batch = 0;
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  std::uint64_t ran = 0;     // walks that really ran
  std::uint64_t passed = 0;  // of those
  // How long each took, in ns: of every position, where Setup asks for it; else empty.
  std::vector<std::uint64_t> times = {};
  // Else of those that took long: a position, and ns.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> slow = {};
};
// A walk is over and has not passed; or (`goes_on`) has failures and goes on.
struct Ended {
  std::uint64_t epoch = 0;
  std::uint64_t slot = 0;
  bool goes_on = false;
  WalkResult result;
  std::uint64_t took = 0;  // ns, in this segment
};
// A state as it was when a walk ended its segment. Its JSON isn't parsed on the way; where it is
// empty the state can't become JSON.
struct StateMessage {
  std::uint64_t slot = 0;
  std::string_view json;  // into the message
};
// A walk of a batch isn't run: its state, which came with the batch, can't be read.
struct Unread {
  std::uint64_t epoch = 0;
  std::uint64_t slot = 0;
  std::string why;
};
// What a walk's actions have recorded in a segment that is over.
struct WalkProperties {
  std::uint64_t epoch = 0;
  std::uint64_t slot = 0;
  std::vector<Property> properties;
};
// A walk has a directory, which is there now.
struct ScratchDirectory {
  std::uint64_t epoch = 0;
  std::uint64_t slot = 0;
  std::string path;
};
// Batches that were given back, unstarted.
struct Released {
  std::uint64_t epoch = 0;
  std::vector<std::uint64_t> batches;
};
struct Pong {};
// One thread of a worker: a copy of its ThreadMarker.
struct ThreadNote {
  std::uint64_t batch = 0, from = 0, begun = 0, progress = 0, action = 0, death = 0;
  friend bool operator==(const ThreadNote&, const ThreadNote&) = default;
};
// From the supervisor of a worker: walks that have been running for a while, by thread; a batch of
// 0: none.
struct Running {
  std::vector<ThreadNote> threads;
};
// The last of all, from the supervisor: the worker is dead.
struct Gone {
  int signal = 0;  // 0: it ended by itself, with `code`
  int code = 0;
  std::vector<ThreadNote> threads;
  std::vector<std::string> leftovers;  // processes that it left and that were ended
};
// The worker can't go on; it ends.
struct Trouble {
  std::string message;
};

// What fails the run and belongs to no walk that still runs.
struct RunTrouble {
  std::string message;
};

// Its source isn't sent.
struct LogMessage {
  LogRecord record;
};
// Records of the log that the worker has dropped so far.
struct DroppedRecords {
  std::uint64_t count = 0;
};

// A serial action has run, or its Undo.
struct SerialEnd {
  std::uint64_t call = 0;
  bool clean = true;  // else `result` says how the branch's walks end
  WalkResult result;
  std::optional<boost::json::value> update;
  std::optional<boost::json::value> state;  // the branch's, from the stage
  std::vector<Property> properties = {};    // from the stage
};

// Before Hello, of a worker on the way to its own call of RunTests: what another call has given,
// and the text of a trace that one has left.
struct AskCall {
  WorkerTarget call;
};
struct AskTrace {
  std::string path;
};

using FromWorker = std::variant<Hello, Ready, Done, Ended, StateMessage, Unread, WalkProperties,
                                Released, Pong, Trouble, LogMessage, DroppedRecords, Running, Gone,
                                RunTrouble, SerialEnd, AskCall, AskTrace, ScratchDirectory>;

// --- To a worker ---

struct Setup {
  unsigned threads = 1;
  std::string selection = "all";  // a WalkSet's text
  bool list_all = false;          // as for Plan
  bool send_states = false;       // at the end of each segment that another one follows
  bool send_final_states = false;
  int verbosity = 1;
  bool send_times = false;  // of all walks
  // What CurrentWalk tells.
  std::string name = {};     // of the run
  std::string scratch = {};  // ScratchDirs' token
  unsigned worker = 0;
  unsigned workers = 1;
  bool shares_files = true;  // with the orchestrator, which removes what serial actions have made
  bool as_selected = false;  // as RunOrder::Branches
};
struct PhaseUpdate {
  std::size_t action = 0;
  std::size_t option = 0;
  boost::json::value value;
};
struct StartPhase {
  std::uint64_t epoch = 0;
  std::uint64_t step = 0;  // of the plan
  std::vector<PhaseUpdate> updates;
};
struct ShippedState {
  std::uint64_t slot = 0;
  boost::json::value state;
};
// One thread runs all of it, while others run other batches, and says at once that it is over:
// others may wait for what its walks hold.
struct RunBatch {
  std::uint64_t epoch = 0;
  std::uint64_t batch = 0;
  WalkSet slots;                           // named: never all
  std::vector<ShippedState> states;        // of walks that this worker doesn't hold
  std::vector<std::uint64_t> failed = {};  // slots of walks that have had failures
};
// Asks for all batches that haven't been started.
struct Release {
  std::uint64_t epoch = 0;
};
struct Ping {};
// Ends the worker by a signal if it is still running this walk: one that takes too long.
struct Abort {
  std::uint64_t batch = 0;
  std::uint64_t begun = 0;  // as in ThreadNote
};
// To run a serial action, or its Undo: a step of the plan.
struct SerialCall {
  std::uint64_t call = 0;  // kFirstCall and up
  std::uint64_t step = 0;
  // To the stage, which keeps the branches' states. Else it runs in a copy, which is thrown away.
  bool keeps_state = false;
  // Of the branch around it, or for an Undo of the branch itself, where the process needs it and
  // hasn't got it.
  std::optional<boost::json::value> state;
};
// What a thread's marker has as its batch while it carries out a call.
inline constexpr std::uint64_t kFirstCall = std::uint64_t{1} << 62;
// Walks whose directories on this host nobody needs any more.
struct DropScratch {
  std::vector<WalkId> walks;
};
struct EndWorker {};
// What was asked for: a PastCall, or a trace.
struct CallAnswer {
  std::string why_not;  // empty: here it is
  boost::json::value value;
};
// To a supervisor: nothing more is wanted of its worker, dead or alive.
struct Dismissal {};

using ToWorker = std::variant<Setup, StartPhase, RunBatch, Release, Ping, Abort, SerialCall,
                              DropScratch, EndWorker, Dismissal, CallAnswer>;

// Without the frame.
std::string Encode(const FromWorker& message);
std::string Encode(const ToWorker& message);
// As Encode(RunBatch), with states that are JSON text already.
struct ShippedText {
  std::uint64_t slot = 0;
  std::string_view state = {};
};
std::string EncodeRunBatch(const RunBatch& batch, const std::vector<ShippedText>& states);
// As Encode(StateMessage), and cheap.
void AppendState(std::string& out, std::uint64_t slot, std::string_view json);

// Throw Error, saying which field is wrong, for anything that is no such message.
FromWorker DecodeFromWorker(std::string_view text);
ToWorker DecodeToWorker(std::string_view text);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WIRE_PROTOCOL_H_
