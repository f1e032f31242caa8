// Which worker gets which walks, as far as anybody can see it from outside.
#include <gtest/gtest.h>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

// The worker that starts first is sent a second walk while the others aren't ready; it mustn't keep
// it once they are.
TEST(Scheduling, NoWalkWaitsBehindAnotherWhileAWorkerIsIdle) {
  for (const char* workers : {"2", "3", "6"}) {
    Program program(COMBTEST_MEETING_SUITE, {{"FAULT_WORKERS", workers}});
    EXPECT_EQ(program.Wait(), 0) << workers << " workers\n" << program.out() << program.err();
  }
}

TEST(Scheduling, EachThreadOfEachWorkerHasAWalk) {
  for (const char* workers : {"1", "2"}) {
    Program program(COMBTEST_MEETING_SUITE, {{"FAULT_WORKERS", workers}, {"FAULT_THREADS", "3"}});
    EXPECT_EQ(program.Wait(), 0) << workers << " workers\n" << program.out() << program.err();
  }
}

TEST(Scheduling, NoThreadWaitsForWhatAnotherRuns) {
  Program program(COMBTEST_MEETING_SUITE,
                  {{"FAULT_WORKERS", "1"}, {"FAULT_THREADS", "2"}, {"FAULT_WALKS", "100"}});
  EXPECT_EQ(program.Wait(), 0) << program.out() << program.err();
}

TEST(Scheduling, NorDoWalksWhoseStatesComeFromAnotherWorker) {
  Program program(COMBTEST_MEETING_SUITE,
                  {{"FAULT_WORKERS", "1"}, {"FAULT_THREADS", "3"}, {"FAULT_KILL", "1"}});
  EXPECT_EQ(program.Wait(), 0) << program.out() << program.err();
}

}  // namespace
}  // namespace combtest::test
