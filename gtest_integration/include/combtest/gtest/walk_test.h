// The fixture of walk suites.
#ifndef COMBTEST_GTEST_WALK_TEST_H_
#define COMBTEST_GTEST_WALK_TEST_H_

#include <gtest/gtest.h>

#include <memory>
#include <typeinfo>

#include "combtest/outcome.h"
#include "combtest/walk.h"

namespace combtest {

namespace internal {

// Says before main that some test body reads states of this type, so final states of walks that ran
// ahead of their test bodies are kept for it, and otherwise not.
bool MarkStateRead(const std::type_info& state);
template <class State>
struct StateIsRead {
  inline static const bool kMarked = MarkStateRead(typeid(State));
};

}  // namespace internal

// WalkTest without the state's type. Use WalkTest.
class WalkTestBase : public testing::TestWithParam<Walk> {
 public:
  ~WalkTestBase() override;

 protected:
  explicit WalkTestBase(const std::type_info& state_type);

  // Runs this case's walk, or reports its result where the suite's walks ran ahead (serial actions,
  // threads): failures and skips become this case's own. Once in each body: a case that neither
  // calls it nor fails nor skips fails. The result stays valid as long as the fixture.
  const WalkResult& RunWalk();

  // Final, since combtest needs it; set up in the constructor, in SetUpTestSuite, or in the State.
  void SetUp() final;

  void* StatePointer();

 private:
  struct Run;
  const std::type_info& state_type_;
  std::unique_ptr<Run> run_;
};

// class DiskWalks : public combtest::WalkTest<DiskState> {};
// TEST_P(DiskWalks, Pass) { RunWalk(); }
template <class State>
class WalkTest : public WalkTestBase {
 protected:
  WalkTest() : WalkTestBase(typeid(State)) {}

  // The state in which the walk ended. Throws Error before RunWalk(), or where the walk left none.
  const State& state() {
    static_cast<void>(&internal::StateIsRead<State>::kMarked);
    return *static_cast<const State*>(StatePointer());
  }
};

}  // namespace combtest

#endif  // COMBTEST_GTEST_WALK_TEST_H_
