#include "src/pool/group_offers.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <vector>

namespace combtest::internal {
namespace {

// Kinds of walks, each in a group of its own.
struct Queued {
  QueuedWalks walks;
  std::uint64_t next = 0;  // slot
  void Add(unsigned kind, std::uint64_t count) {
    walks.PushBack({0, kind}, {next, count});
    next += count;
  }
};

std::size_t GroupOf(unsigned kind) { return kind; }
unsigned LastOf(std::size_t) { return 0; }

// In the order in which they are taken, one after the other.
std::vector<std::size_t> GroupsTaken(GroupOffers& offers, QueuedWalks& queued) {
  std::vector<std::size_t> taken;
  for (;;) {
    std::optional<GroupOffers::Offer> best;
    offers.ForEachLargest(
        [&](std::size_t need, const GroupOffers::Offer& offer) {
          return !queued.Has({need, offer.kind});
        },
        [&](std::size_t, unsigned, const GroupOffers::Offer& offer) { best = offer; });
    if (!best) return taken;
    taken.push_back(best->group);
    queued.TakeFront({0, best->kind}, best->walks);
  }
}

TEST(GroupOffersTest, TheLargestComesFirst) {
  Queued queued;
  queued.Add(0, 2);
  queued.Add(1, 7);
  queued.Add(2, 3);
  GroupOffers offers;
  offers.Update(queued.walks, GroupOf, LastOf);
  EXPECT_EQ(GroupsTaken(offers, queued.walks), (std::vector<std::size_t>{1, 2, 0}));
  // Of a group with several kinds all count.
  queued.Add(0, 2);
  queued.Add(1, 3);
  queued.Add(2, 2);
  const auto group_of = [](unsigned kind) { return std::size_t{kind == 1 ? 1u : 0u}; };
  offers.Outdate();
  offers.Update(queued.walks, group_of, LastOf);
  EXPECT_EQ(GroupsTaken(offers, queued.walks), (std::vector<std::size_t>{0, 0, 1}));
}

TEST(GroupOffersTest, OfEqualsTheFirstComesFirst) {
  Queued queued;
  for (unsigned kind = 0; kind < 4; ++kind) queued.Add(kind, kind == 2 ? 6 : 5);
  GroupOffers offers;
  offers.Update(queued.walks, GroupOf, LastOf);
  EXPECT_EQ(GroupsTaken(offers, queued.walks), (std::vector<std::size_t>{2, 0, 1, 3}));
}

}  // namespace
}  // namespace combtest::internal
