// std::ranges::begin and its concepts. <ranges> has views besides, which each file that includes it
// pays for.
#ifndef COMBTEST_INTERNAL_RANGE_H_
#define COMBTEST_INTERNAL_RANGE_H_

// clang-format off
#include <compare>
#include <initializer_list>
#include <iterator>
#if defined(__GLIBCXX__) && __has_include(<bits/ranges_base.h>)
#include <bits/ranges_base.h>  // IWYU pragma: export
#else
#include <ranges>  // IWYU pragma: export
#endif
// clang-format on

#endif  // COMBTEST_INTERNAL_RANGE_H_
