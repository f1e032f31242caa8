// What a thread is doing, for the log.
#ifndef COMBTEST_SRC_LOG_LOG_CONTEXT_H_
#define COMBTEST_SRC_LOG_LOG_CONTEXT_H_

#include <string>
#include <utility>

namespace combtest::internal {

// The current one of the thread that made it, as long as it lives. They nest. It is asked only when
// a record is written.
class LogContext {
 public:
  LogContext();
  virtual ~LogContext();
  LogContext(const LogContext&) = delete;
  LogContext& operator=(const LogContext&) = delete;

  // The walk's name, and the action as `Write("x")`; empty: none. Doesn't throw.
  virtual std::string Walk() const = 0;
  virtual std::string Action() const = 0;

  // Null: this thread runs nothing of ours.
  static const LogContext* Current();

 private:
  const LogContext* const outer_;
};

// A serial action.
class SerialLogContext : public LogContext {
 public:
  explicit SerialLogContext(std::string action) : action_(std::move(action)) {}
  std::string Walk() const override { return {}; }
  std::string Action() const override { return action_; }

 private:
  const std::string action_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_LOG_LOG_CONTEXT_H_
