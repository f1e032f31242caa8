// Suites whose runs are traced. Each walk appends to the file named by TRACE_RECORD as it ends.
#include <fcntl.h>
#include <unistd.h>

#include <boost/describe/class.hpp>
#include <chrono>
#include <cstdlib>
#include <string>

#include "combtest/gtest.h"

namespace {

struct Pair {
  int first = 0;
  int mode = -1;
  int last = 0;
  void Update(int mode_in) { mode = mode_in; }
};
BOOST_DESCRIBE_STRUCT(Pair, (), (first, mode, last))

void Record(const std::string& line) {
  const char* path = std::getenv("TRACE_RECORD");
  if (path == nullptr) return;
  const int file = ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (::write(file, line.data(), line.size()) != static_cast<ssize_t>(line.size())) std::abort();
  ::close(file);
}

void Spin() {
  const char* micros = std::getenv("TRACE_SPIN_US");
  if (micros == nullptr) return;
  const auto end = std::chrono::steady_clock::now() + std::chrono::microseconds(std::atoi(micros));
  while (std::chrono::steady_clock::now() < end) continue;
}

bool Healed() { return std::getenv("TRACE_HEALED") != nullptr; }

struct First : combtest::Action {
#ifdef TRACE_SUITE_MORE_OPTIONS
  static constexpr std::array kOptions = {0, 1, 2, 3, 4, 5};
#else
  static constexpr std::array kOptions = {0, 1, 2, 3, 4};
#endif
  void Run(int value, Pair& state) const {
    state.first = value;
    EXPECT_TRUE(value != 4 || Healed()) << "a four";
  }
};

struct Mode : combtest::SerialAction {
  static constexpr std::array kOptions = {0, 1, 2};
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  int Run(int mode) const {
    Record("serial " + std::to_string(mode) + "\n");
    if (mode == 2 && !Healed()) throw std::runtime_error("no mode 2");
    return mode;
  }
  void Undo(int) const {}
};

void Finish(const Pair& state, int last) {
  Spin();
  if (last == 7 && state.first == 3 && !Healed()) throw std::runtime_error("three and \"seven\"");
  if (last == 9) throw combtest::CancelWalk("nine");
}

std::string NameOf(const Pair& state, int last) {
  std::string name = "First_" + std::to_string(state.first);
  if (state.mode >= 0) name += "__Mode_" + std::to_string(state.mode);
  return name + "__Last_" + std::to_string(last);
}

struct Last : combtest::Action {
  static auto Options() {
    std::vector<int> options(20);
    for (int i = 0; i < 20; ++i) options[static_cast<std::size_t>(i)] = i;
    return options;
  }
  void Run(int last, Pair& state) const {
    state.last = last;
    Record("walk " + NameOf(state, last) + "\n");
    Finish(state, last);
  }
};

}  // namespace

COMBTEST_WALKS(Plain, Pair, First, Last);
COMBTEST_WALKS(Phased, Pair, First, Mode, Last);
