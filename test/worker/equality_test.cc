// What a run says doesn't depend on how many workers and threads it had.
#include <gtest/gtest.h>

#include <regex>
#include <string>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

struct Said {
  int exit_code = 0;
  std::string out, xml, states;
};

// Nor the account of runs ahead, which says how they ran.
std::string WithoutTimes(const std::string& text) {
  static const std::regex kTimes(
      R"re( (time|timestamp)="[^"]*"|\(\d+ ms( total)?\)|\d+(\.\d+)? ?(ns|us|µs|ms|s)\b|--combtest_(workers|threads)=\d+|\[  WALKS   \] [^\n]*\n)re");
  return std::regex_replace(text, kTimes, "");
}

Said RunWith(int workers, int threads) {
  Program program(COMBTEST_EQUALITY_SUITE,
                  {{"COMBTEST_WORKERS", std::to_string(workers)},
                   {"COMBTEST_THREADS", std::to_string(threads)}},
                  {"--gtest_output=xml:out.xml"});
  Said said;
  said.exit_code = program.Wait();
  said.out = WithoutTimes(program.out());
  said.xml = WithoutTimes(program.File("out.xml"));
  said.states = program.File("states");
  return said;
}

TEST(Equality, AnyNumberOfWorkersAndThreads) {
  const Said expected = RunWith(0, 1);
  EXPECT_EQ(expected.exit_code, 1);
  EXPECT_NE(expected.xml.find("goes on all the same"), std::string::npos);
  EXPECT_NE(expected.xml.find("nothing to read"), std::string::npos);
  EXPECT_NE(expected.states.find("the device is gone"), std::string::npos);
  for (const int workers : {0, 1, 2, 8, 32}) {
    for (const int threads : {1, 4}) {
      SCOPED_TRACE(std::to_string(workers) + " workers, " + std::to_string(threads) + " threads");
      const Said said = RunWith(workers, threads);
      EXPECT_EQ(said.exit_code, expected.exit_code);
      EXPECT_EQ(said.states, expected.states);
      EXPECT_EQ(said.xml, expected.xml);
      EXPECT_EQ(said.out, expected.out);
    }
  }
}

}  // namespace
}  // namespace combtest::test
