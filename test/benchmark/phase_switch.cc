// The time from one run of a serial action to its next: release, one trivial walk for each worker,
// barrier.
//   phase_switch workers=8 branches=200
#include <algorithm>
#include <cstdio>

#include "test/benchmark/arguments.h"
#include "test/benchmark/steps.h"

namespace combtest::bench {
namespace {

using Clock = std::chrono::steady_clock;
std::vector<Clock::time_point> switches;

struct Switch : SerialAction {
  static std::vector<int> Options() { return OptionsUpTo(option_counts[1]); }
  void Run(int) const { switches.push_back(Clock::now()); }
};

int Main(const Arguments& arguments) {
  const int workers = arguments.Number("workers");
  option_counts = {workers, arguments.Number("branches"), 1};
  const auto results =
      RunTests<Numbers, Step<0>, Switch, Step<2>>({.workers = static_cast<unsigned>(workers)});
  std::vector<double> took;
  for (std::size_t i = 1; i < switches.size(); ++i)
    took.push_back(Seconds(switches[i] - switches[i - 1]));
  std::sort(took.begin(), took.end());
  const double mean =
      Seconds(switches.back() - switches.front()) / static_cast<double>(took.size());
  std::printf(R"({"median": %.9f, "mean": %.9f, "longest": %.9f})"
              "\n",
              took[took.size() / 2], mean, took.back());
  return results.ok() ? 0 : 1;
}

}  // namespace
}  // namespace combtest::bench

int main(int argc, char** argv) {
  return combtest::bench::Main(combtest::bench::Arguments(argc, argv));
}
