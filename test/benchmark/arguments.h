// What a benchmark's program is told: name=number arguments.
#ifndef COMBTEST_TEST_BENCHMARK_ARGUMENTS_H_
#define COMBTEST_TEST_BENCHMARK_ARGUMENTS_H_

#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

namespace combtest::bench {

class Arguments {
 public:
  Arguments(int argc, char** argv) : argc_(argc), argv_(argv) {}

  // The text after `name=`; throws where it isn't given.
  std::string_view Text(std::string_view name) const {
    for (int i = 1; i < argc_; ++i) {
      const std::string_view argument = argv_[i];
      if (argument.starts_with(name) && argument.substr(name.size()).starts_with('='))
        return argument.substr(name.size() + 1);
    }
    throw std::invalid_argument("give " + std::string(name) + "=…");
  }
  int Number(std::string_view name) const { return std::atoi(std::string(Text(name)).c_str()); }

 private:
  const int argc_;
  char** const argv_;
};

// Of this process, so far, in KiB.
inline long PeakMemory() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

inline double Seconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

template <class Function>
double SecondsOf(const Function& function) {
  const auto start = std::chrono::steady_clock::now();
  function();
  return Seconds(std::chrono::steady_clock::now() - start);
}

}  // namespace combtest::bench

#endif  // COMBTEST_TEST_BENCHMARK_ARGUMENTS_H_
