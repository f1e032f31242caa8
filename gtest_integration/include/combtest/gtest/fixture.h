// Fixtures of the user's own in walk suites.
#ifndef COMBTEST_GTEST_FIXTURE_H_
#define COMBTEST_GTEST_FIXTURE_H_

#include <gtest/gtest.h>

#include <type_traits>
#include <utility>

#include "combtest/gtest/death_tests.h"
#include "combtest/internal/action_entry.h"
#include "combtest/internal/type_name.h"
#include "combtest/walk.h"

namespace combtest::internal {

template <class Base>
inline constexpr bool kHasFixture = !std::is_same_v<Base, testing::Test>;

// The parameter of suites with a fixture: a walk that knows which.
template <class Base>
class WalkWith : public Walk {
 public:
  explicit WalkWith(Walk walk) : Walk(std::move(walk)) {}
};
template <class Base>
using ParamOf = std::conditional_t<kHasFixture<Base>, WalkWith<Base>, Walk>;

// A fixture of a walk that doesn't run in its own test body.
template <class Base>
struct FixtureObject : Base {
  void TestBody() override {}
};

// Calls what is protected in testing::Test.
class FixtureCalls : testing::Test {
 public:
  static void SetUpOf(void* fixture) { (From(fixture).*&FixtureCalls::SetUp)(); }
  static void TearDownOf(void* fixture) { (From(fixture).*&FixtureCalls::TearDown)(); }
  static void Destroy(void* fixture) {
    const DeathTestTurn turn;  // it sets GoogleTest's flags, which other threads may be reading
    delete &From(fixture);
  }

 private:
  static testing::Test& From(void* fixture) { return *static_cast<testing::Test*>(fixture); }
};

// Null: there is nothing to set up.
template <class Base>
const FixtureOps* FixturesOf() {
  if constexpr (kHasFixture<Base>) {
    static const FixtureOps ops = {[] { return TypeName(typeid(Base)); },
                                   []() -> void* {
                                     const DeathTestTurn turn;  // as in Destroy
                                     return static_cast<testing::Test*>(new FixtureObject<Base>);
                                   },
                                   &FixtureCalls::SetUpOf, &FixtureCalls::TearDownOf,
                                   &FixtureCalls::Destroy};
    return &ops;
  } else {
    return nullptr;
  }
}

template <class Base>
concept HasParameter = requires {
  typename Base::ParamType;
};

// Base, where a walk suite can derive from it.
template <class Base>
struct CheckedBase {
  static constexpr bool kIsTest = std::is_base_of_v<testing::Test, Base>;
  static_assert(kIsTest,
                "combtest: the Base of WalkTest<State, Base> is no fixture: derive it from "
                "testing::Test");
  static_assert(!HasParameter<Base>,
                "combtest: the Base of WalkTest<State, Base> has a parameter of its own: derive it "
                "from testing::Test alone; the parameter of a walk suite is its walk");
  using Type = std::conditional_t<kIsTest && !HasParameter<Base>, Base, testing::Test>;
};

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_FIXTURE_H_
