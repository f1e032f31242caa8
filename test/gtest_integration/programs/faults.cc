// Suites with faults in combinations of their options; FAULTS says which: "one", "three", "crash",
// "hang", "flaky", "interrupt".
#include <combtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "combtest/run_tests.h"

struct Disk {
  int block_size = 0;
  bool wal = false;
  int pages = 0;
  bool remounted = false;
  std::string data;
};
BOOST_DESCRIBE_STRUCT(Disk, (), (block_size, wal, pages, remounted, data))

static bool Injected(std::string_view fault) {
  const char* faults = std::getenv("FAULTS");
  return faults != nullptr && faults == fault;
}

struct BlockSize : combtest::Action {
  static constexpr std::array kOptions = {512, 1024, 4096};
  void Run(int size, Disk& disk) const { disk.block_size = size; }
};
struct Journal : combtest::Action {
  static inline const std::vector<std::string> kOptions = {"off", "wal"};
  void Run(const std::string& journal, Disk& disk) const { disk.wal = journal == "wal"; }
};
struct Pages : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 4};
  void Run(int pages, Disk& disk) const { disk.pages = pages; }
};
struct Remount : combtest::Action {
  static constexpr std::array kOptions = {false, true};
  void Run(bool remount, Disk& disk) const {
    disk.remounted = remount;
    if (!remount || disk.block_size != 4096) return;
    if (Injected("crash")) std::raise(SIGSEGV);
    while (Injected("hang")) ::pause();
  }
};
static int walks = 0;  // of this process

struct ReadBack : combtest::Action {
  static inline const std::vector<std::string> kOptions = {"whole", "half", "none"};
  void Run(const std::string& part, Disk& disk) const {
    const bool three = Injected("three");
    if (Injected("interrupt") && ++walks == 15) std::raise(SIGINT);  // the run has 9
    const bool one =
        Injected("one") || Injected("interrupt") || (Injected("flaky") && ++walks <= 9);
    const bool broken = ((three || one) && disk.block_size == 4096 && disk.remounted) ||
                        (three && disk.wal && disk.pages == 4) ||
                        (three && disk.pages == 2 && part == "half");
    const std::string found = broken ? "x" + std::to_string(disk.pages) : "hello";
    EXPECT_EQ(found, "hello");
  }
};

COMBTEST_WALKS(Disks, Disk, BlockSize, Journal, Pages, Remount, ReadBack);

// With a serial action, on whose option the fault depends, too.
struct Server : combtest::SerialAction {
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  static inline const std::vector<std::string> kOptions = {"old", "new"};
  std::string Run(const std::string& version) const { return version; }
};
struct Served {
  std::string server;
  void Update(const std::string& version) { server = version; }
};
BOOST_DESCRIBE_STRUCT(Served, (), (server))
template <int N>
struct Ask : combtest::Action {
  static constexpr std::array kOptions = {0, 1, 2};
  void Run(int option, Served& state) const {
    if (N == 2 && option == 1 && Injected("one")) {
      EXPECT_NE(state.server, "new");
    }
  }
};
COMBTEST_WALKS(Servers, Served, Ask<0>, Server, Ask<1>, Ask<2>, Ask<3>);

// Of walks that can't be repeated.
struct BurnFuse : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  static constexpr bool kRepeatable = false;
  void Run(int fuse) const { EXPECT_NE(fuse, Injected("one") ? 2 : 0); }
};
COMBTEST_WALKS(Fuses, combtest::NoState, BurnFuse);

// Only its bodies fail.
class Bodies : public combtest::WalkTest<Disk> {};
TEST_P(Bodies, Pass) {
  RunWalk();
  EXPECT_NE(state().pages, Injected("one") ? 4 : 0);
}
INSTANTIATE_TEST_SUITE_P(All, Bodies, (combtest::Walks<Disk, BlockSize, Pages>()),
                         combtest::WalkName());

TEST(Called, Pass) {
  combtest::RunOptions<Disk> options;
  options.name = "called";
  if (const char* workers = std::getenv("CALL_WORKERS"))
    options.workers = static_cast<unsigned>(std::atoi(workers));
  const combtest::Results results =
      combtest::RunTests<Disk, BlockSize, Journal, Pages, Remount, ReadBack>(options);
  std::cout << results << std::endl;
}
