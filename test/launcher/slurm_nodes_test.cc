#include "src/launcher/slurm_nodes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "combtest/action.h"

namespace combtest::internal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SlurmNodes, WorkersAreDealtOut) {
  EXPECT_THAT(SlurmPlaces("n1\nn2\n", "2(x2)", 1), ElementsAre("n1", "n2", "n1", "n2"));
  EXPECT_THAT(SlurmPlaces("n1\nn2\nn3\n", "1(x2),3", 1), ElementsAre("n1", "n2", "n3", "n3", "n3"));
  EXPECT_THAT(SlurmPlaces("n1\nn2\n", "4,3", 2), ElementsAre("n1", "n2", "n1"));
  EXPECT_THAT(SlurmPlaces("n1\n", "4", 8), IsEmpty());
}

TEST(SlurmNodes, WhatIsNoSuchTextIsAnError) {
  for (const char* cpus : {"", "x", "4(x", "4(x2", "4(xx)", "4;4", "4,", "99999999999999999999"})
    EXPECT_THROW(SlurmPlaces("n1\nn2\n", cpus, 1), Error) << cpus;
  EXPECT_THROW(SlurmPlaces("n1\n", "4(x2)", 1), Error);
}

}  // namespace
}  // namespace combtest::internal
