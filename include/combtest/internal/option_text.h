// How an option is written: for people (`"hello"`, `4096`), as a label for names, and as JSON.
#ifndef COMBTEST_INTERNAL_OPTION_TEXT_H_
#define COMBTEST_INTERNAL_OPTION_TEXT_H_

#include <array>
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/fwd.hpp>
#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "combtest/internal/action_traits.h"
#include "combtest/internal/json_write.h"
#include "combtest/internal/printed.h"
#include "combtest/internal/type_name.h"
#include "combtest/json.h"

namespace combtest::internal {

std::string NumberText(double value);
std::string NumberText(float value);
std::string NumberText(long double value);
// As JSON, in quotes.
std::string QuotedText(std::string_view text);

template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

// The names of a constexpr array's elements, where they are enumerators or functions.
template <class A>
concept HasConstantNames = HasOptionConstants<A> && requires {
  std::tuple_size<std::remove_cvref_t<decltype(A::kOptions)>>::value;
} &&(std::is_enum_v<OptionOf<A>> || std::is_pointer_v<OptionOf<A>> ||
     std::is_member_pointer_v<OptionOf<A>>)&&!StringLike<OptionOf<A>>;

template <class A>
std::string_view ConstantNameOf(const OptionOf<A>& option) {
  using Array = std::remove_cvref_t<decltype(A::kOptions)>;
  return []<std::size_t... kIndex>(const OptionOf<A>& wanted, std::index_sequence<kIndex...>) {
    static constexpr std::array<std::string_view, sizeof...(kIndex)> kNames = {
        ConstantName<A::kOptions[kIndex]>()...};
    for (std::size_t i = 0; i < kNames.size(); ++i) {
      if (A::kOptions[i] == wanted) return kNames[i];
    }
    return std::string_view();
  }
  (option, std::make_index_sequence<std::tuple_size_v<Array>>());
}

template <class A>
concept HasLabel = requires(const OptionOf<A>& option) {
  { A::Label(option) } -> std::convertible_to<std::string>;
};

template <class A>
concept NamesLabel = requires {
  &A::Label;
};
template <class A>
concept HasOptionName = HasLabel<A> || HasConstantNames<A> || std::is_enum_v<OptionOf<A>> ||
    Printable<OptionOf<A>> || Converts<JsonUse::kShow, OptionOf<A>>();

template <class T>
std::string ValueText(const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    return value ? "true" : "false";
  } else if constexpr (std::is_same_v<T, char>) {
    return std::string(1, value);
  } else if constexpr (IsWideInteger<T>) {
    return WideText(value);
  } else if constexpr (std::is_integral_v<T>) {
    return std::to_string(value);
  } else if constexpr (std::is_floating_point_v<T>) {
    return NumberText(value);
  } else if constexpr (DescribedEnum<T>) {
    const char* name = boost::describe::enum_to_string(value, nullptr);
    return name != nullptr ? name : std::to_string(static_cast<std::underlying_type_t<T>>(value));
  } else if constexpr (StringLike<T>) {
    if constexpr (std::is_pointer_v<T>) {
      return value == nullptr ? "null" : std::string(std::string_view(value));
    } else {
      return std::string(std::string_view(value));
    }
  } else if constexpr (PathLike<T>) {
    return value.string();
  } else if constexpr (Printable<T> && (Streams<T> || !ToJsonAble<T>)) {
    return Printed(value);
  } else if constexpr (std::is_enum_v<T>) {
    return std::to_string(static_cast<std::underlying_type_t<T>>(value));
  } else {
    const auto json = NewJson();
    WriteJson<JsonUse::kShow>(*json, value);
    return JsonText(*json);
  }
}

// The label before it is made fit for a test name.
template <class A>
std::string OptionLabel(const OptionOf<A>& option) {
  static_assert(HasLabel<A> || !NamesLabel<A>,
                "combtest: this action's Label doesn't have the form `static std::string "
                "Label(const Option& option)`");
  static_assert(
      HasOptionName<A>,
      "combtest: this action's options have no readable name: give it `static std::string "
      "Label(const Option&)`, or the option type an operator<< or BOOST_DESCRIBE_STRUCT");
  if constexpr (HasLabel<A>) {
    return A::Label(option);
  } else if constexpr (HasConstantNames<A> && !DescribedEnum<OptionOf<A>>) {
    std::string_view name = ConstantNameOf<A>(option);
    if (!name.empty()) return std::string(name);
    if constexpr (std::is_enum_v<OptionOf<A>>) {
      return ValueText(option);
    } else {
      return "unnamed";  // a pointer that is none of the constants
    }
  } else if constexpr (HasOptionName<A>) {
    return ValueText(option);
  } else {
    return {};
  }
}

template <class A>
void WriteOption(boost::json::value& json, const OptionOf<A>& option) {
  using Option = OptionOf<A>;
  if constexpr (std::is_same_v<Option, char>) {
    SetText(json, std::string_view(&option, 1));
  } else if constexpr (ToJsonAble<Option> && !std::is_pointer_v<Option>) {
    WriteJson(json, option);
  } else {
    SetText(json, OptionLabel<A>(option));
  }
}

// `"hello"`, `4096`, `kRed`: what is in the brackets of `Write("hello")`.
template <class A>
std::string OptionText(const OptionOf<A>& option) {
  if constexpr (StringLike<OptionOf<A>> && !HasLabel<A>) {
    if constexpr (std::is_pointer_v<OptionOf<A>>) {
      if (option == nullptr) return "null";
    }
    return QuotedText(std::string_view(option));
  } else if constexpr (PathLike<OptionOf<A>> && !HasLabel<A>) {
    return QuotedText(option.string());
  } else {
    return OptionLabel<A>(option);
  }
}

}  // namespace combtest::internal

#endif  // COMBTEST_INTERNAL_OPTION_TEXT_H_
