// The type of an action's options.
#ifndef COMBTEST_INTERNAL_OPTION_OF_H_
#define COMBTEST_INTERNAL_OPTION_OF_H_

#include <type_traits>
#include <utility>

#include "combtest/internal/range.h"

namespace combtest {

namespace internal {

template <class A>
concept HasOptionConstants = requires {
  std::ranges::begin(A::kOptions);
};
template <class A>
concept HasOptionsFunction = requires {
  std::ranges::begin(std::declval<decltype(A::Options())&>());
};
// The range of A's options: the static array itself, or what Options() returns (a reference stays
// one).
template <class A>
constexpr decltype(auto) OptionRange() {
  if constexpr (HasOptionConstants<A>) {
    return (A::kOptions);
  } else {
    return A::Options();
  }
}

template <class Range>
struct OptionOfRange {
  using Reference = std::ranges::range_reference_t<Range>;
  using type =
      std::conditional_t<std::is_lvalue_reference_v<Reference>, std::remove_cvref_t<Reference>,
                         std::ranges::range_value_t<Range>>;
};

}  // namespace internal

// The type of an action's options: `int` for `static constexpr std::array kOptions = {512, 4096}`.
template <class A>
using OptionOf = typename internal::OptionOfRange<decltype(internal::OptionRange<A>())>::type;

}  // namespace combtest

#endif  // COMBTEST_INTERNAL_OPTION_OF_H_
