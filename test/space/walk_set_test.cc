// Sets of walks against plain vectors and std::set.
#include "combtest/walk_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <random>
#include <set>

#include "combtest/action.h"
#include "src/text/base64.h"

namespace combtest {
namespace {

using Ids = std::vector<WalkId>;
constexpr WalkId kLargest = std::numeric_limits<WalkId>::max() - 1;

// Rows up and down, single ids, close and far: what selections are made of.
Ids RandomIds(std::mt19937_64& random, bool any_order) {
  Ids ids;
  WalkId next = random() % 100;
  for (std::uint64_t piece = random() % 8; piece > 0; --piece) {
    const std::uint64_t count = random() % (random() % 4 == 0 ? 700 : 10);
    const WalkId step = 1 + random() % (random() % 3 == 0 ? 100'000 : 3);
    const bool scattered = random() % 2 == 0;
    for (std::uint64_t i = 0; i < count; ++i) {
      ids.push_back(next);
      next += scattered ? 1 + random() % (2 * step) : step;
    }
    next += random() % 50;
    if (random() % 40 == 0 && next < kLargest / 2) next += kLargest / 2;
  }
  switch (any_order ? random() % 3 : 3) {
    case 0:
      std::shuffle(ids.begin(), ids.end(), random);
      break;
    case 1:
      std::reverse(ids.begin(), ids.end());
      break;
    case 2:
      std::rotate(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(ids.size() / 3),
                  ids.end());
      break;
    default:
      break;
  }
  return ids;
}

TEST(WalkSetTest, HoldsWhatAVectorHolds) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 600; ++round) {
    const Ids ids = RandomIds(random, round % 2 == 0);
    const WalkSet set = WalkSet::Of(ids);
    ASSERT_FALSE(set.all());
    ASSERT_EQ(set.size(), ids.size());
    ASSERT_EQ(set.ids(), ids);
    ASSERT_EQ(set.ascending(), std::is_sorted(ids.begin(), ids.end()));
    ASSERT_EQ(set.bound(), ids.empty() ? 0 : *std::max_element(ids.begin(), ids.end()) + 1);
    for (std::size_t i = 0; i < ids.size(); ++i) ASSERT_EQ(set[i], ids[i]) << i;
    const std::set<WalkId> sorted(ids.begin(), ids.end());
    for (int draw = 0; draw < 200; ++draw) {
      const WalkId id = !ids.empty() && draw % 2 == 0
                            ? ids[random() % ids.size()] + random() % 3 - 1
                            : random() % (set.bound() + 2);
      ASSERT_EQ(set.Contains(id), sorted.contains(id)) << id;
      const auto place = std::find(ids.begin(), ids.end(), id);
      ASSERT_EQ(set.Find(id), place == ids.end()
                                  ? std::nullopt
                                  : std::optional<std::uint64_t>(place - ids.begin()))
          << id;
    }
    const std::size_t from = random() % (ids.size() + 1);
    const std::size_t to = from + random() % (ids.size() + 1 - from);
    Ids seen;
    set.ForEach(from, to, [&](std::uint64_t position, WalkId id) {
      ASSERT_EQ(position, from + seen.size());
      seen.push_back(id);
    });
    ASSERT_EQ(seen, Ids(ids.begin() + static_cast<std::ptrdiff_t>(from),
                        ids.begin() + static_cast<std::ptrdiff_t>(to)));
    ASSERT_EQ(set.Sorted().ids(), Ids(sorted.begin(), sorted.end()));
    const auto even = [](WalkId id) { return id % 2 == 0; };
    Ids kept;
    std::copy_if(ids.begin(), ids.end(), std::back_inserter(kept), even);
    ASSERT_EQ(set.Filtered(even), WalkSet::Of(kept));
  }
}

TEST(WalkSetTest, ComesBackFromItsTextAndItsProgressions) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 600; ++round) {
    const Ids ids = RandomIds(random, round % 2 == 0);
    const WalkSet set = WalkSet::Of(ids);
    const std::string text = set.ToText();
    ASSERT_EQ(WalkSet::Parse(text), set) << text;
    WalkSet::Builder builder;
    for (const Progression& part : set.Progressions()) builder.Add(part);
    ASSERT_EQ(builder.Build(), set);
    // Equal sets are those with equal ids.
    Ids other = ids;
    if (!other.empty()) {
      ++other[random() % other.size()];
      ASSERT_NE(WalkSet::Of(other), set);
    }
  }
}

TEST(WalkSetTest, FindsIdsThatAreFarApart) {
  for (const Ids& ids : {Ids{0, WalkId{1} << 63}, Ids{0, kLargest}, Ids{kLargest, 0}, Ids{5}}) {
    const WalkSet set = WalkSet::Of(ids);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      EXPECT_EQ(set.Find(ids[i]), i);
      EXPECT_EQ(set.Find(ids[i] ^ 2), std::nullopt);
    }
  }
  EXPECT_EQ(WalkSet::All().Find(0), std::nullopt);
}

TEST(WalkSetTest, ShortTextsAreForPeople) {
  EXPECT_EQ(WalkSet().ToText(), "all");
  EXPECT_EQ(WalkSet::Of(Ids()).ToText(), "");
  EXPECT_EQ(WalkSet::Of({7}).ToText(), "7");
  EXPECT_EQ(WalkSet::Of({3, 1, 2, 0}).Sorted().ToText(), "0-3");
  EXPECT_EQ(WalkSet::Of({0, 1, 2, 5, 10, 12, 14, 99}).ToText(), "0-2,5,10-14:2,99");
  EXPECT_EQ(WalkSet::Of({5, 1000}).ToText(), "5,1000");
  EXPECT_EQ(WalkSet::Range(3, 1'000'000, 4).ToText(), "3-3999999:4");
  EXPECT_EQ(WalkSet::Parse("0-11,14,20-98:2").size(), 12u + 1 + 40);
}

TEST(WalkSetTest, AnOrderSurvives) {
  const Ids ids = {5, 0, 3, 2, 1};
  const std::string text = WalkSet::Of(ids).ToText();
  EXPECT_EQ(text.substr(0, 7), "base64:");
  EXPECT_EQ(WalkSet::Parse(text).ids(), ids);
  const WalkSet down = WalkSet::Range(999'999, 1'000'000, ~WalkId{0});
  EXPECT_EQ(down[0], 999'999u);
  EXPECT_EQ(down[999'999], 0u);
  EXPECT_LT(down.ToText().size(), 32u);
  EXPECT_EQ(WalkSet::Parse(down.ToText()), down);
}

TEST(WalkSetTest, LongRowsCostNothingHoweverLong) {
  const WalkSet set = WalkSet::Range(1, kLargest / 3, 3);
  EXPECT_EQ(set.size(), kLargest / 3);
  EXPECT_EQ(set[1'000'000'000'000], 3'000'000'000'001u);
  EXPECT_TRUE(set.Contains(4));
  EXPECT_FALSE(set.Contains(5));
  EXPECT_EQ(WalkSet::Parse(set.ToText()), set);
  EXPECT_LT(set.memory(), 200u);
  WalkSet::Builder builder;
  for (WalkId id = 0; id < 100'000; ++id) builder.Add(2 * id);
  builder.Add({200'000, 1'000'000'000, 2});
  EXPECT_EQ(builder.Build(), WalkSet::Range(0, 1'000'100'000, 2));
}

TEST(WalkSetTest, ScatteredIdsArePacked) {
  std::mt19937_64 random(3);
  Ids ids(100'000);
  WalkId next = 0;
  for (WalkId& id : ids) id = next += 1 + random() % 199;
  const WalkSet set = WalkSet::Of(ids);
  EXPECT_LT(set.memory(), 2 * ids.size());
  EXPECT_LT(set.ToText().size(), 2 * ids.size());
  std::shuffle(ids.begin(), ids.end(), random);
  EXPECT_LT(WalkSet::Of(ids).memory(), 4 * ids.size());
}

TEST(WalkSetTest, TheEndsOfTheNumbers) {
  for (const Ids& ids :
       {Ids{kLargest}, Ids{0, kLargest}, Ids{kLargest, 0}, Ids{0, WalkId{1} << 63, 1},
        Ids{1, (WalkId{1} << 63) + 1}, Ids{kLargest, kLargest / 2, 0, kLargest - 1}}) {
    EXPECT_EQ(WalkSet::Of(ids).ids(), ids);
    EXPECT_EQ(WalkSet::Parse(WalkSet::Of(ids).ToText()).ids(), ids);
  }
  EXPECT_THROW(WalkSet::Of({kLargest + 1}), Error);
  EXPECT_THROW(WalkSet::Range(2, kLargest, 1), Error);
  EXPECT_THROW(WalkSet::Range(2, 4, ~WalkId{0}), Error);
  EXPECT_THROW(WalkSet::Range(0, 3, WalkId{1} << 63), Error);
}

TEST(WalkSetTest, AllIsAValueOfItsOwn) {
  EXPECT_TRUE(WalkSet::All().all());
  EXPECT_EQ(WalkSet::All(), WalkSet());
  EXPECT_EQ(WalkSet::Parse("all"), WalkSet());
  EXPECT_NE(WalkSet::All(), WalkSet::Of(Ids()));
  EXPECT_TRUE(WalkSet::All().Contains(17));
  EXPECT_EQ(WalkSet::All().begin(), WalkSet::All().end());
  EXPECT_TRUE(WalkSet::All().ids().empty());
  EXPECT_EQ(WalkSet::All().memory(), 0u);
}

TEST(WalkSetTest, RefusesTextThatIsNone) {
  for (const char* text :
       {"x", "1-", "3-1", "1,", "1,,2", "2,1", "0-5:0", "0-5:2", "-1", "1 2",
        "0-18446744073709551615", "18446744073709551615", "base64:x", "base64:", "base64:AA=="}) {
    if (std::string_view(text) == "base64:AA==") {
      EXPECT_TRUE(WalkSet::Parse(text).empty());
      continue;
    }
    EXPECT_THROW(WalkSet::Parse(text), Error) << text;
  }
}

// Damaged bytes are refused, or give some set that is quickly made; never a crash or a hang.
TEST(WalkSetTest, DamagedBytesDoNoHarm) {
  std::mt19937_64 random(4);
  int refused = 0;
  for (int round = 0; round < 3'000; ++round) {
    std::string bytes = *internal::FromBase64(
        WalkSet::Of({9, 3, 5, 7, 100, 40, 41, 42, 43, 44}).ToText().substr(7));
    for (std::uint64_t hits = 1 + random() % 3; hits > 0; --hits)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    bytes.resize(random() % (bytes.size() + 1));
    try {
      const WalkSet set = WalkSet::Parse("base64:" + internal::Base64(bytes));
      EXPECT_EQ(WalkSet::Parse(set.ToText()), set);
      EXPECT_LE(set.memory(), 4'096u);
    } catch (const Error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 300);
  EXPECT_LT(refused, 3'000);
}

TEST(Base64Test, KnownTextsAndBack) {
  const std::vector<std::pair<std::string, std::string>> known = {
      {"", ""},        {"f", "Zg=="},          {"fo", "Zm8="},
      {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}, {"\xff\xfe\xfd", "//79"}};
  for (const auto& [bytes, text] : known) {
    EXPECT_EQ(internal::Base64(bytes), text);
    EXPECT_EQ(internal::FromBase64(text), bytes);
  }
  for (const char* text : {"Zg", "Zg=", "Zh==", "Z===", "Zg==Zg==", "Zm9\n", "===="})
    EXPECT_EQ(internal::FromBase64(text), std::nullopt) << text;
}

}  // namespace
}  // namespace combtest
