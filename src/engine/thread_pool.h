// A fixed number of threads that take their work from a range of slots.
#ifndef COMBTEST_SRC_ENGINE_THREAD_POOL_H_
#define COMBTEST_SRC_ENGINE_THREAD_POOL_H_

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace combtest::internal {

// Runs one job at a time on all its threads. With one thread the job runs on the caller's own.
class ThreadPool {
 public:
  explicit ThreadPool(unsigned threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  unsigned size() const { return size_; }
  // Calls job(t) once for each t in [0, size()), each on its own thread; returns when all have
  // returned. `job` must not throw unless size() is 1.
  void Run(const std::function<void(unsigned)>& job);

 private:
  void Loop(unsigned index);

  const unsigned size_;
  std::mutex mutex_;
  std::condition_variable changed_;
  const std::function<void(unsigned)>* job_ = nullptr;
  std::uint64_t round_ = 0;
  unsigned running_ = 0;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_THREAD_POOL_H_
