// exit() by code that has no business to end the program.
#ifndef COMBTEST_SRC_OS_EXIT_WATCH_H_
#define COMBTEST_SRC_OS_EXIT_WATCH_H_

#include <functional>
#include <string>

namespace combtest::internal {

// What the process exits with instead of 0.
inline constexpr int kExitedEarlyExitCode = 71;

// While one lives, exit() and quick_exit() are told on the error output with the place where they
// were called, and no exit code is 0. Children that were forked may exit as they like. Used by any
// thread.
class ExitWatch {
 public:
  // Both are called at exit, by the thread that exits. `place`: `the serial action Mount("ro")`;
  // empty: not known, ask the watch around this one. `finish` brings to an end what the program
  // leaves behind; it gets what happened, in a sentence. Empty: nothing to do.
  using Place = std::function<std::string()>;
  using Finish = std::function<void(const std::string& what)>;
  explicit ExitWatch(Place place, Finish finish = {});
  ~ExitWatch();
  ExitWatch(const ExitWatch&) = delete;
  ExitWatch& operator=(const ExitWatch&) = delete;
};

// The place of this thread whatever else is under way; null: none. It must live until it is reset.
void SetPlaceOfThread(const std::string* place);
const std::string* PlaceOfThread();

// Flushes what C and C++ streams hold and ends the process.
[[noreturn]] void ExitAtOnce(int code);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_EXIT_WATCH_H_
