// The central log: a line that is written wherever a walk runs appears where the run was started.
//   COMBTEST_LOG(info) << "wrote " << size << " bytes";
// in actions, serial actions, states and test bodies, on any thread. What is written this way is a
// record of Boost.Log, as what Boost.Log's own loggers write; <combtest/boost_log.h> has more.
#ifndef COMBTEST_LOG_H_
#define COMBTEST_LOG_H_

#include <atomic>
#include <sstream>
#include <string_view>

namespace combtest {

// Named as COMBTEST_LOG takes them. Which of them are written is the option `verbosity`: from
// warning at 0, from info at 1, all at 2.
// NOLINTNEXTLINE(readability-identifier-naming)
enum class LogSeverity { debug, info, warning, error };

std::string_view ToString(LogSeverity severity);

namespace internal {

// The least severity that is written; kLogThresholdUnknown until somebody asks.
inline constexpr int kLogThresholdUnknown = -1;
extern std::atomic<int> log_threshold;

bool IsLoggedAfterAll(LogSeverity severity);
inline bool IsLogged(LogSeverity severity) {
  const int threshold = log_threshold.load(std::memory_order_relaxed);
  return static_cast<int>(severity) >= threshold &&
         (threshold != kLogThresholdUnknown || IsLoggedAfterAll(severity));
}

// One record; it is written by the destructor.
class LogLine {
 public:
  explicit LogLine(LogSeverity severity);
  ~LogLine();
  LogLine(const LogLine&) = delete;
  LogLine& operator=(const LogLine&) = delete;
  std::ostream& stream() { return stream_; }

 private:
  const LogSeverity severity_;
  std::ostringstream stream_;
};

// Makes the whole statement an expression of type void; binds looser than <<.
struct LogVoid {
  void operator&(const std::ostream&) const {}
};

}  // namespace internal

}  // namespace combtest

// `severity`: debug, info, warning or error. Below the verbosity the operands aren't evaluated.
// NOLINTBEGIN(bugprone-macro-parentheses): what is to be logged follows.
#define COMBTEST_LOG(severity)                                       \
  !::combtest::internal::IsLogged(::combtest::LogSeverity::severity) \
      ? static_cast<void>(0)                                         \
      : ::combtest::internal::LogVoid() &                            \
            ::combtest::internal::LogLine(::combtest::LogSeverity::severity).stream()
// NOLINTEND(bugprone-macro-parentheses)

#endif  // COMBTEST_LOG_H_
