// How a walk ended: a closed set of plain values.
#ifndef COMBTEST_OUTCOME_H_
#define COMBTEST_OUTCOME_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "combtest/failure.h"
#include "combtest/internal/nanoseconds.h"

namespace combtest {

using WalkId = std::uint64_t;

namespace outcome {

struct Passed {
  friend bool operator==(const Passed&, const Passed&) = default;
};
// It failed, was run again as the option retries asks, and passed in the last of its attempts.
struct Flaky {
  unsigned attempts = 0;
  bool counts_as_failed = false;  // the option flaky says so
  friend bool operator==(const Flaky&, const Flaky&) = default;
};
// An assertion or an exception; the walk's failures say which.
struct Failed {
  friend bool operator==(const Failed&, const Failed&) = default;
};
// CancelWalk or GTEST_SKIP.
struct Cancelled {
  std::string reason;
  friend bool operator==(const Cancelled&, const Cancelled&) = default;
};
// A signal ended the process that ran the walk, or a serial action of its branch.
struct Crashed {
  int signal = 0;
  friend bool operator==(const Crashed&, const Crashed&) = default;
};
// That process ended by itself in the middle of it.
struct Exited {
  int code = 0;
  friend bool operator==(const Exited&, const Exited&) = default;
};
// The walk took longer than walk_timeout, or a serial action of its branch than serial_timeout.
struct TimedOut {
  std::chrono::nanoseconds limit{};
  friend bool operator==(const TimedOut&, const TimedOut&) = default;
};
// What the walk had done was lost through no fault of its own.
struct Lost {
  std::string reason;
  friend bool operator==(const Lost&, const Lost&) = default;
};
// The run ended before the walk did, or there was no time for it from the start.
struct NotRun {
  std::string reason;
  bool cut_off = false;  // by the option budget: nothing went wrong
  friend bool operator==(const NotRun&, const NotRun&) = default;
};

}  // namespace outcome

using Outcome = std::variant<outcome::Passed, outcome::Flaky, outcome::Failed, outcome::Cancelled,
                             outcome::Crashed, outcome::Exited, outcome::TimedOut, outcome::Lost,
                             outcome::NotRun>;

// One word, the same in summaries, traces and gathered records: "passed", "flaky", "failed",
// "cancelled", "crashed", "exited", "timed out", "lost", "not run".
std::string_view OutcomeName(const Outcome& outcome);
// A sentence without a full stop: "crashed: SIGSEGV (segmentation fault)".
std::string ToString(const Outcome& outcome);

// What RecordProperty has said of a walk.
struct Property {
  std::string key;
  std::string value;
  friend bool operator==(const Property&, const Property&) = default;
};

// One walk's result. Details are kept only where something other than passing happened.
struct WalkResult {
  WalkId id = 0;
  Outcome outcome;
  // Of all attempts, where there were several: Failure::attempt tells them apart.
  std::vector<Failure> failures;
  std::string where;  // the action in which the walk ended, as `Write("hello")`; empty if it passed
  std::size_t action = 0;  // that action's place in the walk, from 0
  std::string state;       // the state it ended in, as JSON; empty where not known or not JSON-able
  std::string output;      // what its actions printed in a worker, as far as it can be told
  unsigned attempts = 1;   // how often it was run
  std::vector<Property> properties = {};  // in the order in which they were first recorded
  std::string scratch = {};  // the directory that it has left (CurrentWalk::ScratchDir), and where

  bool passed() const { return std::holds_alternative<outcome::Passed>(outcome); }
  bool cancelled() const { return std::holds_alternative<outcome::Cancelled>(outcome); }
  bool not_run() const { return std::holds_alternative<outcome::NotRun>(outcome); }
  bool flaky() const { return std::holds_alternative<outcome::Flaky>(outcome); }
  // Anything that a person must look at. A flaky walk only where the option flaky is `fail`.
  bool failed() const {
    if (const auto* flaky = std::get_if<outcome::Flaky>(&outcome)) return flaky->counts_as_failed;
    return !passed() && !cancelled() && !not_run();
  }
  operator WalkId() const { return id; }  // NOLINT(google-explicit-constructor)

  friend bool operator==(const WalkResult&, const WalkResult&) = default;
};

std::ostream& operator<<(std::ostream& out, const Outcome& outcome);
std::ostream& operator<<(std::ostream& out, const WalkResult& result);

// The account of a run: every selected walk is in exactly one of the other counts.
struct Ledger {
  std::uint64_t selected = 0;
  std::uint64_t passed = 0;
  std::uint64_t flaky = 0;
  std::uint64_t failed = 0;
  std::uint64_t cancelled = 0;
  std::uint64_t crashed = 0;  // outcome::Crashed and outcome::Exited
  std::uint64_t timed_out = 0;
  std::uint64_t lost = 0;
  std::uint64_t not_run = 0;
  std::uint64_t cut_off = 0;  // of those that weren't run: by the option budget

  void Count(const Outcome& outcome, std::uint64_t walks = 1);
  // Adds the counts of another part of the run, `selected` too.
  Ledger& operator+=(const Ledger& other);
  std::uint64_t Sum() const;
  bool Balanced() const { return Sum() == selected; }
  friend bool operator==(const Ledger&, const Ledger&) = default;
};

// What a program of walk suites exits with where a ledger doesn't balance: combtest has lost count,
// and no result of the run can be trusted. As EX_SOFTWARE of sysexits.h.
inline constexpr int kInternalErrorExitCode = 70;

// Empty where the ledger balances, else a sentence that says by how much it doesn't.
std::string ImbalanceText(const Ledger& ledger);

// "972 selected = 970 passed + 2 failed": counts of zero are left out.
std::string ToString(const Ledger& ledger);
std::ostream& operator<<(std::ostream& out, const Ledger& ledger);

}  // namespace combtest

#endif  // COMBTEST_OUTCOME_H_
