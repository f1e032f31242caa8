// Walks of which none passes.
//   failing walks=100000 workers=0 kind=each     each walk throws
//   failing walks=1000000 workers=0 kind=serial  a serial action in front of them throws
#include <cstdio>
#include <sstream>

#include "test/benchmark/arguments.h"
#include "test/benchmark/steps.h"

namespace combtest::bench {
namespace {

struct Fail : Action {
  static std::vector<int> Options() { return OptionsUpTo(1); }
  void Run(int) const { throw std::runtime_error("the disk is on fire"); }
};

struct FailForAll : SerialAction {
  static std::vector<int> Options() { return OptionsUpTo(1); }
  void Run(int) const { throw std::runtime_error("the disk can't be mounted"); }
};

int Main(const Arguments& arguments) {
  const bool serial = arguments.Text("kind") == "serial";
  const int walks = arguments.Number("walks");
  option_counts = {walks / 100, 100, 1};
  const RunOptions<Numbers> options{.workers = static_cast<unsigned>(arguments.Number("workers"))};
  std::size_t output = 0;
  std::uint64_t failed = 0;
  const double seconds = SecondsOf([&] {
    const auto results = serial ? RunTests<Numbers, Step<0>, Step<1>, FailForAll>(options)
                                : RunTests<Numbers, Step<0>, Step<1>, Fail>(options);
    std::ostringstream text;
    text << results;
    output = text.str().size();
    failed = results.ledger.failed;
  });
  std::printf(R"({"seconds": %.6f, "failed": %lu, "output": %zu, "peak_kib": %ld})"
              "\n",
              seconds, failed, output, PeakMemory());
  return failed == static_cast<std::uint64_t>(walks) ? 0 : 1;
}

}  // namespace
}  // namespace combtest::bench

int main(int argc, char** argv) {
  return combtest::bench::Main(combtest::bench::Arguments(argc, argv));
}
