// Two nested serial actions that act where SUITE says, and misbehave as FAULT says; a place in the
// program's own process is `SetMode(1)`, in another one `there:SetMode(1)`, and in one that was
// started after some walk had crashed `late:SetMode(1)`.
#include <combtest/combtest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>

#include "test/worker/misbehave.h"

namespace {

using combtest::Scope;

// What the serial actions change in their process.
int process_mode = -1;
int process_level = -1;

struct Change {
  std::string what;
  int to;
};
BOOST_DESCRIBE_STRUCT(Change, (), (what, to))

struct Plain {
  int mode = -1;
  int level = -1;
  void Update(const Change& change) { (change.what == "mode" ? mode : level) = change.to; }
};
BOOST_DESCRIBE_STRUCT(Plain, (), (mode, level))

// Nobody has said how it becomes JSON.
struct Opaque {
  int mode = -1;
  int level = -1;
  void Update(const Change& change) { (change.what == "mode" ? mode : level) = change.to; }
};

std::string Here() {
  static const bool kLate = ::access((FaultDirectory() + "/claimed.segv").c_str(), F_OK) == 0;
  if (std::getenv("COMBTEST_INTERNAL_ID") == nullptr) return "";
  return kLate ? "late:" : "there:";
}

// All workers but one start only when some walk has crashed.
void WaitUnlessFirst() {
  if (std::getenv("SCOPES_ONE_STARTS") == nullptr || std::getenv("COMBTEST_INTERNAL_ID") == nullptr)
    return;
  if (Claim("first")) return;
  while (::access((FaultDirectory() + "/claimed.segv").c_str(), F_OK) != 0) ::usleep(1000);
}

void Reach(const std::string& place) {
  AppendLine("log", Here() + place + " " + std::to_string(::getpid()));
  if (std::getenv("SCOPES_PRINT") != nullptr) std::cout << "in " << place << std::endl;
  MisbehaveAt(Here() + place);
}

void Expect(int is, int should_be, const char* what) {
  if (is == should_be) return;
  throw std::logic_error(std::string(what) + " is " + std::to_string(is) + ", not " +
                         std::to_string(should_be));
}

template <Scope kWhere, class State>
struct SetMode : combtest::SerialAction {
  static constexpr std::string_view kName = "SetMode";
  static constexpr std::array kOptions = {0, 1};
  static constexpr Scope kScope = kWhere;
  Change Run(int mode, State& branch) const {
    Reach("SetMode(" + std::to_string(mode) + ")");
    process_mode = branch.mode = mode;
    return {"mode", mode};
  }
  void Undo(int mode, State& branch) const {
    Reach("~SetMode(" + std::to_string(mode) + ")");
    Expect(branch.mode, mode, "the branch's mode at its end");
    process_mode = -1;
  }
};

template <Scope kWhere, class State>
struct SetLevel : combtest::SerialAction {
  static constexpr std::string_view kName = "SetLevel";
  static constexpr std::array kOptions = {0, 1, 2};
  static constexpr Scope kScope = kWhere;
  Change Run(int level, State& branch) const {
    Reach("SetLevel(" + std::to_string(level) + ")");
    Expect(branch.level, -1, "the branch's level at its beginning");
    if (std::getenv("SCOPES_SAME") != nullptr) Expect(process_mode, branch.mode, "the mode");
    process_level = branch.level = level;
    return {"level", level};
  }
  void Undo(int level, State& branch) const {
    Reach("~SetLevel(" + std::to_string(level) + ")");
    Expect(branch.level, level, "the branch's level at its end");
    process_level = -1;
  }
};

// Takes no state, so that it may act in every process whatever the state is.
struct Turn : combtest::SerialAction {
  static constexpr std::array kOptions = {0, 1, 2};
  static constexpr Scope kScope = Scope::kEveryProcess;
  void Run(int option) const { Reach("Turn(" + std::to_string(option) + ")"); }
  void Undo(int option) const { Reach("~Turn(" + std::to_string(option) + ")"); }
};

struct Open : combtest::Action {
  static constexpr std::array kOptions = {0, 1, 2, 3};
  void Run(int) const {}
};
struct Write : combtest::Action {
  static constexpr std::array kOptions = {0, 1, 2};
  template <class State>
  void Run(int option, State& state) const {
    Reach("Write(" + std::to_string(option) + ")");
    if (std::getenv("SCOPES_SAME") != nullptr) Expect(process_mode, state.mode, "the mode");
  }
};
struct Read : combtest::Action {
  static constexpr std::array kOptions = {0, 1};
  template <class State>
  void Run(int option, State& state) const {
    Reach("Read(" + std::to_string(option) + ")");
    if (std::getenv("SCOPES_SAME") == nullptr) return;
    Expect(process_mode, state.mode, "the mode");
    Expect(process_level, state.level, "the level");
  }
};

std::string OneLine(std::string text) {
  for (char& c : text) {
    if (c == '\n') c = '~';
  }
  return text;
}

template <class State, class... Actions>
int RunActions() {
  const auto results = combtest::RunTests<State, Actions...>({.name = "scopes"});
  for (const combtest::WalkResult& walk : results.failed_walks) {
    std::cout << "failed " << walk.id << " at " << walk.where << ": "
              << combtest::ToString(walk.outcome);
    for (const combtest::Failure& failure : walk.failures)
      std::cout << "; " << OneLine(failure.where + ": " + failure.message);
    if (!walk.output.empty()) std::cout << "; printed " << OneLine(walk.output);
    std::cout << "\n";
  }
  for (const combtest::Failure& failure : results.run_failures)
    std::cout << "run failure: " << OneLine(failure.where + ": " + failure.message) << "\n";
  std::cout << "ledger " << results.ledger
            << (results.ledger.Balanced() ? "; balanced" : "; NOT BALANCED") << std::endl;
  return results.ok() ? 0 : 1;
}

template <class State, Scope kOuter, Scope kInner>
int RunSuite() {
  return RunActions<State, Open, SetMode<kOuter, State>, Write, SetLevel<kInner, State>, Read>();
}

}  // namespace

int main(int argc, char** argv) {
  if (!combtest::Init(&argc, argv)) return 0;
  WaitUnlessFirst();
  Here();
  const std::string suite = std::getenv("SUITE");
  if (suite == "every") return RunSuite<Plain, Scope::kEveryProcess, Scope::kEveryProcess>();
  if (suite == "once") return RunSuite<Plain, Scope::kOnce, Scope::kOnce>();
  if (suite == "own") return RunSuite<Plain, Scope::kOwnProcess, Scope::kOwnProcess>();
  if (suite == "own-opaque") return RunSuite<Opaque, Scope::kOwnProcess, Scope::kOwnProcess>();
  if (suite == "own-every") return RunSuite<Plain, Scope::kOwnProcess, Scope::kEveryProcess>();
  if (suite == "every-own") return RunSuite<Plain, Scope::kEveryProcess, Scope::kOwnProcess>();
  if (suite == "once-own") return RunSuite<Plain, Scope::kOnce, Scope::kOwnProcess>();
  if (suite == "own-once") return RunSuite<Plain, Scope::kOwnProcess, Scope::kOnce>();
  if (suite == "every-opaque") return RunSuite<Opaque, Scope::kEveryProcess, Scope::kOnce>();
  if (suite == "turn-opaque") return RunActions<Opaque, Open, Turn, Write, Read>();
  if (suite == "turn-first-opaque") return RunActions<Opaque, Turn, Write, Read>();
  std::cerr << "SUITE is not known: " << suite << "\n";
  return 2;
}
