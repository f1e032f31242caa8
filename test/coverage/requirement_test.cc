#include "src/coverage/requirement.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace combtest::internal::coverage {
namespace {

std::string Complaint(const std::string& text) {
  try {
    ParseRequirements(text);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "none";
}

TEST(RequirementTest, IsReadAndWritten) {
  const auto both = ParseRequirements("2:100,3:80");
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(both[0], (Requirement{2, 100'000}));
  EXPECT_EQ(both[1], (Requirement{3, 80'000}));
  for (const std::string text : {"1:0", "6:100", "2:99.5", "2:0.125", "3:7.03"})
    EXPECT_EQ(RequirementText(ParseRequirements(text).at(0)), text);
  EXPECT_EQ(RequirementText(ParseRequirements("2:050.500").at(0)), "2:50.5");
}

TEST(RequirementTest, SaysWhatIsWrong) {
  EXPECT_EQ(Complaint("2"),
            "\"2\" has no colon; a required coverage is written as 2:100,3:80 (strength, colon, "
            "percent)");
  const auto begins = [](const std::string& text, const std::string& begin) {
    return Complaint(text).starts_with(begin);
  };
  EXPECT_TRUE(begins("", "\"\" has no colon"));
  EXPECT_TRUE(begins("2:100,", "\"\" has no colon"));
  EXPECT_TRUE(begins("2:100,,3:80", "\"\" has no colon"));
  for (const std::string text : {"0:10", "7:10", ":10", "-1:10", " 2:10", "22:10", "x:1"})
    EXPECT_TRUE(begins(text, "\"" + text + "\" doesn't begin with a strength from 1 to 6")) << text;
  for (const std::string text : {"2:", "2:101", "2:100.001", "2:-1", "2:1e1", "2:80%", "2:.5",
                                 "2:5.", "2:1.2345", "2:1.2.3", "2: 80", "2:80 ", "2:0000"})
    EXPECT_TRUE(begins(text, "\"" + text + "\" doesn't end with a percentage")) << text;
  EXPECT_TRUE(begins("2:100,3:5,2:80", "\"2:80\" names a strength for the second time"));
}

TEST(RequirementTest, IsJudgedByWhatIsPossible) {
  const Requirement all{2, 100'000};
  const Requirement most{2, 80'000};
  EXPECT_TRUE(IsMet(all, {.all = 10, .covered = 7, .impossible = 3}));
  EXPECT_FALSE(IsMet(all, {.all = 10, .covered = 6, .impossible = 3}));
  EXPECT_FALSE(IsMet(all, {.all = 10, .covered = 6, .impossible = 3, .undecided = 1}));
  EXPECT_TRUE(IsMet(most, {.all = 10, .covered = 8}));
  EXPECT_FALSE(IsMet(most, {.all = 10'000'000'000, .covered = 7'999'999'999}));
  EXPECT_TRUE(IsMet({2, 0}, {.all = 10}));
  EXPECT_FALSE(IsMet({2, 0}, {.all = 10, .impossible = 10}));
  EXPECT_FALSE(IsMet(all, {}));
}

TEST(RequirementTest, PercentagesAreNeverRoundedUp) {
  EXPECT_EQ(PercentText({.all = 7, .covered = 5}), "71.428 %");
  EXPECT_EQ(PercentText({.all = 10, .covered = 8, .impossible = 2}), "100 %");
  EXPECT_EQ(PercentText({.all = 1'000'000'000, .covered = 999'999'999}), "99.999 %");
  EXPECT_EQ(PercentText({.all = 3, .impossible = 3}), "nothing");
}

}  // namespace
}  // namespace combtest::internal::coverage
