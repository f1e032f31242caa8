// The typed calls of Walks<…>() that say which walks there may be, and which are enough. Each
// throws nothing: what is wrong is told by an Error when the walks are read.
#ifndef COMBTEST_INTERNAL_DECLARATIONS_H_
#define COMBTEST_INTERNAL_DECLARATIONS_H_

#include <chrono>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <type_traits>
#include <utility>

#include "combtest/action.h"
#include "combtest/internal/declared.h"
#include "combtest/internal/option_of.h"

namespace combtest::internal {

// The place of A among Actions.
template <class A, class... Actions>
constexpr std::size_t PlaceOf() {
  constexpr std::size_t kCount = (std::size_t{0} + ... + std::size_t{std::is_same_v<A, Actions>});
  static_assert(kCount != 0, "combtest: this call names an action that the Walks don't have");
  static_assert(kCount <= 1,
                "combtest: this call names an action that the Walks list twice, so it isn't clear "
                "which is meant; derive a type of its own for one of them");
  std::size_t place = 0;
  bool found = false;
  ((found = found || std::is_same_v<A, Actions>, place += found ? 0 : 1), ...);
  return place;
}

// Self is the Walks of these actions.
template <class Self, class... Actions>
class Declarations {
 public:
  // Enough walks that each combination of options of any `strength` actions (1 to 6) is in one of
  // them, where a walk can have it; serial actions count as all others. With at least as many as
  // there are actions that is every walk. See docs/covering-arrays.md.
  Self Strength(unsigned strength) && {
    declared_.strength = strength;
    return Moved();
  }
  Self Strength(unsigned strength) const& { return Copy().Strength(strength); }
  // Of these actions each combination of `strength` of them. Without Strength(t) for all, the other
  // actions' options are covered one by one.
  template <class... As>
  requires(sizeof...(As) > 0) Self Strength(unsigned strength) && {
    declared_.strengths.push_back({strength, {Place<As>()...}});
    return Moved();
  }
  template <class... As>
  requires(sizeof...(As) > 0) Self Strength(unsigned strength)
  const& { return Copy().template Strength<As...>(strength); }

  // No walk has all of these options. Options are compared by ==, else by their JSON. Error where
  // an action has no such option, as for the following.
  template <class... As>
  Self Forbid(const OptionOf<As>&... options) && {
    declared_.rules.push_back(
        {DeclaredRule::Kind::kForbid, {Place<As>()...}, {Chosen<As>(options)...}, {}});
    return Moved();
  }
  template <class... As>
  Self Forbid(const OptionOf<As>&... options) const& {
    return Copy().template Forbid<As...>(options...);
  }

  // A walk with this option of A has one of these of B.
  template <class A, class B>
  Self Requires(const OptionOf<A>& option, std::initializer_list<OptionOf<B>> one_of) && {
    DeclaredRule rule{
        DeclaredRule::Kind::kRequires, {Place<A>(), Place<B>()}, {Chosen<A>(option)}, {}};
    for (const OptionOf<B>& other : one_of) rule.options.push_back(Chosen<B>(other));
    declared_.rules.push_back(std::move(rule));
    return Moved();
  }
  template <class A, class B>
  Self Requires(const OptionOf<A>& option, std::initializer_list<OptionOf<B>> one_of) const& {
    return Copy().template Requires<A, B>(option, one_of);
  }

  // Keeps the walks for whose options of these actions `predicate` is true. It is asked once for
  // each combination of them, before any walk runs.
  template <class A, class... As>
  Self Where(std::predicate<const OptionOf<A>&, const OptionOf<As>&...> auto predicate) && {
    declared_.rules.push_back(
        {DeclaredRule::Kind::kWhere,
         {Place<A>(), Place<As>()...},
         {},
         [predicate = std::move(predicate)](const void* const* options) -> bool {
           return [&]<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
             return bool(predicate(*static_cast<const OptionOf<A>*>(options[0]),
                                   *static_cast<const OptionOf<As>*>(options[kIndex + 1])...));
           }
           (std::make_index_sequence<sizeof...(As)>());
         }});
    return Moved();
  }
  template <class A, class... As>
  Self Where(std::predicate<const OptionOf<A>&, const OptionOf<As>&...> auto predicate) const& {
    return Copy().template Where<A, As...>(std::move(predicate));
  }

  // One walk of the array has these options; the others are chosen for it. Walks that are included
  // come first. Error where no walk has them. Without a strength it makes no difference.
  template <class... As>
  requires(sizeof...(As) > 0) Self Include(const OptionOf<As>&... options) && {
    declared_.included.push_back({Chosen<As>(options)...});
    return Moved();
  }
  template <class... As>
  requires(sizeof...(As) > 0) Self Include(const OptionOf<As>&... options)
  const& { return Copy().template Include<As...>(options...); }
  // This walk, whatever space it is from: its actions must be of these types in this order.
  Self Include(const Walk& walk) && {
    declared_.included_walks.push_back(walk);
    return Moved();
  }
  Self Include(const Walk& walk) const& { return Copy().Include(walk); }

  // What one run of the serial action A takes, and what one walk does (1 ms): an array then has
  // fewer branches where that is cheaper than fewer walks.
  template <class A>
  Self SerialCost(std::chrono::nanoseconds cost) && {
    static_assert(std::is_base_of_v<SerialAction, A>,
                  "combtest: SerialCost is for serial actions; WalkCost says what a walk takes");
    declared_.serial_costs.push_back({Place<A>(), cost});
    return Moved();
  }
  template <class A>
  Self SerialCost(std::chrono::nanoseconds cost) const& {
    return Copy().template SerialCost<A>(cost);
  }
  Self WalkCost(std::chrono::nanoseconds cost) && {
    declared_.walk_cost = cost;
    return Moved();
  }
  Self WalkCost(std::chrono::nanoseconds cost) const& { return Copy().WalkCost(cost); }

  // As kNeeds of the action A, for one of its options: a walk that has it holds the resource
  // through the segment that has A. Error where the count is 0, or another one than elsewhere.
  template <class A>
  Self Needs(const OptionOf<A>& option, Resource resource) && {
    static_assert(!std::is_base_of_v<SerialAction, A>,
                  "combtest: Needs is for actions that walks run; a serial action runs while no "
                  "walk does");
    declared_.needs.push_back({Chosen<A>(option), {std::string(resource.name), resource.count}});
    return Moved();
  }
  template <class A>
  Self Needs(const OptionOf<A>& option, Resource resource) const& {
    return Copy().template Needs<A>(option, resource);
  }
  // Walks that agree in their options of these actions run in one worker, one branch's at a time:
  // for what a process keeps because it was costly to make. Where the worker dies, the others of
  // them run in another one.
  template <class... As>
  requires(sizeof...(As) > 0) Self TogetherOn() && {
    static_assert((!std::is_base_of_v<SerialAction, As> && ...),
                  "combtest: TogetherOn is for actions that walks run; all walks of a branch have "
                  "the same options of serial actions");
    declared_.together.push_back({Place<As>()...});
    return Moved();
  }
  template <class... As>
  requires(sizeof...(As) > 0) Self TogetherOn()
  const& { return Copy().template TogetherOn<As...>(); }

 protected:
  const Declared& declared() const { return declared_; }

 private:
  template <class A>
  static constexpr std::size_t Place() {
    return PlaceOf<A, Actions...>();
  }
  template <class A>
  static DeclaredOption Chosen(const OptionOf<A>& option) {
    return {Place<A>(), std::make_shared<const OptionOf<A>>(option)};
  }
  Self Moved() { return std::move(static_cast<Self&>(*this)); }
  Self Copy() const { return static_cast<const Self&>(*this); }

  Declared declared_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_INTERNAL_DECLARATIONS_H_
