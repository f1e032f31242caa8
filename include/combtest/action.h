// What a user derives from: Action, SerialAction, and the ways a walk ends early.
#ifndef COMBTEST_ACTION_H_
#define COMBTEST_ACTION_H_

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

namespace combtest {

// An operation with a list of options. A derived class is stateless and default-constructible, and
// has
//   static constexpr std::array kOptions = {…};     or   static auto Options();   (any input range)
//   void Run(option) const;                         or   void Run(option, State&) const;
// and may have
//   static constexpr std::string_view kName;        the name in walks and test names (default: the
//   type's) static std::string Label(const Option&);        an option's name (default: made from
//   its value) bool ShouldCancel(const Walk& walk, std::size_t index) const;
//                                                   true excludes the walk; `index` is this
//                                                   action's place. It must depend on nothing but
//                                                   the walk.
// Run is called from the thread that runs the walk; several walks may run the same action at once.
struct Action {};

// An action that runs once for all walks of its branch, while no walk is running. As Action, and
//   Run may return an update: a JSON-able value that is applied to every walk of the branch by
//   state.Update(update) (key by key where the state is a map with string keys)
//   void Undo(option) const;  or  void Undo(option, State&) const;    when its branch is left
// The State& of a serial action is the branch's own copy of the initial state, as the serial
// actions before it left it.
struct SerialAction {};

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
