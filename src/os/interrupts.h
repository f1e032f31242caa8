// SIGINT and SIGTERM to the process that a person started.
#ifndef COMBTEST_SRC_OS_INTERRUPTS_H_
#define COMBTEST_SRC_OS_INTERRUPTS_H_

#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's

namespace combtest::internal {

// While it lives the first signal is only noted. A second one ends the process as if nobody had
// asked for it, whatever the process is doing. One at a time.
class Interrupts {
 public:
  // Throws std::system_error.
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  // Becomes readable with a signal.
  int descriptor() const;
  // The signal that came; 0: none since the last call.
  int Take();

 private:
  struct sigaction before_int_ {};
  struct sigaction before_term_ {};
};

// The last signal that any Interrupts has noted in this process; 0: none.
int NotedInterrupt();
// How many it has noted.
unsigned CountInterrupts();
// Whether nobody has said what is to become of them: no Interrupts, and no handler of the
// program's.
bool InterruptsAreFree();

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_INTERRUPTS_H_
