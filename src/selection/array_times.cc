#include "src/selection/array_times.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <unordered_map>

#include "combtest/walk.h"
#include "src/selection/array_model.h"
#include "src/trace/trace_files.h"
#include "src/trace/trace_reader.h"

namespace combtest::internal {
namespace {

using std::chrono::nanoseconds;

struct Sum {
  nanoseconds time{};
  std::int64_t count = 0;
  nanoseconds Mean() const { return count == 0 ? nanoseconds(0) : time / count; }
};

bool IsComplete(std::span<const arrays::Value> row) {
  return std::find(row.begin(), row.end(), arrays::kDontCare) == row.end();
}

}  // namespace

std::optional<ArrayTimes> TimesFrom(const std::string& path, const std::string& name,
                                    const WalkSpace& space, const arrays::Rows& rows) {
  ArrayTimes times;
  times.walks.resize(rows.size());
  Sum all, known;
  std::map<std::string, Sum> serial;
  for (const std::string& trace : FindTraces(path, name)) {
    std::unordered_map<WalkId, nanoseconds> walks;
    std::map<std::size_t, Sum> serials;  // by action
    TraceVisitor visitor;
    visitor.walk = [&](const TraceWalk& walk) {
      if (walk.took && !walk.result.not_run()) walks[walk.result.id] = *walk.took;
    };
    visitor.serial = [&](const TraceSerial& step) {
      if (!step.took) return;
      serials[step.index].time += *step.took;
      serials[step.index].count += step.undo ? 0 : 1;
    };
    const TraceHeader header = VisitTrace(trace, visitor);
    for (const auto& [id, took] : walks) all.time += took, ++all.count;
    for (const auto& [action, sum] : serials) {
      Sum& of = serial[header.actions[action].name];
      of.time += sum.time;
      of.count += sum.count;
    }
    for (std::size_t r = 0; r < rows.size(); ++r) {
      if (times.walks[r].count() > 0 || !IsComplete(rows[r])) continue;
      const auto id = header.Find(space[WalkOf(space, rows[r])].name());
      const auto found = id ? walks.find(*id) : walks.end();
      if (found == walks.end()) continue;
      times.walks[r] = std::max(found->second, nanoseconds(1));
      known.time += found->second;
      ++known.count;
    }
  }
  if (all.count == 0) return std::nullopt;
  times.walk = known.count > 0 ? known.Mean() : all.Mean();
  for (const auto& [action, sum] : serial) times.serial[action] = sum.Mean();
  return times;
}

}  // namespace combtest::internal
