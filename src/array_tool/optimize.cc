#include "src/array_tool/optimize.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "src/arrays/best_array.h"
#include "src/arrays/generate.h"

namespace combtest::internal::array_tool {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kSlice = 5'000'000;  // steps: some hundredths of a second

// Optimizers of different seeds, each on a thread of its own. One that falls behind goes on from
// the best array; so does one whose array is refused, as it covers less.
class Race {
 public:
  Race(const arrays::Model& model, std::uint64_t seed, Clock::time_point end, arrays::Array first)
      : model_(model), seed_(seed), end_(end), best_(std::move(first)) {}

  arrays::Rows Run() {
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i)
      threads.emplace_back([this] { RunOne(); });
    for (std::thread& thread : threads) thread.join();
    if (error_) std::rethrow_exception(error_);
    return best_.Take().rows;
  }

 private:
  void RunOne() {
    try {
      auto optimizer = std::make_unique<arrays::Optimizer>(model_, NextSeed());
      arrays::BestArray::Seen seen = 0;
      const auto offer = [&] {
        return best_.Offer(
            optimizer->size(), [&] { return optimizer->Best(); }, seen);
      };
      while (Clock::now() < end_) {
        if (const std::optional<arrays::Rows> better = offer())
          optimizer = std::make_unique<arrays::Optimizer>(model_, NextSeed(), *better);
        if (optimizer->Done()) break;
        optimizer->Run(kSlice);
      }
      offer();
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

  const arrays::Model& model_;
  std::mutex mutex_;
  std::uint64_t seed_;
  const Clock::time_point end_;
  arrays::BestArray best_;
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
