// Walks of which every fourth needs one of few licenses, as all of them sleep. What the run takes,
// from the first walk's begin to the last one's end, and the least that it could take: all
// licenses, or all threads, in use all the time.
//   resources walks=800 us=4000 licenses=1 workers=4 threads=1
#include <algorithm>
#include <cstdio>
#include <thread>

#include "test/benchmark/arguments.h"
#include "test/benchmark/steps.h"

namespace combtest::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Times {
  std::int64_t begin = 0;  // in nanoseconds of the steady clock
  std::int64_t end = 0;
};
BOOST_DESCRIBE_STRUCT(Times, (), (begin, end))

int walks = 0;
int us = 0;

std::int64_t Now() { return Clock::now().time_since_epoch() / std::chrono::nanoseconds(1); }

struct Sleep : Action {
  static std::vector<int> Options() { return OptionsUpTo(walks); }
  void Run(int, Times& times) const {
    times.begin = Now();
    std::this_thread::sleep_for(std::chrono::microseconds(us));
    times.end = Now();
  }
};

int Main(const Arguments& arguments) {
  walks = arguments.Number("walks");
  us = arguments.Number("us");
  const unsigned licenses = static_cast<unsigned>(arguments.Number("licenses"));
  const unsigned workers = static_cast<unsigned>(arguments.Number("workers"));
  const unsigned threads = static_cast<unsigned>(arguments.Number("threads"));
  auto suite = Walks<Times, Sleep>();
  const auto needs = [](std::size_t walk) { return walk % 4 == 0; };
  for (int walk = 0; walk < walks; ++walk) {
    if (needs(static_cast<std::size_t>(walk)))
      suite = std::move(suite).Needs<Sleep>(walk, {"license", licenses});
  }
  const auto results =
      RunTests(suite, {.workers = workers, .threads = threads, .gather_states = true});

  std::int64_t begin = Now(), end = 0, all = 0, licensed = 0;
  for (std::size_t walk = 0; walk < results.states.size(); ++walk) {
    const Times& times = results.states[walk];
    begin = std::min(begin, times.begin);
    end = std::max(end, times.end);
    all += times.end - times.begin;
    if (needs(walk)) licensed += times.end - times.begin;
  }
  const std::int64_t best = std::max(licensed / licenses, all / (std::max(1u, workers) * threads));
  std::printf(R"({"took": %.6f, "best": %.6f})"
              "\n",
              static_cast<double>(end - begin) / 1e9, static_cast<double>(best) / 1e9);
  return results.ok() ? 0 : 1;
}

}  // namespace
}  // namespace combtest::bench

int main(int argc, char** argv) {
  return combtest::bench::Main(combtest::bench::Arguments(argc, argv));
}
