#include "combtest/duration.h"

#include <gtest/gtest.h>

namespace combtest {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

TEST(DurationTest, Parses) {
  EXPECT_EQ(ParseDuration("500ms"), 500ms);
  EXPECT_EQ(ParseDuration("2s"), 2s);
  EXPECT_EQ(ParseDuration("1.5s"), 1500ms);
  EXPECT_EQ(ParseDuration("3m"), 3min);
  EXPECT_EQ(ParseDuration("3min"), 3min);
  EXPECT_EQ(ParseDuration("1h"), 1h);
  EXPECT_EQ(ParseDuration("10us"), 10us);
  EXPECT_EQ(ParseDuration("7ns"), 7ns);
  EXPECT_EQ(ParseDuration("0"), 0ns);
  EXPECT_EQ(ParseDuration("0s"), 0ns);
}

TEST(DurationTest, RefusesWhatIsNone) {
  for (const char* text : {"", "5", "s", "-1s", "+1s", " 1s", "1 s", "1s ", "1e3s", "infs", "nans",
                           "1d", "1.2.3s", "99999999999h", "0x10s"}) {
    EXPECT_EQ(ParseDuration(text), std::nullopt) << text;
  }
}

TEST(DurationTest, PrintsThreeDigitsAtMost) {
  EXPECT_EQ(DurationText(850us), "850 us");
  EXPECT_EQ(DurationText(1250ms), "1.25 s");
  EXPECT_EQ(DurationText(125s), "2 min 5 s");
  EXPECT_EQ(DurationText(180s), "3 min");
  EXPECT_EQ(DurationText(999'960us), "1 s");
  EXPECT_EQ(DurationText(1234us), "1.23 ms");
  EXPECT_EQ(DurationText(12ns), "12 ns");
  EXPECT_EQ(DurationText(119s), "119 s");
}

}  // namespace
}  // namespace combtest
