// std::chrono's durations. <chrono> has calendars and time zones besides, which each file that
// includes it pays for.
#ifndef COMBTEST_INTERNAL_NANOSECONDS_H_
#define COMBTEST_INTERNAL_NANOSECONDS_H_

// clang-format off
#include <version>
#if defined(__GLIBCXX__) && __has_include(<bits/chrono.h>)
#include <bits/chrono.h>  // IWYU pragma: export
#else
#include <chrono>  // IWYU pragma: export
#endif
// clang-format on

#endif  // COMBTEST_INTERNAL_NANOSECONDS_H_
