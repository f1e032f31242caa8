#include "src/engine/thread_pool.h"

#include <algorithm>

namespace combtest::internal {

ThreadPool::ThreadPool(unsigned threads) : size_(std::max(1u, threads)) {
  for (unsigned index = 0; size_ > 1 && index < size_; ++index)
    threads_.emplace_back([this, index] { Loop(index); });
}

ThreadPool::~ThreadPool() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void ThreadPool::Run(const std::function<void(unsigned)>& job) {
  if (threads_.empty()) return job(0);
  std::unique_lock lock(mutex_);
  job_ = &job;
  running_ = size_;
  ++round_;
  changed_.notify_all();
  changed_.wait(lock, [this] { return running_ == 0; });
}

void ThreadPool::Loop(unsigned index) {
  std::uint64_t seen = 0;
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return ending_ || round_ != seen; });
    if (ending_) return;
    seen = round_;
    const auto& job = *job_;
    lock.unlock();
    job(index);
    lock.lock();
    if (--running_ == 0) changed_.notify_all();
  }
}

}  // namespace combtest::internal
