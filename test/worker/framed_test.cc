// Faults of a GoogleTest program around its walks: its suites' and environments' set-up, an
// interrupt between suites, a full disk.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(Framed, EveryWorkerHasItsWorldAndItsSuite) {
  Program program(COMBTEST_FRAMED_SUITE, {{"COMBTEST_WORKERS", "2"}}, {"--gtest_filter=*Framed.*"});
  EXPECT_EQ(program.Wait(), 0) << program.out() << program.err();
  const std::string log = program.File("log");
  EXPECT_THAT(log, HasSubstr("world in a worker\n"));
  EXPECT_THAT(log, HasSubstr("suite in a worker\n"));
}

TEST(Framed, ASuiteThatFailsInTheWorkers) {
  Program program(COMBTEST_FRAMED_SUITE, {{"COMBTEST_WORKERS", "2"}, {"FAIL_SUITE", "worker"}});
  EXPECT_EQ(program.Wait(), 1);
  EXPECT_THAT(program.out() + program.err(),
              AllOf(HasSubstr("no suite in a worker"), HasSubstr("6 selected = 6 not run")));
  EXPECT_THAT(program.File("log"),
              AllOf(Not(HasSubstr("Count(0)\nCount(0)\nCount(0)")), HasSubstr("After.Ordinary")));
}

TEST(Framed, ASuiteThatFailsEverywhereStartsNoWorker) {
  Program program(COMBTEST_FRAMED_SUITE, {{"COMBTEST_WORKERS", "2"}, {"FAIL_SUITE", "everywhere"}},
                  {"--gtest_filter=*Framed.*"});
  EXPECT_EQ(program.Wait(), 1);
  EXPECT_THAT(program.File("log"), Not(HasSubstr("in a worker")));
}

TEST(Framed, AWorldThatFailsInTheWorkers) {
  Program program(COMBTEST_FRAMED_SUITE, {{"COMBTEST_WORKERS", "2"}, {"FAIL_WORLD", "worker"}});
  EXPECT_EQ(program.Wait(), 1);
  EXPECT_THAT(program.out() + program.err(), HasSubstr("no world in a worker"));
  EXPECT_THAT(program.File("log"), Not(HasSubstr("Count")));
}

// What the signal interrupts is the program, not one of its suites.
TEST(Framed, AnInterruptEndsTheProgramWithItsReports) {
  Program program(COMBTEST_FRAMED_SUITE, {{"COMBTEST_WORKERS", "2"}, {"FAULT", "hang@Count(3)"}},
                  {"--gtest_output=xml:out.xml"});
  ASSERT_TRUE(
      Eventually([&] { return program.File("log").find("Count(3)") != std::string::npos; }));
  program.Signal(SIGINT);
  EXPECT_EQ(program.Wait(), 1);
  EXPECT_THAT(program.out(), HasSubstr("interrupted by SIGINT"));
  const std::string log = program.File("log");
  EXPECT_EQ(log.find("Count(0)"), log.rfind("Count(0)")) << log;
  EXPECT_THAT(program.File("out.xml"), HasSubstr("All/Later"));
}

TEST(Framed, AFullDiskForTheStates) {
  for (const char* workers : {"0", "2"}) {
    SCOPED_TRACE(workers);
    Program program(COMBTEST_FRAMED_SUITE,
                    {{"COMBTEST_WORKERS", workers}, {"COMBTEST_STATES", "/dev/full"}},
                    {"--gtest_filter=*Framed.*"});
    EXPECT_EQ(program.Wait(), 1);
    EXPECT_THAT(program.out(), AllOf(HasSubstr("/dev/full"), HasSubstr("6 selected = 6 passed"),
                                     HasSubstr("[  PASSED  ] 6 tests.")));
  }
}

}  // namespace
}  // namespace combtest::test
