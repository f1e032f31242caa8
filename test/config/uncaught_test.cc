// What a program without GoogleTest shows that has called Init and catches nothing.
#include <gtest/gtest.h>

#include <csignal>

#include "test/support/run_binary.h"

namespace combtest::test {
namespace {

BinaryRun With(const std::string& argument) {
  Binary binary;
  binary.argv = {COMBTEST_UNCAUGHT, argument};
  return RunBinary(binary);
}

TEST(UncaughtError, IsOneLineAndAnExitCode) {
  const BinaryRun option = With("--combtest_thread=4");
  EXPECT_EQ(option.exit_code, 2) << option;
  EXPECT_EQ(option.out, "begins");
  EXPECT_EQ(option.err,
            "combtest: --combtest_thread: there is no option `thread`; did you mean `threads`?\n");
  const BinaryRun threads = With("threads");
  EXPECT_EQ(threads.exit_code, 2) << threads;
  EXPECT_EQ(threads.err, "combtest: RunOptions::threads is 0; it takes 1 to 1024\n");
}

TEST(UncaughtError, OfOthersAbortsAsEver) {
  const BinaryRun other = With("other");
  EXPECT_EQ(other.signal, SIGABRT) << other;
}

TEST(UncaughtError, IsNoneInHelp) {
  const BinaryRun help = With("--combtest_help");
  EXPECT_EQ(help.exit_code, 0) << help;
  EXPECT_NE(help.out.find("--combtest_threads"), std::string::npos);
  EXPECT_EQ(help.err, "");
}

}  // namespace
}  // namespace combtest::test
