// The code of docs/covering-arrays.md.
#include <combtest/gtest.h>

#include <array>
#include <chrono>

using namespace std::chrono_literals;

enum class Mode { kOff, kDelete, kWal };
struct Disk {
  int format = 0;
  int pages = 0;
};

struct Format : combtest::Action {
  static constexpr std::array kOptions = {512, 1024, 4096, 65536};
  void Run(int format, Disk& disk) const { disk.format = format; }
};
struct Journal : combtest::Action {
  static constexpr std::array kOptions = {Mode::kOff, Mode::kDelete, Mode::kWal};
  void Run(Mode, Disk&) const {}
};
struct Pages : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 4, 8};
  void Run(int pages, Disk& disk) const { disk.pages = pages; }
};
struct Sync : combtest::Action {
  static constexpr std::array kOptions = {false, true};
  void Run(bool) const {}
};
struct Cache : combtest::Action {
  static constexpr std::array kOptions = {0, 16, 256};
  void Run(int) const {}
};
struct Reboot : combtest::SerialAction {
  static constexpr std::array kOptions = {false, true};
  void Run(bool) const {}
};

struct Mount : combtest::SerialAction {
  static constexpr std::array kOptions = {"ext4", "xfs", "btrfs", "zfs"};
  void Run(const char*) const {}
};

using AllWalks = combtest::Walks<Disk, Format, Journal, Pages, Reboot, Sync, Cache>;

class DiskWalks : public combtest::WalkTest<Disk> {};
TEST_P(DiskWalks, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, DiskWalks, AllWalks().Strength(2), combtest::WalkName());

class FewReboots : public combtest::WalkTest<Disk> {};
TEST_P(FewReboots, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, FewReboots,
                         (combtest::Walks<Disk, Mount, Format, Reboot, Journal, Pages, Cache>()
                              .Strength(2)
                              .SerialCost<Reboot>(10s)
                              .WalkCost(50ms)),
                         combtest::WalkName());

class ValidDisks : public combtest::WalkTest<Disk> {};
TEST_P(ValidDisks, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(
    All, ValidDisks,
    (AllWalks()
         .Strength(2)
         .Strength<Format, Journal, Sync>(3)
         .Forbid<Format, Journal>(512, Mode::kWal)      // no walk has both
         .Requires<Journal, Pages>(Mode::kWal, {2, 4})  // with kWal, Pages has one of these
         .Where<Pages, Cache>([](int pages, int cache) { return pages <= cache || cache == 0; })
         .Include<Format, Cache>(4096, 16)),
    combtest::WalkName());
