// A program that runs the suite of faults by RunTests and writes down all that came of it.
#include <cstdlib>
#include <iostream>
#include <string>

#include "test/worker/fault_actions.h"

namespace {

bool IsWorker() { return std::getenv("COMBTEST_INTERNAL_ID") != nullptr; }

std::string OneLine(std::string text) {
  for (char& c : text) {
    if (c == '\n') c = '~';
  }
  return text;
}

void PrintStates(const combtest::Results<FaultState>& results) {
  for (std::size_t i = 0; i < results.states.size(); ++i) {
    const FaultState& s = results.states[i];
    std::cout << "state " << results.walks[i].id << " "
              << combtest::OutcomeName(results.walks[i].outcome) << " " << s.open << ","
              << s.remount << "," << s.write << "," << s.sync << "," << s.read << ","
              << s.ballast.size() << "\n";
  }
}

void Print(const combtest::Results<FaultState>& results) {
  for (const combtest::WalkResult& walk : results.failed_walks) {
    std::cout << "failed " << walk.id << " at " << walk.where << ": "
              << combtest::ToString(walk.outcome);
    for (const combtest::Failure& failure : walk.failures) {
      std::cout << "; " << OneLine(failure.message);
    }
    if (!walk.output.empty()) std::cout << "; printed: " << OneLine(walk.output).substr(0, 200);
    std::cout << "\n";
  }
  for (const combtest::Failure& failure : results.run_failures)
    std::cout << "run failure: " << OneLine(failure.message) << "\n";
  PrintStates(results);
  std::cout << "ledger " << results.ledger
            << (results.ledger.Balanced() ? "; balanced" : "; NOT BALANCED") << "\n"
            << "segments " << results.segment_count << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (!combtest::Init(&argc, argv)) return 0;
  if (const char* fault = std::getenv("FAULT_START"); fault != nullptr && IsWorker()) {
    const std::string kind = fault;
    if (!kind.starts_with("once-")) {
      Misbehave(kind);
    } else if (Claim("start")) {
      Misbehave(kind.substr(5));
    }
  }
  combtest::RunOptions<FaultState> options;
#ifndef COMBTEST_TEST_OPAQUE_STATE
  options.gather_states = std::getenv("FAULT_NO_STATES") == nullptr;
#endif
  const auto results =
      combtest::RunTests<FaultState, Open, Remount, Write, Sync, Read>(std::move(options));
  Print(results);
  return results.ok() ? 0 : 1;
}
