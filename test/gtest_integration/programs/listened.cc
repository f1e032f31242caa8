// A listener beside suites of walks: it prints what it is told, at the end.
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "test/gtest_integration/programs/actions.h"

namespace {

class Printer : public combtest::RunListener {
 public:
  void OnRunBegin(const combtest::RunInfo& run) override { Add("begins " + run.name); }
  void OnWalkEnd(const combtest::WalkResult& result, const combtest::Walk& walk) override {
    Add(ToString(walk) + ": " + std::string(combtest::OutcomeName(result.outcome)));
  }
  void OnRunEnd(const combtest::RunSummary& summary) override {
    Add("ends: " + combtest::ToString(summary.ledger));
    for (const std::string& line : lines_) std::cout << "\nHEARD " << line << std::flush;
    std::cout << "\n";
    lines_.clear();
  }

 private:
  void Add(std::string line) { lines_.push_back(std::move(line)); }
  std::vector<std::string> lines_;
};

class Thrower : public combtest::RunListener {
  void OnRunEnd(const combtest::RunSummary&) override { throw std::runtime_error("no ink"); }
};

[[maybe_unused]] const bool kAdded = [] {
  combtest::AddListener(std::make_shared<Printer>());
  if (std::getenv("LISTENED_THROWS") != nullptr) combtest::AddListener(std::make_shared<Thrower>());
  return true;
}();

}  // namespace

struct Number : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3, 4};
  void Run(int option) const {
    EXPECT_NE(option, 2);
    if (option == 3) throw combtest::CancelWalk("odd");
  }
};

// The body fails where the walk passed.
class Listened : public combtest::WalkTest<Trace> {};
TEST_P(Listened, Pass) {
  RunWalk();
  EXPECT_NE(*GetParam().Option<Number>(), 4);
}
INSTANTIATE_TEST_SUITE_P(All, Listened, (combtest::Walks<Trace, Number>()), combtest::WalkName());
