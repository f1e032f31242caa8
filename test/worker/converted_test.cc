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
  std::string out, err, ended;
};

Ran Converting(const std::string& convert, std::vector<std::string> arguments) {
  arguments.emplace_back("--combtest_threads=2");
  Program program(COMBTEST_CONVERTED_SUITE, {{"CONVERT", convert}}, arguments);
  const int code = program.Wait();
  return {code, program.out(), program.err(), program.File("ended")};
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

TEST(Converted, AStateThatAssertsAsItIsWrittenFailsItsWalk) {
  for (const char* workers : {"0", "1"}) {
    SCOPED_TRACE(workers);
    const Ran ran = Converting("to_json assert", {std::string("--combtest_workers=") + workers,
                                                  "--combtest_states=states.jsonl"});
    ExpectTheSecondFails(ran, "asserted in to_json");
  }
}

}  // namespace
}  // namespace combtest::test
