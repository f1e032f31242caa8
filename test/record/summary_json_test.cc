#include "src/record/summary_json.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "test/support/numbered.h"

namespace combtest::internal {
namespace {

RunSummary Again(const RunSummary& summary) {
  const std::string text = boost::json::serialize(SummaryToJson(summary));
  return SummaryFromJson(boost::json::parse(text), test::SpaceOfSizes({2, 3}));
}

TEST(SummaryJsonTest, CoverageComesBackAsItWas) {
  RunSummary summary;
  summary.coverage.strengths = {{1, 5, 5, 0, 0}, {2, 6, 3, 1, 1}};
  summary.coverage.pairs = {{"Format", "Codec", {2, 4, 2, 1, 1}},
                            {"Codec", "\"x\"", {2, 2, 1, 0, 0}}};
  summary.coverage.missing = {{2, "Format(512), Codec(\"zip\")", "failed"}};
  summary.coverage.impossible = {{2, "Format(4096), Codec(\"zip\")", {"ShouldCancel of Codec"}}};
  summary.coverage.shortfall = "2-way 60 %";
  EXPECT_EQ(Again(summary).coverage, summary.coverage);
  EXPECT_EQ(Again({}).coverage, Coverage());
}

}  // namespace
}  // namespace combtest::internal
