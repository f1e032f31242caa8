#include "src/trace/trace_writer.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "test/support/numbered.h"
#include "test/trace/trace_run.h"

namespace combtest::internal {
namespace {

TEST(TraceWriterTest, ATickWritesWhatWaits) {
  const test::TempDirectory directory;
  const std::string name = "Run";
  const WalkSpace space = test::SpaceOfSizes({2, 3});
  const Selection selection = Selection::All();
  const Plan plan(space, selection, true);
  TraceSettings settings;
  settings.directory = directory / "logs";
  TraceWriter writer(settings, {name, space, selection}, plan);
  PlanStep phase;
  phase.end = 2;
  const std::array walks = {SegmentTime{4, {}}};
  SegmentReport report;
  report.phase = &phase;
  report.over = true;
  report.walks = walks;
  writer.OnSegments(report);
  writer.OnTick(phase, {});
  const std::vector<std::string> lines = test::LinesOf(writer.file().path());
  ASSERT_EQ(lines.size(), 2u);  // the first is the header
  EXPECT_NE(lines[1].find("\"id\":4"), std::string::npos) << lines[1];
}

}  // namespace
}  // namespace combtest::internal
