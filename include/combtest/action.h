// What a user derives from: Action, SerialAction, and the ways a walk ends early.
#ifndef COMBTEST_ACTION_H_
#define COMBTEST_ACTION_H_

#include <concepts>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace combtest {

// Where a serial action acts.
enum class Scope {
  kOnce,          // in the orchestrator, once: for what is outside the process
  kEveryProcess,  // once in every process that runs walks of its branch, the orchestrator included
  kOwnProcess,    // once, in a process of its own: one that may crash, hang or exit
};

// What only so many walks of a run may use at a time: licenses, ports, room in memory. Two of one
// name are the same thing, and have the same count.
struct Resource {
  std::string_view name;
  unsigned count = 1;
};

namespace internal {

// What an action may ask and say of the walk that it runs in: the same wherever that is. From the
// thread that runs it, and from one that an action has started while no other walk runs in the
// process; else they throw Error.
struct WalkCalls {
  // Whether the walk has failed so far, also in a helper that has just returned:
  //   OpenSocket(port, state);  // with ASSERT_* in it
  //   if (HasFatalFailure()) return;
  // In a serial action: whether that has.
  static bool HasFatalFailure();
  static bool HasNonfatalFailure();
  static bool HasFailure() { return HasFatalFailure() || HasNonfatalFailure(); }

  // A property at the walk's case in the reports, XML and JSON; of a serial action, at the suite.
  // The last value of a key counts.
  static void RecordProperty(std::string_view key, std::string_view value);
  template <std::integral Number>
  static void RecordProperty(std::string_view key, Number value) {
    RecordProperty(key, std::string_view(std::to_string(value)));
  }
};

}  // namespace internal

// clang-format off
// An operation with a list of options. A class derived from it is stateless and
// default-constructible. It has
//
//   static constexpr std::array kOptions = {…};
//   static auto Options();
//       One of the two: the options. Options() returns any input range.
//
//   void Run(option) const;
//   void Run(option, State&) const;
//       One of the two: performs the action. Called on the thread that runs the walk; several walks
//       may run the same action at once.
//
// and may have
//
//   static constexpr std::string_view kName;
//       Its name in walks and test names. Default: the name of its type.
//
//   static std::string Label(const Option&);
//       An option's name in test names. Default: made from the option's value.
//
//   bool ShouldCancel(const Walk& walk, std::size_t index) const;
//       True excludes the walk. `index` is this action's place in it. The answer must depend on
//       nothing but the walk.
//
//   static constexpr combtest::Resource kNeeds{"license", 2};
//       Or an array of them. A walk holds it through the segment that has this action, at most so
//       many walks at a time, whatever workers and threads there are. See docs/resources.md.
//
//   static constexpr bool kRepeatable = false;
//       No walk with it is run once more to find out why others failed. Default: true. See
//       docs/explanations.md.
struct Action : internal::WalkCalls {};

// An action that runs once for all walks of its branch, while no walk is running. It has options, a
// name and labels as an Action does, and ShouldCancel. It has
//
//   void Run(option) const;
//   void Run(option, State& state) const;
//       One of the two. `state` is the branch's own copy of the initial state, as the serial
//       actions before this one left it. Instead of void, Run may return an update: a JSON-able
//       value, applied to every walk of the branch by state.Update(update), or key by key where
//       the state is a map with string keys.
//
// and may have
//
//   void Undo(option) const;
//   void Undo(option, State& state) const;
//       Called when its branch is left.
//
//   static constexpr combtest::Scope kScope = combtest::Scope::kEveryProcess;
//       Where it acts, and its Undo. Default: kOnce.
//
//   static constexpr bool kRepeatable = false;
//       As an Action's.
struct SerialAction : internal::WalkCalls {};
// clang-format on

// The state of walks that need none.
struct NoState {
  friend bool operator==(NoState, NoState) { return true; }
};

// Thrown by an action: ends its walk, which counts as cancelled and not as failed. Thrown by a
// serial action: cancels every unfinished walk of its branch.
class CancelWalk : public std::exception {
 public:
  explicit CancelWalk(std::string reason = "cancelled") : reason_(std::move(reason)) {}
  const char* what() const noexcept override { return reason_.c_str(); }

 private:
  std::string reason_;
};

// What combtest throws where it is used in a way that can't work: an empty option list, two options
// with one name, a bad setting. The message names the thing and what would be right.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace combtest

#endif  // COMBTEST_ACTION_H_
