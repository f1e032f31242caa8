#include "src/array_tool/optimize.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "src/arrays/generate.h"

namespace combtest::internal::array_tool {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kSlice = 5'000'000;  // steps: some hundredths of a second

// Optimizers of different seeds, each on a thread of its own. One that falls behind goes on from
// the best array.
class Race {
 public:
  Race(const arrays::Model& model, std::uint64_t seed, Clock::time_point end, arrays::Array best)
      : model_(model),
        seed_(seed),
        end_(end),
        covered_(best.counts.covered),
        best_(std::move(best.rows)) {}

  arrays::Rows Run() {
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i)
      threads.emplace_back([this] { RunOne(); });
    for (std::thread& thread : threads) thread.join();
    if (error_) std::rethrow_exception(error_);
    return std::move(best_);
  }

 private:
  void RunOne() {
    try {
      auto optimizer = std::make_unique<arrays::Optimizer>(model_, NextSeed());
      while (Clock::now() < end_) {
        Offer(*optimizer);
        if (const std::optional<arrays::Rows> better = BetterThan(optimizer->size()))
          optimizer = std::make_unique<arrays::Optimizer>(model_, NextSeed(), *better);
        if (optimizer->Done()) break;
        optimizer->Run(kSlice);
      }
      Offer(*optimizer);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      error_ = std::current_exception();
    }
  }

  arrays::Settings NextSeed() {
    const std::lock_guard lock(mutex_);
    arrays::Settings settings;
    settings.seed = seed_++;
    return settings;
  }

  void Offer(const arrays::Optimizer& optimizer) {
    const std::lock_guard lock(mutex_);
    if (optimizer.size() >= best_.size()) return;
    // With another seed something else may be undecided.
    arrays::Array better = optimizer.Best();
    if (better.counts.covered >= covered_) best_ = std::move(better.rows);
  }

  std::optional<arrays::Rows> BetterThan(std::size_t size) {
    const std::lock_guard lock(mutex_);
    if (best_.size() >= size) return std::nullopt;
    return best_;
  }

  const arrays::Model& model_;
  std::mutex mutex_;
  std::uint64_t seed_;
  const Clock::time_point end_;
  const std::uint64_t covered_;  // by the first one
  arrays::Rows best_;
  std::exception_ptr error_;
};

}  // namespace

arrays::Rows Optimized(const arrays::Model& model, std::uint64_t seed,
                       std::chrono::nanoseconds time) {
  arrays::Settings settings;
  settings.seed = seed;
  arrays::Array array = arrays::Generate(model, settings);
  if (time.count() == 0) return std::move(array.rows);
  return Race(model, seed, Clock::now() + time, std::move(array)).Run();
}

}  // namespace combtest::internal::array_tool
