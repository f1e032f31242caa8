#include "src/space/name_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <random>
#include <set>

#include "test/support/numbered.h"
#include "test/support/text.h"

namespace combtest {
namespace {

using internal::kMaxNameLength;
using internal::NameTable;
using internal::Sanitize;
using test::SpaceOfSizes;
using test::SpaceOfStrings;

TEST(NameTableTest, LabelsBecomeLettersDigitsAndSingleUnderscores) {
  EXPECT_EQ(Sanitize("hello"), "hello");
  EXPECT_EQ(Sanitize("a b"), "a_b");
  EXPECT_EQ(Sanitize("__a__b__"), "a_b");
  EXPECT_EQ(Sanitize("-5"), "minus_5");
  EXPECT_EQ(Sanitize("a -1.5/b"), "a_minus_1_5_b");
  EXPECT_EQ(Sanitize("a-1"), "a_1");
  EXPECT_EQ(Sanitize("{\"x\":-1}"), "x_minus_1");
  EXPECT_EQ(Sanitize("-"), "");
  EXPECT_EQ(Sanitize("\xc3\xa4"), "");
}

TEST(NameTableTest, ANameIsMadeOfActionsAndLabels) {
  const WalkSpace space = SpaceOfStrings({{"512", "4096"}, {"hello"}, {"true", "false"}},
                                         {"SetBlockSize", "Write", "Remount"});
  EXPECT_EQ(space[2].name(), "SetBlockSize_4096__Write_hello__Remount_true");
}

TEST(NameTableTest, AnotherOptionRenamesNoWalk) {
  const WalkSpace before = SpaceOfStrings({{"x", "y"}, {"1", "a b"}});
  const WalkSpace after = SpaceOfStrings({{"new", "x", "more", "y"}, {"0", "1", "2", "a b"}});
  std::set<std::string> names;
  for (const Walk& walk : after) names.insert(walk.name());
  EXPECT_EQ(names.size(), 16u);
  for (const Walk& walk : before) EXPECT_TRUE(names.contains(walk.name())) << walk.name();
}

TEST(NameTableTest, LabelsThatSanitiseAlikeGetAHash) {
  const WalkSpace space = SpaceOfStrings({{"a b", "a-b", "a_b", "A b"}});
  std::set<std::string> names;
  for (const Walk& walk : space) {
    names.insert(walk.name());
    EXPECT_EQ(space.Find(walk.name()), walk);
  }
  EXPECT_EQ(names.size(), 4u);
  EXPECT_TRUE(names.contains("a_a_b"));  // the one that needed no change keeps its name
  EXPECT_TRUE(names.contains("a_A_b"));
  // The hash is the option's own, whatever stands before it.
  const WalkSpace swapped = SpaceOfStrings({{"a-b", "z", "a b"}});
  EXPECT_EQ(swapped[0].name(), space[1].name());
  EXPECT_EQ(swapped[2].name(), space[0].name());
}

TEST(NameTableTest, LabelsWithoutALetterOrDigitStillHaveNames) {
  const WalkSpace space = SpaceOfStrings({{"", "-", "+", "\n", "empty"}});
  std::set<std::string> names;
  for (const Walk& walk : space) {
    names.insert(walk.name());
    EXPECT_EQ(space.Find(walk.name()), walk) << walk.name();
  }
  EXPECT_EQ(names.size(), 5u);
}

TEST(NameTableTest, EqualOptionsAreAnErrorThatNamesThem) {
  const WalkSpace space = SpaceOfStrings({{"x"}, {"1", "2", "1"}}, {"First", "Second"});
  EXPECT_EQ(test::MessageOf<Error>([&] { space[0].name(); }),
            "Second: its options 0 and 2 (counted from 0) have the same name, Second_1; give them "
            "different values, or the action a Label() that tells them apart");
  EXPECT_EQ(space.full_size(), 3u);  // the walks are there all the same
}

TEST(NameTableTest, ALongNameIsCutEndsInAHashAndIsFound) {
  std::vector<std::vector<std::string>> options;
  for (int a = 0; a < 9; ++a) {
    options.push_back({std::string(30, 'x') + std::to_string(a), std::string(29, 'y') + "1", "z"});
  }
  const WalkSpace space = SpaceOfStrings(options);
  std::set<std::string> names;
  std::size_t cut = 0;
  for (WalkId id = 0; id < space.full_size(); id += 7) {
    const std::string name = space[id].name();
    EXPECT_LE(name.size(), kMaxNameLength);
    cut += name.size() > kMaxNameLength - 3 ? 1 : 0;
    names.insert(name);
    EXPECT_EQ(space.Find(name), space[id]) << name;
  }
  EXPECT_EQ(names.size(), (space.full_size() + 6) / 7);
  EXPECT_GT(cut, 1000u);
  // What is visible of a cut name is the beginning of the walk's name.
  EXPECT_TRUE(space[0].name().starts_with("a_" + options[0][0] + "__b_"));
}

// Actions of two options with names of 23 characters, of which the first seven can be seen.
NameTable LongNames(std::size_t actions) {
  std::vector<std::vector<std::string>> pieces;
  for (std::size_t a = 0; a < actions; ++a) {
    const std::string begin = std::string(20, 'x') + std::to_string(100 + a);
    pieces.push_back({begin + "0", begin + "1"});
  }
  return NameTable(std::move(pieces));
}

TEST(NameTableTest, ACutNameIsFoundAmongMillionsThatBeginLikeIt) {
  const NameTable names = LongNames(32);
  EXPECT_TRUE(names.cuts());
  std::mt19937 random(7);
  for (int i = 0; i < 20; ++i) {
    std::vector<std::size_t> options(32);
    for (std::size_t& option : options) option = random() % 2;
    std::string name = names.Compose(options);
    bool undecided = true;
    EXPECT_EQ(names.Find(name, &undecided), options);
    EXPECT_FALSE(undecided);
    name.back() = name.back() == '0' ? '1' : '0';
    EXPECT_EQ(names.Find(name, &undecided), std::nullopt);
    EXPECT_FALSE(undecided);
    name.back() = 'g';
    EXPECT_EQ(names.Find(name), std::nullopt);
  }
}

TEST(NameTableTest, WhereTooManyBeginLikeACutNameThatIsSaid) {
  const NameTable names = LongNames(62);
  bool undecided = false;
  EXPECT_EQ(names.Find(names.Compose(std::vector<std::size_t>(62, 1)), &undecided), std::nullopt);
  EXPECT_TRUE(undecided);
  EXPECT_EQ(names.Find("y" + names.Compose(std::vector<std::size_t>(62, 1)).substr(1), &undecided),
            std::nullopt);
  EXPECT_FALSE(undecided);
}

TEST(NameTableTest, NamesThatAlwaysFitArentCut) {
  EXPECT_FALSE(LongNames(7).cuts());
  EXPECT_TRUE(LongNames(8).cuts());
}

TEST(NameTableTest, NamesOfNoWalkAreNotFound) {
  const WalkSpace space = SpaceOfSizes({3, 3});
  for (const char* name : {"", "a_1", "a_1__b_3", "a_1__b_1__", "a_1__b_1__c_1", "b_1__a_1",
                           "__a_1__b_1", "a_1_b_1", "a_1__b_1 "}) {
    EXPECT_EQ(space.Find(name), std::nullopt) << name;
  }
  EXPECT_EQ(space.Find(std::string(150, 'a')), std::nullopt);
}

TEST(NameTableTest, ANameFindsItsWalkInAnySpace) {
  std::mt19937 random(11);
  const std::string characters = "ab1_- .\"/\xc3";
  for (int round = 0; round < 150; ++round) {
    std::vector<std::vector<std::string>> options(1 + random() % 5);
    for (auto& list : options) {
      std::set<std::string> labels;
      const std::size_t count = 1 + random() % 6;
      while (labels.size() < count) {
        std::string label(random() % (round % 3 == 0 ? 60 : 4), ' ');
        for (char& c : label) c = characters[random() % characters.size()];
        labels.insert(label);
      }
      list.assign(labels.begin(), labels.end());
      std::shuffle(list.begin(), list.end(), random);
    }
    const WalkSpace space = SpaceOfStrings(options);
    std::set<std::string> names;
    for (int draw = 0; draw < 40; ++draw) {
      const Walk walk = space[random() % space.full_size()];
      const std::string name = walk.name();
      names.insert(name);
      ASSERT_TRUE(std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return c == '_' || (c < 128 && std::isalnum(c));
      })) << name;
      ASSERT_EQ(space.Find(name), walk) << name;
    }
    if (space.full_size() > 2000) continue;
    std::set<std::string> all;
    for (const Walk& walk : space) all.insert(walk.name());
    ASSERT_EQ(all.size(), space.full_size());
  }
}

}  // namespace
}  // namespace combtest
