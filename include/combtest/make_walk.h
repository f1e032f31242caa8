// Walks built by hand.
#ifndef COMBTEST_MAKE_WALK_H_
#define COMBTEST_MAKE_WALK_H_

#include <utility>
#include <vector>

#include "combtest/walks.h"

namespace combtest {

// An action with one option, which need not be in its list.
template <class A>
struct With {
  explicit With(OptionOf<A> value) : option(std::move(value)) {}
  OptionOf<A> option;
};

// MakeWalk<DiskState>(With<SetBlockSize>(4096), With<Remount>(true)): the one walk of a space of
// its own, ready to run on a DiskState. Without a State it can be looked at, compared and
// concatenated.
template <class State = void, class... Actions>
Walk MakeWalk(With<Actions>... choices) {
  std::vector<internal::ActionEntry> entries;
  const auto add = [&entries]<class A>(With<A>& choice) {
    internal::ActionEntry entry = internal::BindActionShape<A>();
    internal::BindSingleOption<A>(entry, std::move(choice.option));
    if constexpr (!std::is_void_v<State>) internal::BindRun<A, State>(entry);
    entries.push_back(std::move(entry));
  };
  (add(choices), ...);
  if constexpr (std::is_void_v<State>) {
    return internal::WalkAccess::Space(std::move(entries), nullptr, nullptr, {})[0];
  } else {
    std::shared_ptr<const void> initial;
    if constexpr (std::is_default_constructible_v<State>) initial = std::make_shared<const State>();
    return internal::WalkAccess::Space(std::move(entries), &internal::StateOpsOf<State>(),
                                       std::move(initial), {})[0];
  }
}

}  // namespace combtest

#endif  // COMBTEST_MAKE_WALK_H_
