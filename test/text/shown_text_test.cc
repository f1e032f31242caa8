#include "src/text/shown_text.h"

#include <gtest/gtest.h>

#include <string>

#include "src/text/json_text.h"

namespace combtest::internal {
namespace {

TEST(ShownText, LeavesTextAlone) {
  for (const char* text : {"", "plain", "grün", "日本", "\xF0\x9F\x90\x98", "a\nb\tc", "\\xFF"})
    EXPECT_EQ(ShownText(text), text);
}

TEST(ShownText, ShowsBytesThatAreNotUtf8) {
  EXPECT_EQ(ShownText("a\xFFz"), "a\\xFFz");
  EXPECT_EQ(ShownText("gr\xFCn"), "gr\\xFCn");              // Latin-1
  EXPECT_EQ(ShownText("\xE6\x97"), "\\xE6\\x97");           // cut short
  EXPECT_EQ(ShownText("\xC0\xAF"), "\\xC0\\xAF");           // overlong
  EXPECT_EQ(ShownText("\xED\xA0\x80"), "\\xED\\xA0\\x80");  // half of a surrogate pair
  EXPECT_EQ(ShownText("\xF4\x90\x80\x80"), "\\xF4\\x90\\x80\\x80");
}

TEST(ShownText, ShowsControlCharactersAndWhatXmlForbids) {
  EXPECT_EQ(ShownText(std::string_view("\0\x1B[31m\r\x7F", 8)), "\\x00\\x1B[31m\\r\\x7F");
  EXPECT_EQ(ShownText("\xC2\x85\xC2\xA0"), "\\u0085\xC2\xA0");
  EXPECT_EQ(ShownText("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD"), "\\uFFFE\\uFFFF\xEF\xBF\xBD");
}

TEST(ShownText, IsOneLineWhereAskedFor) { EXPECT_EQ(ShownLine("a\nb\tc\r"), "a\\nb\\tc\\r"); }

TEST(ShownText, IsCutBetweenCharacters) {
  EXPECT_EQ(WholeCharacters("grün", 9), "grün");
  EXPECT_EQ(WholeCharacters("grün", 3), "gr");
  EXPECT_EQ(WholeCharacters("grün", 4), "grü");
  EXPECT_EQ(WholeCharacters("\x80\x80\x80\x80\x80\x80", 4).size(), 1u);
  EXPECT_EQ(WholeCharacters("日本", 5), "日");
}

TEST(ShownText, OfAMessageIsAMegabyte) {
  const std::string most(1u << 20, 'x');
  EXPECT_EQ(ShortMessage(most), most);
  const std::string cut = ShortMessage(most + "y");
  EXPECT_LE(cut.size(), most.size());
  EXPECT_TRUE(cut.ends_with("x… (65 bytes left out)"));
  EXPECT_EQ(ShortMessage(cut), cut);
}

TEST(JsonText, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(QuotedJson("a\xFFz\n"), "\"a\xEF\xBF\xBDz\\n\"");
}

}  // namespace
}  // namespace combtest::internal
