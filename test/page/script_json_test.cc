#include "src/page/script_json.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <string>

namespace combtest::internal {
namespace {

TEST(ScriptJsonTest, NothingEndsTheElementOrTheLine) {
  const std::string hostile[] = {"</script><img src=x onerror=alert(1)>",
                                 "<!-- <script>",
                                 "]]> & &amp; \"quotes' \\ `",
                                 std::string("nul\0byte\x01\x1f\x7f", 11),
                                 "line\xE2\x80\xA8separator\xE2\x80\xA9\xE2\x80\xAA",
                                 "\r\n\t"};
  for (const std::string& text : hostile) {
    const std::string json = ScriptJson(boost::json::value{{text, text}, text});
    for (const char* bad : {"<", ">", "&", "\xE2\x80\xA8", "\xE2\x80\xA9", "\n", "\r", "\x7f"})
      EXPECT_EQ(json.find(bad), json.npos) << json;
    EXPECT_EQ(json.find('\0'), json.npos);
    EXPECT_EQ(boost::json::parse(json).as_array()[1].as_string(), text);
  }
}

TEST(ScriptJsonTest, WhatIsntUtf8BecomesTheReplacementCharacter) {
  EXPECT_EQ(ScriptJson(boost::json::string("a\xff"
                                           "b\xed\xa0\x80")),
            "\"a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace combtest::internal
