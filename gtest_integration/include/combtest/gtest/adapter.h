// The one file that names testing::internal: a generator of walks for INSTANTIATE_TEST_SUITE_P, and
// failures reported at the file and line where they happened.
#ifndef COMBTEST_GTEST_ADAPTER_H_
#define COMBTEST_GTEST_ADAPTER_H_

#include <gtest/gtest.h>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "combtest/gtest/fixture.h"
#include "combtest/gtest/walk_source.h"
#include "combtest/internal/walk_access.h"
#include "combtest/walks.h"

namespace combtest::internal {

// GoogleTest makes a generator once for each TEST_P and INSTANTIATE, inside InitGoogleTest, goes
// through it once and registers a case for each value before it advances. Param is a Walk, or one
// that knows its fixture.
template <class Param>
class WalkGenerator : public testing::internal::ParamGeneratorInterface<Param> {
 public:
  explicit WalkGenerator(const std::function<WalkSpace()>& make_space)
      : source_(WalkSource::Make(make_space)) {}

  testing::internal::ParamIteratorInterface<Param>* Begin() const override {
    return new Iterator(this, source_->First());
  }
  testing::internal::ParamIteratorInterface<Param>* End() const override {
    return new Iterator(this, std::nullopt);
  }

 private:
  class Iterator : public testing::internal::ParamIteratorInterface<Param> {
   public:
    Iterator(const WalkGenerator* generator, std::optional<Walk> walk)
        : generator_(generator), walk_(std::move(walk)) {
      SetParam();
    }

    const testing::internal::ParamGeneratorInterface<Param>* BaseGenerator() const override {
      return generator_;
    }
    void Advance() override {
      generator_->source_->Advance(walk_);
      SetParam();
    }
    testing::internal::ParamIteratorInterface<Param>* Clone() const override {
      return new Iterator(*this);
    }
    const Param* Current() const override {
      if constexpr (std::is_same_v<Param, Walk>) {
        return &*walk_;
      } else {
        return &*param_;
      }
    }
    bool Equals(const testing::internal::ParamIteratorInterface<Param>& other) const override {
      const auto& walk = static_cast<const Iterator&>(other).walk_;
      return walk_.has_value() == walk.has_value() && (!walk_ || *walk_ == *walk);
    }

   private:
    void SetParam() {
      if constexpr (!std::is_same_v<Param, Walk>) {
        param_.reset();
        if (walk_) param_.emplace(*walk_);
      }
    }

    const WalkGenerator* generator_;
    std::optional<Walk> walk_;  // nothing: the end
    std::conditional_t<std::is_same_v<Param, Walk>, std::nullopt_t, std::optional<Param>> param_{
        std::nullopt};
  };

  std::shared_ptr<WalkSource> source_;
};

template <>
struct FromWalks<testing::internal::ParamGenerator<Walk>> {
  template <class State, class... Actions>
  static testing::internal::ParamGenerator<Walk> Make(const Walks<State, Actions...>& walks) {
    return testing::internal::ParamGenerator<Walk>(
        new WalkGenerator<Walk>([walks] { return walks.space(); }));
  }
};
template <class Base>
struct FromWalks<testing::internal::ParamGenerator<WalkWith<Base>>> {
  template <class State, class... Actions>
  static testing::internal::ParamGenerator<WalkWith<Base>> Make(
      const Walks<State, Actions...>& walks) {
    return testing::internal::ParamGenerator<WalkWith<Base>>(new WalkGenerator<WalkWith<Base>>(
        [walks] { return WalkAccess::WithFixtures(walks.space(), FixturesOf<Base>()); }));
  }
};

// Adds a part to the current test's result, as an assertion at `file` and `line` would have.
inline void ReportPart(testing::TestPartResult::Type type, const char* file, int line,
                       const std::string& message) {
  testing::internal::AssertHelper(type, file, line, message.c_str()) = testing::Message();
}

// Whether the exception is one by which GoogleTest carries a failure that it has reported.
inline bool IsGoogleTestFailure(const std::exception& error) {
  return dynamic_cast<const testing::internal::GoogleTestFailureException*>(&error) != nullptr;
}

// Whether this is the process that a death test has forked.
inline bool IsDeathTestChild() { return testing::internal::InDeathTestChild(); }

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_ADAPTER_H_
