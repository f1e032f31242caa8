// Programs with workers under valgrind, which has no handles of processes and is what
// /proc/self/exe leads to.
#include <unistd.h>

#include "test/gtest_integration/suite_run.h"
#include "test/support/text.h"

namespace combtest::test {
namespace {

constexpr const char* kValgrind = "/usr/bin/valgrind";

// `--trace-children=yes`: the workers, too.
TEST(Valgrind, RunsProgramsWithWorkers) {
  if (access(kValgrind, X_OK) != 0) GTEST_SKIP() << "there is no " << kValgrind;
  for (const char* children : {"--trace-children=no", "--trace-children=yes"}) {
    SCOPED_TRACE(children);
    Binary binary;
    binary.argv = {kValgrind,
                   "--quiet",
                   children,
                   SUITES_PROGRAM,
                   "--gtest_filter=All/Good.Pass/A_1__B_x__*",
                   "--combtest_workers=2",
                   "--combtest_start_timeout=200s",
                   "--combtest_heartbeat=200s"};
    const BinaryRun run = RunBinary(binary);
    if (Contains(run.err, "debuginfo reader: ensure_valid failed"))
      GTEST_SKIP() << "this valgrind can't read what this compiler writes for debuggers";
    EXPECT_EQ(run.exit_code, 0) << run;
    EXPECT_TRUE(Contains(run.out, "2 selected = 2 passed; 1 phase, 2 workers")) << run;
  }
}

}  // namespace
}  // namespace combtest::test
