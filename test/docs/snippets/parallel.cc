// docs/running-in-parallel.md: a program without GoogleTest.
#include <combtest/combtest.h>
#include <unistd.h>

#include <array>
#include <iostream>
#include <set>

struct Where {
  int process = 0;
  int sum = 0;
};
BOOST_DESCRIBE_STRUCT(Where, (), (process, sum))

template <int Tens>
struct Add : combtest::Action {
  static constexpr std::array kOptions = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  void Run(int digit, Where& where) const {
    where.sum += Tens * digit;
    where.process = ::getpid();
  }
};
struct Announce : combtest::SerialAction {
  static constexpr std::array kOptions = {1};
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  void Run(int) const { std::cout << "between two phases\n"; }
};

int main() {
  const auto results = combtest::RunTests<Where, Add<10>, Announce, Add<1>>(
      {.workers = 2, .gather_states = true, .name = "sums"});
  std::set<int> processes;
  for (const Where& where : results.states) processes.insert(where.process);
  std::cout << results << "walks ran in this process: " << processes.count(::getpid()) << "\n"
            << "state of walk 42: " << results.StateOf(42)->sum << "\n";
  return results.ok() ? 0 : 1;
}
