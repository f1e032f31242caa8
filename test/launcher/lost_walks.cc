#include "test/launcher/lost_walks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace combtest::test {

using testing::HasSubstr;
using testing::IsEmpty;

void ExpectTheSameButForTheLost(const FaultRun& run, const FaultRun& local, std::size_t most) {
  EXPECT_LE(run.failed.size(), most);
  for (const auto& [id, text] : run.failed) {
    EXPECT_THAT(text, HasSubstr("lost: its worker on the host `"));
    EXPECT_THAT(text, HasSubstr("was cut off"));
  }
  for (const auto& [id, state] : local.states) {
    if (run.failed.contains(id)) continue;
    const auto found = run.states.find(id);
    ASSERT_NE(found, run.states.end()) << "walk " << id;
    ASSERT_EQ(found->second, state) << "walk " << id;
  }
  EXPECT_EQ(run.exit_code, run.failed.empty() ? 0 : 1);
  EXPECT_THAT(run.run_failures, IsEmpty());
  ExpectNothingRanTwice(run);
  EXPECT_THAT(run.ledger, testing::EndsWith("; balanced"));
}

}  // namespace combtest::test
