// A suite with faults in combinations of its options; FAULTS says which: "one", "three" or "crash".
#include <combtest/gtest.h>

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
    if (Injected("crash") && remount && disk.block_size == 4096) std::raise(SIGSEGV);
  }
};
struct ReadBack : combtest::Action {
  static inline const std::vector<std::string> kOptions = {"whole", "half", "none"};
  void Run(const std::string& part, Disk& disk) const {
    const bool three = Injected("three");
    const bool broken = ((three || Injected("one")) && disk.block_size == 4096 && disk.remounted) ||
                        (three && disk.wal && disk.pages == 4) ||
                        (three && disk.pages == 2 && part == "half");
    const std::string found = broken ? "x" + std::to_string(disk.pages) : "hello";
    EXPECT_EQ(found, "hello");
  }
};

COMBTEST_WALKS(Disks, Disk, BlockSize, Journal, Pages, Remount, ReadBack);

TEST(Called, Pass) {
  combtest::RunOptions<Disk> options;
  options.name = "called";
  if (const char* workers = std::getenv("CALL_WORKERS"))
    options.workers = static_cast<unsigned>(std::atoi(workers));
  const combtest::Results results =
      combtest::RunTests<Disk, BlockSize, Journal, Pages, Remount, ReadBack>(options);
  std::cout << results << std::endl;
}
