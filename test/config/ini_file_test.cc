#include "src/config/ini_file.h"

#include <gtest/gtest.h>

#include <sstream>

#include "combtest/action.h"
#include "test/support/text.h"

namespace combtest::internal {
namespace {

std::string Read(const std::string& text) {
  std::istringstream in(text);
  std::string entries;
  for (const IniEntry& entry : ReadIni(in, "x.cfg")) {
    entries += entry.section + "/" + entry.key + "/" + entry.value + "@" +
               std::to_string(entry.line) + " ";
  }
  return entries;
}

TEST(IniFileTest, ReadsSectionsAndKeysOfBothKinds) {
  EXPECT_EQ(Read("top = 1\n\n# a comment\n; another\n[ NET ]\nrsakey: /a b/c=d\r\n  port =  6\n"
                 "[WORKER]\nmax_thread_count:10"),
            "/top/1@1 NET//@5 NET/rsakey//a b/c=d@6 NET/port/6@7 WORKER//@8 "
            "WORKER/max_thread_count/10@9 ");
  EXPECT_EQ(Read(""), "");
  EXPECT_EQ(Read("empty ="), "/empty/@1 ");
}

TEST(IniFileTest, NamesTheLineThatItCantRead) {
  EXPECT_EQ(test::MessageOf<Error>([] { Read("a=1\nnonsense\n"); }),
            "x.cfg:2: `nonsense` is neither a [SECTION] nor a `key = value`");
  EXPECT_EQ(test::MessageOf<Error>([] { Read("\n\n[WORKER\n"); }),
            "x.cfg:3: the section `[WORKER` lacks its closing bracket");
  EXPECT_EQ(test::MessageOf<Error>([] { Read("= 5"); }),
            "x.cfg:1: `= 5` is neither a [SECTION] nor a `key = value`");
}

}  // namespace
}  // namespace combtest::internal
