// A walk that stops before each of its actions.
#ifndef COMBTEST_SRC_REPLAY_STEPPED_WALK_H_
#define COMBTEST_SRC_REPLAY_STEPPED_WALK_H_

#include <cstddef>
#include <functional>

#include "combtest/walk.h"

namespace combtest::internal {

// Called before an action runs, with its place in the walk and the state that it will see.
using BeforeAction = std::function<void(std::size_t index, const void* state)>;

// The same actions with the same options, in a space of its own.
Walk Stepped(const Walk& walk, BeforeAction before);

// Shows each action with its option and the state, and waits for a key.
Walk SteppedByHand(const Walk& walk);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_REPLAY_STEPPED_WALK_H_
