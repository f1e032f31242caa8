// Two walks whose states no worker can read back from JSON; the first kills its worker after the
// serial action, so that the second has to go on elsewhere.
#include <combtest/combtest.h>

#include <array>
#include <boost/json/value.hpp>
#include <cstdlib>
#include <iostream>

#include "test/worker/misbehave.h"

namespace {

struct Unreadable : combtest::JsonSerializable {
  int begun = -1;
  boost::json::value to_json() const { return begun; }
  static Unreadable from_json(const boost::json::value&) { throw combtest::Error("no such word"); }
};

struct Begin : combtest::Action {
  static constexpr std::array kOptions = {0, 1};
  void Run(int option, Unreadable& state) const { state.begun = option; }
};
struct Turn : combtest::SerialAction {
  static constexpr std::array kOptions = {0};
  void Run(int) const {}
};
struct End : combtest::Action {
  static constexpr std::array kOptions = {0};
  void Run(int, Unreadable& state) const {
    if (state.begun == 0) Misbehave("kill");
  }
};

}  // namespace

int main() {
  const auto results = combtest::RunTests<Unreadable, Begin, Turn, End>({.workers = 1});
  for (const combtest::WalkResult& walk : results.failed_walks) {
    std::cout << walk.id << " " << combtest::OutcomeName(walk.outcome);
    for (const combtest::Failure& failure : walk.failures) std::cout << ": " << failure.message;
    std::cout << "\n";
  }
  std::cout << results.ledger << "\n";
}
