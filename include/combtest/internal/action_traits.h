// What an action offers, and the compile-time checks that say in one line what it lacks.
#ifndef COMBTEST_INTERNAL_ACTION_TRAITS_H_
#define COMBTEST_INTERNAL_ACTION_TRAITS_H_

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "combtest/action.h"
#include "combtest/from_json.h"
#include "combtest/internal/option_of.h"  // IWYU pragma: export
#include "combtest/internal/range.h"
#include "combtest/json.h"

namespace combtest {

class Walk;

namespace internal {

// An Options() or kOptions of each action, not of its class.
template <class A>
concept OptionsAreNotStatic = requires {
  requires std::is_member_pointer_v<decltype(&A::Options)>;
}
|| requires { requires std::is_member_pointer_v<decltype(&A::kOptions)>; };
template <class A>
concept HasOptions = !OptionsAreNotStatic<A> && (HasOptionConstants<A> || HasOptionsFunction<A>);

template <class T>
concept IsAction = std::derived_from<T, Action>;
template <class T>
concept IsSerialAction = std::derived_from<T, SerialAction>;

template <class A, class Option, class State>
concept RunsWithState = requires(A action, const Option& option, State& state) {
  action.Run(option, state);
};
template <class A, class Option>
concept RunsWithoutState = requires(A action, const Option& option) {
  action.Run(option);
};
template <class A, class Option, class State>
concept RunTakesOption = RunsWithState<A, Option, State> || RunsWithoutState<A, Option>;

template <class A, class Option, class State>
decltype(auto) CallRun(const Option& option, State& state) {
  A action{};
  if constexpr (RunsWithState<A, Option, State>) {
    return action.Run(option, state);
  } else {
    return action.Run(option);
  }
}
template <class A, class Option, class State>
using RunReturn =
    decltype(CallRun<A, Option, State>(std::declval<const Option&>(), std::declval<State&>()));

template <class A, class Option, class State>
concept UndoesWithState = requires(A action, const Option& option, State& state) {
  action.Undo(option, state);
};
template <class A, class Option>
concept UndoesWithoutState = requires(A action, const Option& option) {
  action.Undo(option);
};

template <class A>
concept MayCancel = requires(A action, const Walk& walk, std::size_t index) {
  { action.ShouldCancel(walk, index) } -> std::convertible_to<bool>;
};

// --- Updates ---

template <class T>
struct RemoveOptional {
  using type = T;
};
template <class T>
struct RemoveOptional<std::optional<T>> {
  using type = T;
};
template <class T>
inline constexpr bool kIsOptional = !std::is_same_v<T, typename RemoveOptional<T>::type>;

template <class State, class Update>
concept HasUpdate = requires(State& state, const Update& update) {
  state.Update(update);
};

// std::map<std::string, …> and its kind.
template <class T>
concept MapLike = std::ranges::range<T> && requires(T& map, const typename T::key_type& key) {
  {std::string_view(key)};
  map[key];
  typename T::mapped_type;
};
// boost::json::object.
template <class T>
concept ObjectLike = std::ranges::range<T> &&
    requires(T& map, const std::ranges::range_value_t<T>& entry) {
  {std::string_view(entry.key())};
  map[entry.key()] = entry.value();
};
template <class T>
concept StringMap = MapLike<T> || ObjectLike<T>;
template <class State, class Update>
concept MergesKeys = StringMap<State> && StringMap<Update>;
template <class State, class Update>
concept TakesUpdate = HasUpdate<State, Update> || MergesKeys<State, Update>;

template <class To, class From>
void AssignMapped(To& to, const From& from) {
  if constexpr (std::is_assignable_v<To&, const From&>) {
    to = from;
  } else {
    const auto json = NewJson();
    WriteJson(*json, from);
    to = FromJson<To>(*json, "update");
  }
}

template <class State, class Update>
void ApplyUpdate(State& state, const Update& update) {
  if constexpr (HasUpdate<State, Update>) {
    state.Update(update);
  } else {
    for (const auto& entry : update) {
      if constexpr (requires { entry.first; }) {
        AssignMapped(state[entry.first], entry.second);
      } else {
        AssignMapped(state[entry.key()], entry.value());
      }
    }
  }
}

// --- The checks ---
// Their messages are what a user reads, in one line each; the template arguments name the action.
// Whoever asks them goes no further where they answer false, so that nothing else is reported.

// Whether A has members of these names that are no templates or overloads, of whatever form.
template <class A>
concept NamesShouldCancel = requires {
  &A::ShouldCancel;
};
template <class A>
concept NamesUndo = requires {
  &A::Undo;
};

// --- Scopes ---

template <class A>
concept NamesScope = requires {
  A::kScope;
};
template <class A>
concept SaysScope = requires {
  requires std::same_as<decltype(&A::kScope), const Scope*>;
  typename std::integral_constant<Scope, A::kScope>;
};

// --- Resources ---

constexpr std::array<Resource, 1> ResourcesOf(const Resource& resource) { return {resource}; }
template <class Resources>
requires std::same_as<std::ranges::range_value_t<const Resources>, Resource>
constexpr const Resources& ResourcesOf(const Resources& resources) { return resources; }

template <class A>
concept NamesNeeds = requires {
  &A::kNeeds;
};
template <class A>
concept SaysNeeds = requires {
  requires !std::is_member_pointer_v<decltype(&A::kNeeds)>;
  ResourcesOf(A::kNeeds);
};

template <class A>
concept NamesRepeatable = requires {
  A::kRepeatable;
};
template <class A>
concept SaysRepeatable = requires {
  requires std::same_as<decltype(&A::kRepeatable), const bool*>;
  typename std::bool_constant<A::kRepeatable>;
};

template <class A>
consteval bool CheckActionShape() {
  static_assert(IsAction<A> || IsSerialAction<A>,
                "combtest: this type is not an action: derive it from combtest::Action or "
                "combtest::SerialAction");
  static_assert(
      std::is_default_constructible_v<A>,
      "combtest: an action must be default-constructible: a walk's data lives in its State");
  static_assert(!OptionsAreNotStatic<A>,
                "combtest: this action's options are not static: write `static auto Options()` or "
                "`static constexpr std::array kOptions = {...};`");
  static_assert(HasOptions<A> || OptionsAreNotStatic<A>,
                "combtest: this action has no options: give it `static constexpr std::array "
                "kOptions = {...};` or "
                "`static auto Options();` that returns a range");
  static_assert(MayCancel<A> || !NamesShouldCancel<A>,
                "combtest: this action's ShouldCancel doesn't have the form `bool "
                "ShouldCancel(const combtest::Walk& walk, std::size_t index) const`");
  static_assert(IsSerialAction<A> || !NamesUndo<A>,
                "combtest: this action has an Undo, but only a SerialAction's is called");
  static_assert(!NamesScope<A> || IsSerialAction<A>,
                "combtest: this action has a kScope, but only a SerialAction acts in a scope");
  static_assert(!NamesScope<A> || SaysScope<A> || !IsSerialAction<A>,
                "combtest: this serial action's kScope is no constant of the type combtest::Scope: "
                "write `static constexpr combtest::Scope kScope = "
                "combtest::Scope::kEveryProcess;`, or kOnce or kOwnProcess");
  static_assert(!NamesRepeatable<A> || SaysRepeatable<A>,
                "combtest: this action's kRepeatable is no constant of the type bool: write "
                "`static constexpr bool kRepeatable = false;`");
  static_assert(!NamesNeeds<A> || !IsSerialAction<A>,
                "combtest: this serial action has a kNeeds, but it runs while no walk does, and "
                "shares with none");
  static_assert(!NamesNeeds<A> || SaysNeeds<A> || IsSerialAction<A>,
                "combtest: this action's kNeeds is no static Resource or array of them: write "
                "`static constexpr combtest::Resource kNeeds{\"license\", 2};`");
  return (IsAction<A> || IsSerialAction<A>)&&std::is_default_constructible_v<A> && HasOptions<A>;
}

template <class A, class Option, class State>
consteval bool CheckUpdate() {
  using Return = RunReturn<A, Option, State>;
  if constexpr (std::is_void_v<Return>) {
    return true;
  } else if constexpr (IsSerialAction<A>) {
    using Update = typename RemoveOptional<std::remove_cvref_t<Return>>::type;
    static_assert(JsonAble<Update>,
                  "combtest: the update that this serial action's Run returns is not JSON-able: "
                  "describe it with "
                  "BOOST_DESCRIBE_STRUCT or derive it from combtest::JsonSerializable");
    static_assert(TakesUpdate<State, Update>,
                  "combtest: this serial action returns an update, but the State has no `void "
                  "Update(const ...&)` that "
                  "takes it and isn't a map with string keys");
    return JsonAble<Update> && TakesUpdate<State, Update>;
  } else {
    static_assert(
        std::is_void_v<Return>,
        "combtest: Run of an Action returns void; only a SerialAction may return an update");
    return false;
  }
}

template <class A, class State>
consteval bool CheckAction() {
  if constexpr (CheckActionShape<A>()) {
    using Option = typename OptionOfRange<decltype(OptionRange<A>())>::type;
    static_assert(RunTakesOption<A, Option, State>,
                  "combtest: this action has no `void Run(option) const` or `void Run(option, "
                  "State&) const` that "
                  "takes its option type and this State");
    static_assert(!IsSerialAction<A> || !NamesUndo<A> || UndoesWithoutState<A, Option> ||
                      UndoesWithState<A, Option, State>,
                  "combtest: this serial action's Undo takes neither its option nor its option and "
                  "this State");
    if constexpr (RunTakesOption<A, Option, State>) return CheckUpdate<A, Option, State>();
  }
  return false;
}

template <class State>
consteval bool CheckState() {
  static_assert(std::is_object_v<State> && !std::is_const_v<State>,
                "combtest: the State must be a plain type: no reference, no const");
  static_assert(std::is_copy_constructible_v<State>,
                "combtest: this State can't be copied: every walk owns a copy of the initial "
                "state, so give it a "
                "copy constructor");
  return std::is_copy_constructible_v<State>;
}

}  // namespace internal

}  // namespace combtest

#endif  // COMBTEST_INTERNAL_ACTION_TRAITS_H_
