// What happened in a run, in order, from any thread.
#ifndef COMBTEST_TEST_SUPPORT_EVENT_LOG_H_
#define COMBTEST_TEST_SUPPORT_EVENT_LOG_H_

#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace combtest::test {

// One for the process; each test empties it first.
class EventLog {
 public:
  static void Add(std::string event) {
    const std::lock_guard lock(mutex_);
    events_.push_back(std::move(event));
  }
  static std::vector<std::string> Take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(events_, {});
  }

 private:
  inline static std::mutex mutex_;
  inline static std::vector<std::string> events_;
};

using Events = std::vector<std::string>;

}  // namespace combtest::test

#endif  // COMBTEST_TEST_SUPPORT_EVENT_LOG_H_
