// What goes wrong in to_json and from_json is the walk's whose state it is, whatever runs beside
// it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

using testing::HasSubstr;

constexpr const char* kFirst = "All/Items.Pass/Begin_0__KillWorkers_9__End_0";
constexpr const char* kSecond = "All/Items.Pass/Begin_1__KillWorkers_9__End_0";

struct Ran {
  int code = 0;
  std::string out, err, ended, xml;
};

Ran Converting(const std::string& convert, std::vector<std::string> arguments,
               const std::string& end = {}) {
  arguments.emplace_back("--combtest_threads=2");
  arguments.emplace_back("--gtest_output=xml:report.xml");
  Variables variables = {{"CONVERT", convert}};
  if (!end.empty()) variables["END"] = end;
  Program program(COMBTEST_CONVERTED_SUITE, variables, arguments);
  const int code = program.Wait();
  return {code, program.out(), program.err(), program.File("ended"), program.File("report.xml")};
}

std::size_t Count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

// That the second walk fails, for this reason, and the first one passes.
void ExpectTheSecondFails(const Ran& ran, const std::string& why) {
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("[       OK ] " + std::string(kFirst)));
  EXPECT_THAT(ran.out, HasSubstr("[  FAILED  ] " + std::string(kSecond)));
  EXPECT_THAT(ran.out, HasSubstr(why)) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("1 FAILED TEST\n"));
}

TEST(Converted, AStateThatAssertsAsItIsReadFailsItsWalk) {
  const Ran ran = Converting("from_json assert", {"--combtest_workers=1"});
  ExpectTheSecondFails(ran, "asserted in from_json");
  EXPECT_THAT(ran.out, HasSubstr("the state that came from another worker"));
  EXPECT_EQ(ran.ended, "0\n");
}

TEST(Converted, AChildThatComesBackFromReadingFailsItsWalk) {
  const Ran ran = Converting("from_json fork", {"--combtest_workers=1"});
  ExpectTheSecondFails(ran, "a child process came back from the state that came from another");
  EXPECT_EQ(ran.ended, "0\n");
}

TEST(Converted, WhoCrashesAsItIsReadIsToBlame) {
  const Ran ran = Converting("from_json abort", {"--combtest_workers=1"});
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("taken down by Begin(1), KillWorkers(9), End(0)\n"));
  EXPECT_THAT(ran.out, HasSubstr("2 selected = 1 crashed + 1 lost;")) << ran.err;
}

// Whatever has become of it before.
TEST(Converted, AStateThatAssertsAsItIsWrittenFailsItsWalk) {
  for (const std::string workers : {"0", "1"}) {
    for (const char* end : {"", "cancelled", "failed"}) {
      SCOPED_TRACE(workers + " workers " + end);
      const Ran ran =
          Converting("to_json assert",
                     {"--combtest_workers=" + workers, "--combtest_states=states.jsonl"}, end);
      ExpectTheSecondFails(ran, "asserted in to_json");
      EXPECT_EQ(Count(ran.out, "\nasserted in to_json\n"), 1u) << ran.out;
      EXPECT_THAT(ran.out, HasSubstr("2 selected = 1 passed + 1 failed;"));
    }
  }
}

TEST(Converted, ASkipPassesOverNothingThatIsThrown) {
  for (const std::string workers : {"0", "1"}) {
    SCOPED_TRACE(workers + " workers");
    const Ran ran = Converting("to_json skip",
                               {"--combtest_workers=" + workers, "--combtest_states=states.jsonl"});
    ExpectTheSecondFails(ran, "its state can't be written as JSON: thrown in to_json");
  }
}

TEST(Converted, PropertiesAreTheWalksToo) {
  for (const char* where : {"from_json", "to_json"}) {
    SCOPED_TRACE(where);
    const Ran ran = Converting(std::string(where) + " property",
                               {"--combtest_workers=1", "--combtest_states=states.jsonl"});
    EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
    const auto second = ran.xml.find("Begin_1");
    EXPECT_GT(ran.xml.find(R"(<property name="converted" value="1")"), second) << ran.xml;
    EXPECT_EQ(Count(ran.xml, "<property name=\"converted\""), 1u) << ran.xml;
  }
}

}  // namespace
}  // namespace combtest::test
