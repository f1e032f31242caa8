// The code of docs/exclusions.md.
#include <combtest/gtest.h>

#include <array>
#include <iostream>

enum class Journal { kDelete, kWal };
enum class Locking { kNormal, kExclusive };

struct SetPageSize : combtest::Action {
  static constexpr std::array kOptions = {512, 4096, 65536};
  void Run(int) const {}
};

struct SetJournal : combtest::Action {
  static constexpr std::array kOptions = {Journal::kDelete, Journal::kWal};
  void Run(Journal) const {}
};

struct SetLocking : combtest::Action {
  static constexpr std::array kOptions = {Locking::kNormal, Locking::kExclusive};
  void Run(Locking) const {}
  // No WAL with exclusive locking.
  bool ShouldCancel(const combtest::Walk& walk, std::size_t index) const {
    const Journal* journal = walk.Option<SetJournal>();
    return journal != nullptr && *journal == Journal::kWal &&
           *walk.OptionAt<Locking>(index) == Locking::kExclusive;
  }
};

COMBTEST_WALKS(LockWalks, combtest::NoState, SetPageSize, SetJournal, SetLocking);

class SmallPageWalks : public combtest::WalkTest<combtest::NoState> {};
TEST_P(SmallPageWalks, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, SmallPageWalks,
                         (combtest::Walks<combtest::NoState, SetPageSize, SetJournal, SetLocking>()
                              .Where([](const combtest::Walk& walk) {
                                return *walk.Option<SetPageSize>() < 65536;
                              })),
                         combtest::WalkName());

TEST(Space, CountsAndIds) {
  const combtest::WalkSpace space =
      combtest::Walks<combtest::NoState, SetPageSize, SetJournal, SetLocking>().space();
  std::cout << space << "\n";
  std::cout << space.CountIncluded() << " of " << space.full_size() << " included\n";
  for (const combtest::Walk& walk : space) std::cout << walk.id() << ": " << walk << "\n";
}
