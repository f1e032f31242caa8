// What a worker does after each walk to see whether its channel is still there.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include "src/os/descriptors.h"
#include "src/os/system_call_timer.h"

namespace combtest::bench {
namespace {

int Channel() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0 || !internal::MarkDescriptor(ends[1])) return -1;
  return ends[1];
}

void Look(benchmark::State& run) {
  const int channel = Channel();
  for (auto _ : run) {
    if (!internal::IsMarked(channel)) run.SkipWithError("the channel is lost");
  }
}
BENCHMARK(Look);

void ShortWalk(benchmark::State& run) {
  internal::SystemCallTimer timer;
  for (auto _ : run) {
    bool too_short = timer.TooShort();
    benchmark::DoNotOptimize(too_short);
  }
}
BENCHMARK(ShortWalk);

void SystemCall(benchmark::State& run) {
  for (auto _ : run) benchmark::DoNotOptimize(::getppid());
}
BENCHMARK(SystemCall);

}  // namespace
}  // namespace combtest::bench

BENCHMARK_MAIN();
