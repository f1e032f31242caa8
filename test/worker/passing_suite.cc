// Several calls of RunTests in one main. Each process notes what they gave, in a file of its own:
// `seen.PID`. With the argument `opaque` the first one's states can't become JSON; with `many` they
// are too many to be kept where the walks run in this process.
#include <combtest/combtest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

#include "test/support/up_to.h"

namespace {

struct Add : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3, 4};
  void Run(int number, int& sum) const {
    sum += number;
    if (number == 2) throw std::runtime_error("no twos, bytes \xff\xfe");
    if (number == 3) throw combtest::CancelWalk("no threes");
  }
};
struct Twice : combtest::Action {
  static constexpr std::array kOptions = {2, 3};
  void Run(int times, int& sum) const { sum *= times; }
};

struct Opaque {
  int* number = nullptr;
};
struct Point : combtest::Action {
  static constexpr std::array kOptions = {1};
  void Run(int, Opaque&) const {}
};

struct Undefault {
  explicit Undefault(int) {}
};
struct Stand : combtest::Action {
  static constexpr std::array kOptions = {1};
  void Run(int, Undefault&) const {}
};

struct Count : combtest::Action {
  static auto Options() { return combtest::test::UpTo(20'000); }
  void Run(int number, int& sum) const { sum = number; }
};

std::ofstream seen;

void Note(const combtest::Results<int>& results) {
  seen << results.name << ": " << results.ledger << ", " << results.segment_count << " segments, "
       << results.elapsed.count() << " ns, " << results.logs.trace << "\n";
  for (const combtest::WalkResult& walk : results.failed_walks) seen << walk << "\n";
  for (const combtest::WalkResult& walk : results.cancelled_walks) seen << walk << "\n";
  for (std::size_t i = 0; i < results.states.size(); ++i)
    seen << results.walks[i].name << " " << combtest::ToString(results.walks[i].outcome) << " "
         << results.states[i] << "\n";
  seen.flush();
}

int Last(const combtest::Results<int>& last) {
  std::cout << last << std::flush;
  return last.ok() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (!combtest::Init(&argc, argv)) return 0;
  const std::string mode = argc > 1 ? argv[1] : "";
  seen.open(std::string(std::getenv("FAULT_DIR")) + "/seen." + std::to_string(::getpid()));
  if (mode == "opaque")
    combtest::RunTests<Opaque, Point>({.workers = 0, .gather_states = true, .name = "opaque"});
  if (mode == "many")
    combtest::RunTests<int, Count>({.workers = 0, .gather_states = true, .name = "many"});
  if (!mode.empty()) return Last(combtest::RunTests<int, Twice>({.name = "last"}));
  const auto first =
      combtest::RunTests<int, Add>({.gather_states = true, .log_dir = "logs", .name = "first"});
  Note(first);
  seen << "state 0 is " << first.states.at(0) << "\n";
  Note(combtest::ReplayWalk(first.logs, 3, 10));
  Note(combtest::ReplayWalk(first.logs, "Add_4", 20));
  try {
    combtest::RunTests<Undefault, Stand>();
  } catch (const combtest::Error& error) {
    seen << error.what() << "\n";
  }
  for (int i = 0; i < 3; ++i) Note(combtest::RunTests<int, Add, Twice>());
  return Last(combtest::RunTests<int, Twice>({.gather_states = true, .name = "last"}));
}
