// A suite whose header two files include.
#include "test/gtest_integration/programs/doubled.h"

TEST_P(Doubled, Pass) { RunWalk(); }
TEST(Ordinary, Passes) {}
