// A child process of combtest's own, in a program that may have its own way with children.
#ifndef COMBTEST_SRC_OS_PRIVATE_CHILD_H_
#define COMBTEST_SRC_OS_PRIVATE_CHILD_H_

#include <functional>
#include <optional>

namespace combtest::internal {

struct PrivateChild {
  int pid = -1;
  int handle = -1;  // readable once it has ended; -1: the system has none (pidfd_open(2))
};

// In the child `body` runs with no signal blocked and none handled, and then the child ends at
// once. It may do what is safe between fork and exec (signal-safety(7)). Until it executes a
// program nobody hears of its end. A pid of -1 where it can't be made; errno tells why.
//
// From then on this process doesn't throw exit statuses away, should SIGCHLD have been ignored; the
// child finds it as it was.
PrivateChild ForkPrivately(const std::function<void()>& body);

// Its native wait status.
struct ChildEnd {
  bool ended = false;
  // Nothing: somebody else has taken it.
  std::optional<int> status;
};
// Without `block` it may not have ended. Where somebody else has taken the status (a handler of
// SIGCHLD, or a thread that waits for any child), Linux 6.15 tells it all the same.
ChildEnd WaitForPrivateChild(const PrivateChild& child, bool block);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_PRIVATE_CHILD_H_
