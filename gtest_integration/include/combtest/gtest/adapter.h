// The one file that names testing::internal: a generator of walks for INSTANTIATE_TEST_SUITE_P, and
// failures reported at the file and line where they happened.
#ifndef COMBTEST_GTEST_ADAPTER_H_
#define COMBTEST_GTEST_ADAPTER_H_

#include <gtest/gtest.h>

#include <exception>
#include <functional>
#include <string>
#include <utility>

#include "combtest/gtest/walk_source.h"
#include "combtest/walks.h"

namespace combtest::internal {

// GoogleTest makes a generator once for each TEST_P and INSTANTIATE, inside InitGoogleTest, goes
// through it once and registers a case for each value before it advances.
class WalkGenerator : public testing::internal::ParamGeneratorInterface<Walk> {
 public:
  explicit WalkGenerator(const std::function<WalkSpace()>& make_space)
      : source_(WalkSource::Make(make_space)) {}

  testing::internal::ParamIteratorInterface<Walk>* Begin() const override {
    return new Iterator(this, true);
  }
  testing::internal::ParamIteratorInterface<Walk>* End() const override {
    return new Iterator(this, false);
  }

 private:
  class Iterator : public testing::internal::ParamIteratorInterface<Walk> {
   public:
    Iterator(const WalkGenerator* generator, bool begin)
        : generator_(generator), walk_(begin ? generator->source_->First() : std::nullopt) {}

    const testing::internal::ParamGeneratorInterface<Walk>* BaseGenerator() const override {
      return generator_;
    }
    void Advance() override { generator_->source_->Advance(walk_); }
    testing::internal::ParamIteratorInterface<Walk>* Clone() const override {
      return new Iterator(*this);
    }
    const Walk* Current() const override { return &*walk_; }
    bool Equals(const testing::internal::ParamIteratorInterface<Walk>& other) const override {
      const auto& walk = static_cast<const Iterator&>(other).walk_;
      return walk_.has_value() == walk.has_value() && (!walk_ || *walk_ == *walk);
    }

   private:
    const WalkGenerator* generator_;
    std::optional<Walk> walk_;  // nothing: the end
  };

  std::shared_ptr<WalkSource> source_;
};

template <>
struct FromWalks<testing::internal::ParamGenerator<Walk>> {
  template <class State, class... Actions>
  static testing::internal::ParamGenerator<Walk> Make(const Walks<State, Actions...>& walks) {
    return testing::internal::ParamGenerator<Walk>(
        new WalkGenerator([walks] { return walks.space(); }));
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
