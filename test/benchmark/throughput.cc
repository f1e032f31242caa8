// A run of trivial walks, timed from the call of RunTests to its return:
//   throughput walks=1000000 serial=1 workers=2 threads=1 gather=1 checkpoint=1
// The suite has the shape of the one in which py-combtest was measured: n * 10 * [serial, 2
// options] * 10.
#include <cstdio>

#include "test/benchmark/arguments.h"
#include "test/benchmark/steps.h"

namespace combtest::bench {
namespace {

int Main(const Arguments& arguments) {
  const int walks = arguments.Number("walks");
  const bool serial = arguments.Number("serial") != 0;
  option_counts = {walks / (serial ? 200 : 100), 10, 2, 10};
  const RunOptions<Numbers> options{
      .workers = static_cast<unsigned>(arguments.Number("workers")),
      .threads = static_cast<unsigned>(arguments.Number("threads")),
      .gather_states = arguments.Number("gather") != 0,
      .checkpoint = arguments.Number("checkpoint") != 0,
  };
  Results<Numbers> results{{}, {}, {}, Walks<Numbers, Step<0>>().space()};
  const double seconds = SecondsOf([&] {
    results = serial ? RunTests<Numbers, Step<0>, Step<1>, Barrier<2>, Step<3>>(options)
                     : RunTests<Numbers, Step<0>, Step<1>, Step<3>>(options);
  });
  std::printf(R"({"seconds": %.6f, "elapsed": %.6f, "passed": %lu, "states": %zu, "peak_kib": %ld})"
              "\n",
              seconds, Seconds(results.elapsed), results.ledger.passed, results.states.size(),
              PeakMemory());
  return results.ok() ? 0 : 1;
}

}  // namespace
}  // namespace combtest::bench

int main(int argc, char** argv) {
  return combtest::bench::Main(combtest::bench::Arguments(argc, argv));
}
