// The time from the call of RunTests until each worker has begun a walk. `meeting` names a file of
// zeros, at least 4 KiB long, in which they meet.
//   ready workers=8 meeting=FILE
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <thread>

#include "test/benchmark/arguments.h"
#include "test/benchmark/steps.h"

namespace combtest::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Meeting {
  std::atomic<int> present;
  std::atomic<Clock::rep> complete_at;
};
Meeting* meeting = nullptr;
int workers = 0;

struct Meet : Action {
  static std::vector<int> Options() { return OptionsUpTo(workers); }
  void Run(int) const {
    static const int kPlace = ++meeting->present;  // once in each worker
    if (kPlace == workers) meeting->complete_at = Clock::now().time_since_epoch().count();
    const auto deadline = Clock::now() + std::chrono::seconds(30);
    while (meeting->present < workers) {
      if (Clock::now() > deadline) throw std::runtime_error("not all workers came");
      std::this_thread::sleep_for(std::chrono::microseconds(500));
    }
  }
};

int Main(const Arguments& arguments) {
  workers = arguments.Number("workers");
  const int file = ::open(std::string(arguments.Text("meeting")).c_str(), O_RDWR);
  void* memory = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (memory == MAP_FAILED) throw std::runtime_error("the meeting's file can't be mapped");
  meeting = static_cast<Meeting*>(memory);
  const auto start = Clock::now();
  const auto results = RunTests<NoState, Meet>({.workers = static_cast<unsigned>(workers)});
  const Clock::time_point complete{Clock::duration(meeting->complete_at)};
  std::printf(R"({"ready": %.6f, "all": %.6f})"
              "\n",
              Seconds(complete - start), Seconds(Clock::now() - start));
  return results.ok() ? 0 : 1;
}

}  // namespace
}  // namespace combtest::bench

int main(int argc, char** argv) {
  return combtest::bench::Main(combtest::bench::Arguments(argc, argv));
}
