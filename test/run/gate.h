// Something that others wait for.
#ifndef COMBTEST_TEST_RUN_GATE_H_
#define COMBTEST_TEST_RUN_GATE_H_

#include <condition_variable>
#include <mutex>

namespace combtest::test {

class Gate {
 public:
  void Open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void Wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

}  // namespace combtest::test

#endif  // COMBTEST_TEST_RUN_GATE_H_
