// The fixture of walk suites.
#ifndef COMBTEST_GTEST_WALK_TEST_H_
#define COMBTEST_GTEST_WALK_TEST_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <typeinfo>

#include "combtest/gtest/fixture.h"
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

// What one case of a walk suite does.
class WalkCase {
 public:
  // `has_fixture`: it is to be set up and torn down where the walk runs.
  WalkCase(const std::type_info& state_type, bool has_fixture);
  ~WalkCase();
  WalkCase(const WalkCase&) = delete;
  WalkCase& operator=(const WalkCase&) = delete;

  // Each calls the fixture's where the walk runs in this body, and serves it in a worker.
  void SetUp(const Walk& walk, const std::function<void()>& set_up);
  void TearDown(const std::function<void()>& tear_down);
  const WalkResult& RunWalk(const Walk& walk);
  void* StatePointer();

 private:
  struct Run;
  void Begin(const Walk& walk);
  void EndOwn();

  const std::type_info& state_type_;
  const bool has_fixture_;
  std::unique_ptr<Run> run_;
};

}  // namespace internal

// class DiskWalks : public combtest::WalkTest<DiskState> {};
// TEST_P(DiskWalks, Pass) { RunWalk(); }
//
// Base is a fixture of the user's: any class derived from testing::Test. An object of it lives like
// the walk's state, in the process that runs the walk: it is made and set up before the first
// action, and torn down after the last, and its failures and skips are the walk's. Where the walk
// runs in its test body, that is the case's own fixture.
template <class State, class Base = testing::Test>
class WalkTest : public internal::CheckedBase<Base>::Type,
                 public testing::WithParamInterface<internal::ParamOf<Base>> {
  using Fixture = typename internal::CheckedBase<Base>::Type;

 protected:
  WalkTest() : case_(typeid(State), internal::kHasFixture<Base>) {}

  // Runs this case's walk, or reports its result where the suite's walks ran ahead (serial actions,
  // workers, threads, retries, a file of states): failures and skips become this case's own. Once
  // in each body: a case that neither calls it nor fails nor skips fails. The result stays valid as
  // long as the fixture.
  const WalkResult& RunWalk() { return case_.RunWalk(this->GetParam()); }

  // The state in which the walk ended. Throws Error before RunWalk(), or where the walk left none.
  const State& state() {
    static_cast<void>(&internal::StateIsRead<State>::kMarked);
    return *static_cast<const State*>(case_.StatePointer());
  }

  // Final, since combtest needs it; set up in Base, in SetUpTestSuite, or in the State.
  void SetUp() final {  // combtest: the SetUp() of the Base of a WalkTest can't be final
    case_.SetUp(this->GetParam(), [this] { this->Fixture::SetUp(); });
  }
  void TearDown() override {  // combtest: the TearDown() of the Base of a WalkTest can't be final
    case_.TearDown([this] { this->Fixture::TearDown(); });
  }

 private:
  internal::WalkCase case_;
};

}  // namespace combtest

#endif  // COMBTEST_GTEST_WALK_TEST_H_
