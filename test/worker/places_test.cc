// Scopes in a suite of GoogleTest's, whatever runs its walks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Places, EachScopeActsWhereItSays) {
  for (const char* workers : {"0", "1", "2", "8"}) {
    for (const char* threads : {"1", "4"}) {
      Program program(COMBTEST_PLACES_SUITE,
                      {{"COMBTEST_WORKERS", workers}, {"COMBTEST_THREADS", threads}});
      EXPECT_EQ(program.Wait(), 0) << program.out() << program.err();
      EXPECT_THAT(program.out(), HasSubstr("[  PASSED  ] 8 tests."));
    }
  }
}

TEST(Places, OneThatExitsFailsItsBranchAlone) {
  for (const char* workers : {"0", "2"}) {
    Program program(COMBTEST_PLACES_SUITE,
                    {{"COMBTEST_WORKERS", workers}, {"FAULT", "once-_exit0@Mount(ro)"}});
    EXPECT_EQ(program.Wait(), 1);
    EXPECT_THAT(program.out(), HasSubstr("Walk exited: code 0\n  in:     Mount(\"ro\"), action 2"));
    EXPECT_THAT(program.out(), HasSubstr("[  PASSED  ] 6 tests."));
    EXPECT_THAT(program.out(), HasSubstr("[  FAILED  ] 2 tests"));
  }
}

TEST(Places, OfTheOthersTheOptionDecides) {
  const Variables exits{{"FAULT", "once-exit0@Clear"}};
  Program here(COMBTEST_PLACES_SUITE, exits);
  EXPECT_EQ(here.Wait(), 71);
  EXPECT_THAT(here.err(), HasSubstr("--combtest_isolate_serial runs serial actions in a process of "
                                    "their own"));
  Program isolated(COMBTEST_PLACES_SUITE, exits, {"--combtest_isolate_serial"});
  EXPECT_EQ(isolated.Wait(), 1);
  EXPECT_THAT(isolated.out(), HasSubstr("Walk exited: code 0\n  in:     Clear(1), action 3"));
  EXPECT_THAT(isolated.out(), HasSubstr(" --combtest_workers=1 --combtest_isolate_serial\n"));
  EXPECT_THAT(isolated.out(), HasSubstr("[  PASSED  ] 6 tests."));
}

TEST(Places, WhoeverSaysNothingIsToldWhereItActs) {
  Program told(COMBTEST_PLACES_SUITE, {{"COMBTEST_WORKERS", "2"}});
  told.Wait();
  EXPECT_THAT(told.err(), HasSubstr("ZoneWalks.Pass: the serial action Clear acts in this process "
                                    "only, not in the workers; say what is meant"));
  Program alone(COMBTEST_PLACES_SUITE, {});
  alone.Wait();
  EXPECT_THAT(alone.err(), Not(HasSubstr("say what is meant")));
}

}  // namespace
}  // namespace combtest::test
