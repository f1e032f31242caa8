// An option chosen at random, by seed.
#ifndef COMBTEST_RANDOM_H_
#define COMBTEST_RANDOM_H_

#include <cstdint>
#include <utility>

#include "combtest/make_walk.h"

namespace combtest {

namespace internal {
// Uniform in [0, bound), the same on every platform. bound > 0.
std::uint64_t UniformBelow(std::uint64_t bound, std::uint64_t seed);
}  // namespace internal

// One of A's options; the same seed gives the same one on every platform. Throws Error where there
// is none.
template <class A>
OptionOf<A> RandomOption(std::uint64_t seed) {
  const Walk walk = [&] {
    const WalkSpace space = WalkSpace::Of<A>();
    return space[internal::UniformBelow(space.full_size(), seed)];
  }();
  return *walk.template Option<A>();
}

}  // namespace combtest

#endif  // COMBTEST_RANDOM_H_
