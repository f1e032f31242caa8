#include "src/engine/fixtures.h"

#include <algorithm>
#include <cstdint>

#include "src/engine/segment_runner.h"

namespace combtest::internal {

void TearDownRest(const Plan& plan, const Integration& integration, const LocalRun& run,
                  std::vector<void*>& fixtures,
                  const std::function<void(const WalkResult&)>& tell) {
  if (std::all_of(fixtures.begin(), fixtures.end(), [](const void* f) { return f == nullptr; }))
    return;
  const SegmentTask task;
  SegmentRunner runner(*WalkAccess::Data(plan.space()), integration, task, run, 0);
  for (std::uint64_t slot = 0; slot < fixtures.size(); ++slot) {
    if (fixtures[slot] == nullptr) continue;
    const WalkId id = plan.order()[slot];
    if (runner.TearDown(slot, id, false, &fixtures[slot])) tell(runner.TakeResult(id, nullptr));
  }
}

}  // namespace combtest::internal
