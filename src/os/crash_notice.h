// A last word before the process dies of a signal.
#ifndef COMBTEST_SRC_OS_CRASH_NOTICE_H_
#define COMBTEST_SRC_OS_CRASH_NOTICE_H_

#include <memory>
#include <string>

namespace combtest::internal {

// While it lives, a crash (SIGSEGV, SIGABRT, …) of any thread writes a line to the error output:
// `combtest: ` + where + ` crashed: SIGSEGV (segmentation fault)` + rest. The process then meets
// the same signal again, as if this weren't there: it dies of it, or the handler that was there
// before runs. An overflow of the stack is told of the thread that made it only. They nest.
class CrashNotice {
 public:
  CrashNotice(const std::string& where, const std::string& rest);
  ~CrashNotice();

 private:
  struct Before;
  std::unique_ptr<Before> before_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_CRASH_NOTICE_H_
