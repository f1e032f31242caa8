// Walks<State, Actions…>(): the suite a user describes.
#ifndef COMBTEST_WALKS_H_
#define COMBTEST_WALKS_H_

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "combtest/internal/bind.h"
#include "combtest/internal/declarations.h"
#include "combtest/internal/walk_access.h"
#include "combtest/walk_space.h"

namespace combtest {

namespace internal {
// Specialised by integrations: makes their own kind of generator from a space.
template <class T>
struct FromWalks;
}  // namespace internal

// A builder: says which walks there are and what they start from. Give it to
// INSTANTIATE_TEST_SUITE_P (with <combtest/gtest.h>) or to RunTests. The option lists are read when
// it is converted or space() is called, not before.
template <class State, class... Actions>
class Walks : public internal::Declarations<Walks<State, Actions...>, Actions...> {
  static_assert(internal::CheckState<State>() || true);  // which says itself what is wrong
  static_assert(sizeof...(Actions) > 0,
                "combtest: Walks<State, Actions...> needs at least one action");

 public:
  using StateType = State;
  using WalksOfState = Walks;  // tells Walks from other types

  Walks() = default;

  using internal::Declarations<Walks, Actions...>::Where;  // of some actions' options
  // Keeps the walks for which `predicate(walk)` is true. May be called more than once; all must
  // hold. The predicate must depend on nothing but the walk; it is asked once for all walks that
  // agree in the options that it looked at.
  Walks Where(std::predicate<const Walk&> auto predicate) && {
    predicates_.emplace_back(std::move(predicate));
    return std::move(*this);
  }
  Walks Where(std::predicate<const Walk&> auto predicate) const& {
    return Walks(*this).Where(std::move(predicate));
  }

  // What every walk starts from a copy of (default: State{}).
  Walks InitialState(State state) && {
    initial_state_ = std::make_shared<const State>(std::move(state));
    return std::move(*this);
  }
  Walks InitialState(State state) const& { return Walks(*this).InitialState(std::move(state)); }

  // Throws Error where an option list is empty or the product exceeds 64 bits, where a declaration
  // makes no sense, and what Options() throws.
  WalkSpace space() const;

  // Into what an integration runs, for instance GoogleTest's ParamGenerator<Walk>.
  template <class T>
  requires requires(const Walks& walks) { internal::FromWalks<T>::Make(walks); }
  operator T() const {  // NOLINT(google-explicit-constructor)
    return internal::FromWalks<T>::Make(*this);
  }

 private:
  std::vector<WalkSpace::Predicate> predicates_;
  std::shared_ptr<const State> initial_state_;
};

template <class... Actions>
WalkSpace WalkSpace::Of() {
  std::vector<internal::ActionEntry> entries;
  (entries.push_back(internal::BindAction<Actions>()), ...);
  return internal::WalkAccess::Space(std::move(entries), nullptr, nullptr, {});
}

template <class State, class... Actions>
WalkSpace Walks<State, Actions...>::space() const {
  std::vector<internal::ActionEntry> entries;
  (entries.push_back(internal::BindAction<Actions, State>()), ...);
  std::shared_ptr<const void> initial = initial_state_;
  if constexpr (std::is_default_constructible_v<State>) {
    if (initial == nullptr) initial = std::make_shared<const State>();
  }
  return internal::WalkAccess::Space(std::move(entries), &internal::StateOpsOf<State>(),
                                     std::move(initial), predicates_, this->declared());
}

}  // namespace combtest

#endif  // COMBTEST_WALKS_H_
