// Boost.Process v2 before 1.86 is compiled into its first user; from then on it is a library to
// link.
#include <boost/version.hpp>

#if BOOST_VERSION < 108600
// clang-format off: v2 of 1.81 forgets to include what it needs of Boost.Optional.
#include <boost/optional.hpp>
#include <boost/process/v2/src.hpp>
// clang-format on
#endif
