// Makes the type-erased records from the user's types.
#ifndef COMBTEST_INTERNAL_BIND_H_
#define COMBTEST_INTERNAL_BIND_H_

#include <concepts>
#include <deque>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "combtest/from_json.h"
#include "combtest/internal/action_entry.h"
#include "combtest/internal/action_traits.h"
#include "combtest/internal/json_obstacle.h"
#include "combtest/internal/listing_options.h"
#include "combtest/internal/option_text.h"
#include "combtest/internal/plain_json.h"
#include "combtest/internal/range.h"
#include "combtest/internal/type_name.h"

namespace combtest::internal {

template <class A>
const OptionOf<A>& AsOption(const void* option) {
  return *static_cast<const OptionOf<A>*>(option);
}

template <class A>
std::string ActionName() {
  if constexpr (requires { std::string(A::kName); }) {
    return std::string(A::kName);
  } else {
    return UnqualifiedTypeName(typeid(A));
  }
}

// A range of references (kOptions, or Options() that returns one) is pointed into; of anything else
// the values are kept. Either way the range is read once.
template <class A>
void BindOptions(ActionEntry& entry) {
  const ListingOptions listing(ActionName<A>());
  decltype(auto) range = OptionRange<A>();
  using Range = decltype(range);
  using Reference = std::ranges::range_reference_t<Range>;
  constexpr bool kOutlives =
      std::is_lvalue_reference_v<Range> || HasOptionConstants<A> ||
      (std::ranges::borrowed_range<Range> && !std::copy_constructible<OptionOf<A>>);
  if constexpr (kOutlives && std::is_lvalue_reference_v<Reference>) {
    for (auto& option : range) entry.options.push_back(std::addressof(option));
  } else {
    auto values = std::make_shared<std::deque<OptionOf<A>>>();
    for (auto&& option : range) {
      if constexpr (std::is_lvalue_reference_v<Range> || std::ranges::borrowed_range<Range> ||
                    std::ranges::view<std::remove_cvref_t<Range>>) {
        values->emplace_back(std::forward<decltype(option)>(option));
      } else {
        values->emplace_back(std::move(option));  // the container is ours, and ends here
      }
    }
    for (const auto& option : *values) entry.options.push_back(std::addressof(option));
    entry.storage = std::move(values);
  }
}

// One option from elsewhere, for walks that are built by hand.
template <class A, class Value>
void BindSingleOption(ActionEntry& entry, Value&& value) {
  auto option = std::make_shared<const OptionOf<A>>(std::forward<Value>(value));
  entry.options.push_back(option.get());
  entry.storage = std::move(option);
}

template <class A>
ActionEntry BindActionShape() {
  using Option = OptionOf<A>;
  ActionEntry entry;
  entry.name = ActionName<A>();
  entry.serial = IsSerialAction<A>;
  entry.says_scope = SaysScope<A>;
  if constexpr (SaysScope<A>) entry.scope = A::kScope;
  if constexpr (SaysRepeatable<A>) entry.repeatable = A::kRepeatable;
  if constexpr (SaysNeeds<A>) {
    for (const Resource& resource : ResourcesOf(A::kNeeds))
      entry.needs.push_back({std::string(resource.name), resource.count});
  }
  entry.type = &typeid(A);
  entry.option_type = &typeid(Option);
  entry.label = [](const void* option) { return OptionLabel<A>(AsOption<A>(option)); };
  entry.text = [](const void* option) { return OptionText<A>(AsOption<A>(option)); };
  entry.json = [](const void* option, boost::json::value& json) {
    WriteOption<A>(json, AsOption<A>(option));
  };
  if constexpr (Comparable<Option>()) {
    entry.equal = [](const void* a, const void* b) {
      if constexpr (StringLike<Option>) {
        return ValueText(AsOption<A>(a)) == ValueText(AsOption<A>(b));
      } else {
        return bool(AsOption<A>(a) == AsOption<A>(b));
      }
    };
  }
  if constexpr (MayCancel<A>) {
    entry.should_cancel = [](const Walk& walk, std::size_t index) {
      return bool(A{}.ShouldCancel(walk, index));
    };
  }
  return entry;
}

template <class A, class State>
void BindSerialRun(ActionEntry& entry) {
  using Option = OptionOf<A>;
  using Return = RunReturn<A, Option, State>;
  entry.run_takes_state = RunsWithState<A, Option, State>;
  entry.undo_takes_state = UndoesWithState<A, Option, State>;
  entry.run_serial = [](const void* option, void* state, boost::json::value& json) {
    const auto run = [&]() -> Return {
      if constexpr (RunsWithState<A, Option, State>) {
        return A{}.Run(AsOption<A>(option), *static_cast<State*>(state));
      } else {
        return A{}.Run(AsOption<A>(option));
      }
    };
    if constexpr (std::is_void_v<Return>) {
      run();
      return false;
    } else {
      auto&& update = run();
      if constexpr (kIsOptional<std::remove_cvref_t<Return>>) {
        if (!update) return false;
        WriteJson(json, *update);
      } else {
        WriteJson(json, update);
      }
      return true;
    }
  };
  if constexpr (!std::is_void_v<Return>) {
    using Update = typename RemoveOptional<std::remove_cvref_t<Return>>::type;
    entry.parse_update = [](const boost::json::value& update) -> std::shared_ptr<const void> {
      return std::make_shared<const Update>(FromJson<Update>(update, "update"));
    };
    entry.apply_update = [](const void* update, void* state) {
      ApplyUpdate(*static_cast<State*>(state), *static_cast<const Update*>(update));
    };
  }
  if constexpr (UndoesWithState<A, Option, State>) {
    entry.undo = [](const void* option, void* state) {
      A{}.Undo(AsOption<A>(option), *static_cast<State*>(state));
    };
  } else if constexpr (UndoesWithoutState<A, Option>) {
    entry.undo = [](const void* option, void*) { A{}.Undo(AsOption<A>(option)); };
  }
}

// Gives `entry` what it needs to run on a State.
template <class A, class State>
void BindRun(ActionEntry& entry) {
  if constexpr (CheckAction<A, State>()) {
    if constexpr (IsSerialAction<A>) {
      BindSerialRun<A, State>(entry);
    } else {
      entry.run = [](const void* option, void* state) {
        CallRun<A>(AsOption<A>(option), *static_cast<State*>(state));
      };
    }
  }
}

template <class A>
ActionEntry BindAction() {
  if constexpr (CheckActionShape<A>()) {
    ActionEntry entry = BindActionShape<A>();
    BindOptions<A>(entry);
    return entry;
  } else {
    return {};
  }
}
template <class A, class State>
ActionEntry BindAction() {
  if constexpr (CheckAction<A, State>()) {
    ActionEntry entry = BindAction<A>();
    BindRun<A, State>(entry);
    return entry;
  } else {
    return {};
  }
}

template <class State>
const StateOps& StateOpsOf() {
  static const StateOps kOps = [] {
    StateOps ops;
    ops.type = &typeid(State);
    if constexpr (CheckState<State>()) {
      ops.size = sizeof(State);
      ops.align = alignof(State);
      ops.copy = [](void* to, const void* from) {
        ::new (to) State(*static_cast<const State*>(from));
      };
      ops.move = [](void* to, void* from) {
        ::new (to) State(std::move(*static_cast<State*>(from)));
      };
      ops.destroy = [](void* state) { static_cast<State*>(state)->~State(); };
      ops.trivial = std::is_trivially_copyable_v<State> && std::is_trivially_destructible_v<State>;
      if constexpr (JsonAble<State>) {
        ops.to_json = [](const void* state, boost::json::value& json) {
          WriteJson(json, *static_cast<const State*>(state));
        };
        if constexpr (AlwaysPlainJson<State>()) {
          ops.to_json_text = [](const void* state, std::string& text) {
            JsonWriter json{text};
            WriteJson(json, *static_cast<const State*>(state));
          };
        }
        ops.from_json = [](void* to, const boost::json::value& json) {
          ::new (to) State(FromJson<State>(json, "state"));
        };
      } else {
        ops.json_obstacle = JsonObstacle<State>;
      }
    }
    return ops;
  }();
  return kOps;
}

}  // namespace combtest::internal

#endif  // COMBTEST_INTERNAL_BIND_H_
