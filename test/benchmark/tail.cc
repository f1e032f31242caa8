// Walks of one length and one that takes long, last of all and so last in its shard. Compared with
// two schedules of the very times that the walks took, from the moment when each worker began: the
// shortest there can be, which knows them beforehand, and the one in which whoever is free takes
// the next walk.
//   tail walks=1000 short_us=1000 long_us=200000 workers=2
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <thread>

#include "test/benchmark/arguments.h"
#include "test/benchmark/steps.h"

namespace combtest::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Times {
  int process = 0;
  std::int64_t begin = 0;  // in nanoseconds of the steady clock
  std::int64_t end = 0;
};
BOOST_DESCRIBE_STRUCT(Times, (), (process, begin, end))

int walks = 0;
int short_us = 0;
int long_us = 0;

std::int64_t Now() { return Clock::now().time_since_epoch() / std::chrono::nanoseconds(1); }

struct Sleep : Action {
  static std::vector<int> Options() { return OptionsUpTo(walks + 1); }
  void Run(int walk, Times& times) const {
    times.process = ::getpid();
    times.begin = Now();
    std::this_thread::sleep_for(std::chrono::microseconds(walk == walks ? long_us : short_us));
    times.end = Now();
  }
};

// When the last walk ends if they are taken in this order, each by the worker that is free first.
std::int64_t EndOf(const std::vector<std::int64_t>& order, std::vector<std::int64_t> free_at) {
  for (const std::int64_t walk : order) *std::min_element(free_at.begin(), free_at.end()) += walk;
  return *std::max_element(free_at.begin(), free_at.end());
}

int Main(const Arguments& arguments) {
  walks = arguments.Number("walks");
  short_us = arguments.Number("short_us");
  long_us = arguments.Number("long_us");
  const unsigned workers = static_cast<unsigned>(arguments.Number("workers"));
  const auto results = RunTests<Times, Sleep>({.workers = workers, .gather_states = true});

  std::map<int, std::int64_t> began;
  std::vector<std::int64_t> lengths;
  std::int64_t end = 0;
  for (const Times& times : results.states) {
    const auto [first, inserted] = began.try_emplace(times.process, times.begin);
    first->second = std::min(first->second, times.begin);
    lengths.push_back(times.end - times.begin);
    end = std::max(end, times.end);
  }
  std::vector<std::int64_t> free_at;
  for (const auto& [process, begin] : began) free_at.push_back(begin);
  const std::int64_t start = *std::min_element(free_at.begin(), free_at.end());
  const std::int64_t in_order = EndOf(lengths, free_at);
  std::sort(lengths.rbegin(), lengths.rend());  // the longest first: optimal for these
  const std::int64_t best = EndOf(lengths, free_at);
  const auto seconds = [](std::int64_t ns) { return static_cast<double>(ns) / 1e9; };
  std::printf(R"({"took": %.6f, "in_order": %.6f, "best": %.6f, "workers": %zu})"
              "\n",
              seconds(end - start), seconds(in_order - start), seconds(best - start), began.size());
  return results.ok() ? 0 : 1;
}

}  // namespace
}  // namespace combtest::bench

int main(int argc, char** argv) {
  return combtest::bench::Main(combtest::bench::Arguments(argc, argv));
}
