// The code of docs/from-py-combtest.md. Doesn't need GoogleTest.
#include <combtest/combtest.h>

#include <array>
#include <boost/json.hpp>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace guide {

struct MyState {
  int A = 0;
  int B = 0;
};
BOOST_DESCRIBE_STRUCT(MyState, (), (A, B))

struct MyActionA : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int option, MyState& state) const { state.A = option; }
};

struct MyActionB : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int option, MyState& state) const { state.B = option; }
};

void RunThem() {
  const auto results = combtest::RunTests<MyState, MyActionA, MyActionB>({.gather_states = true});
  std::cout << "Ran " << results.walk_count << " walks with " << results.error_count << " errors\n";
  std::cout << "Resulting states: " << combtest::ToJson(results.states) << "\n";
}

}  // namespace guide

namespace errors {

struct Divide : combtest::Action {
  static constexpr std::array kOptions = {1, 0};
  void Run(int by) const {
    if (by == 0) throw std::domain_error("division by zero");
  }
};

void RunThem() {
  const auto results = combtest::RunTests<combtest::NoState, Divide>();
  std::cout << results;
}

}  // namespace errors

namespace walks {

using guide::MyActionA;
using guide::MyActionB;
using guide::MyState;

int RunThem() {
  // A walk by hand: action and option, in order; the option need not be in the action's list.
  const combtest::Walk walk =
      combtest::MakeWalk<MyState>(combtest::With<MyActionA>(1), combtest::With<MyActionB>(7));
  std::cout << walk << " is named " << walk.name() << "\n";

  const combtest::Walk more = walk + combtest::MakeWalk<MyState>(combtest::With<MyActionA>(2));
  std::cout << more << (more == walk ? " equals " : " differs from ") << walk << "\n";

  // One walk of a suite, by its id or its name.
  const combtest::Walks<MyState, MyActionA, MyActionB> suite;
  const auto one = combtest::RunTests(suite, {.gather_states = true}, combtest::Selection::Of({5}));
  std::cout << suite.space()[5] << " ended in " << combtest::ToJson(one.states[0]) << "\n";
  const auto found = suite.space().Find("MyActionA_2__MyActionB_3");
  std::cout << "and has id " << found->id() << "\n";

  std::cout << "a random option: " << combtest::RandomOption<MyActionA>(7) << "\n";
  return one.ok() ? 0 : 1;
}

}  // namespace walks

namespace replay {

using errors::Divide;

void RunThem() {
  const auto results = combtest::RunTests<combtest::NoState, Divide>({.log_dir = "py_logs"});
  const auto again =
      combtest::ReplayWalk<combtest::NoState>(results.logs, results.failed_walks[0].id);
  std::cout << again.failed_walks[0].failures[0].message << "\n";
}

}  // namespace replay

namespace configuration {

void Configure() {
  combtest::config::SetThreads(4);
  combtest::config::SetWalkTimeout(std::chrono::seconds(30));
  combtest::config::SetOrder(combtest::config::Order::kFailedFirst);
  combtest::config::Set("log_dir", "logs");
  for (const std::string& line : combtest::config::Differences()) std::cout << line << "\n";
}

}  // namespace configuration

// `from_py_combtest run|errors|walks|replay|config`; the first three without an argument.
int main(int argc, char** argv) {
  if (!combtest::Init(&argc, argv)) return 0;
  const std::string part = argc > 1 ? argv[1] : "";
  if (part.empty() || part == "run") guide::RunThem();
  if (part.empty() || part == "errors") errors::RunThem();
  if (part == "replay") replay::RunThem();
  if (part == "config") configuration::Configure();
  return part.empty() || part == "walks" ? walks::RunThem() : 0;
}
