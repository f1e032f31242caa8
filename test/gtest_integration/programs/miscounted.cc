// A suite with a walk that is counted twice, as no program can do it from outside.
#include <combtest/gtest.h>

#include <array>

#include "gtest_integration/src/walk_group.h"
#include "src/engine/walk_board.h"

namespace {

struct Step : combtest::Action {
  static constexpr std::array kOptions = {0, 1, 2};
  void Run(int) const {}
};
COMBTEST_WALKS(Steps, combtest::NoState, Step);

class CountTwice : public testing::EmptyTestEventListener {
  void OnTestEnd(const testing::TestInfo& info) override {
    const auto* group = combtest::internal::WalkGroups::Get().Find(info);
    if (done_ || group == nullptr) return;
    done_ = true;
    auto& board = const_cast<combtest::internal::WalkBoard&>(group->board());
    combtest::WalkResult failed;
    failed.outcome = combtest::outcome::Failed{};
    board.End(0, failed);
    board.Complete(0);
  }
  bool done_ = false;
};
[[maybe_unused]] const bool kInstalled = [] {
  testing::UnitTest::GetInstance()->listeners().Append(new CountTwice);
  return true;
}();

}  // namespace
