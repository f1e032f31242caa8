#include "src/selection/last_run.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <system_error>
#include <tuple>
#include <utility>

#include "src/os/process_info.h"
#include "src/space/exclusion.h"
#include "src/text/hash.h"
#include "src/trace/trace_files.h"

namespace combtest::internal {
namespace {

// Once is enough for all runs of a program.
void SayThatNothingOrders(const std::string& path) {
  static std::once_flag once;
  std::call_once(once, [&] {
    std::cerr << "combtest: --combtest_order has no earlier run to go by"
              << (path.empty() ? "; --combtest_log_dir or --combtest_order_from says where one is"
                               : " in " + path)
              << ": walks start in their declared order\n";
  });
}

}  // namespace

std::string NothingToRunAgain(const std::string& rerun) {
  return "nothing to run again: no walk of the last run in " + rerun +
         " has failed or is unfinished, and none is new.";
}

LastRun::LastRun(const std::string& path, const std::string& name) {
  for (const std::string& trace : FindTraces(path, name)) {
    Layer layer;
    TraceVisitor visitor;
    visitor.walk = [&](const TraceWalk& walk) {
      const WalkResult& result = walk.result;
      // Of several records the last counts.
      layer.walks[result.id] = {!result.not_run(), result.failed(),
                                walk.took.value_or(std::chrono::nanoseconds(0))};
    };
    bool came_to_all = false;
    visitor.end = [&](const TraceEnd& end) { came_to_all = end.ledger.not_run == 0; };
    layer.header = VisitTrace(trace, visitor);
    layers_.push_back(std::move(layer));
    if (came_to_all && layers_.back().whole()) break;  // what came before it tells nothing more
  }
}

std::optional<WalkId> LastRun::IdIn(const Layer& layer, const Walk& walk) const {
  if (layer.header.fingerprint == FingerprintOf(walk.space())) return walk.id();
  return layer.header.Find(walk.name());
}

LastRun::Finding LastRun::Find(const Walk& walk) const {
  Finding finding;
  for (const Layer& layer : layers_) {
    if (const std::optional<WalkId> id = IdIn(layer, walk)) {
      const auto record = layer.walks.find(*id);
      if (record != layer.walks.end()) {
        const Record& last = record->second;
        return {last.ran && !last.failed ? Verdict::kOver : Verdict::kAgain, last.took};
      }
      if (layer.header.selection.Contains(*id)) return {Verdict::kAgain, {}};
      finding.verdict = Verdict::kNotAsked;
    }
    if (layer.whole()) break;
  }
  return finding;
}

const std::string& LastRun::FingerprintOf(const WalkSpace& space) const {
  if (space_ != space) {
    space_ = space;
    fingerprint_ = HexDigits(space.Fingerprint(), 16);
  }
  return fingerprint_;
}

bool LastRun::NeedsRerun(const Walk& walk) const {
  const Verdict verdict = Find(walk).verdict;
  return verdict == Verdict::kAgain || verdict == Verdict::kNew;
}

bool LastRun::HasFailed(const Walk& walk) const {
  for (const Layer& layer : layers_) {
    const std::optional<WalkId> id = IdIn(layer, walk);
    if (!id) continue;
    const auto record = layer.walks.find(*id);
    if (record != layer.walks.end() && record->second.ran) return record->second.failed;
  }
  return false;
}

void LastRun::Sort(const WalkSpace& space, config::Order order, std::vector<WalkId>& ids) const {
  if (order == config::Order::kDeclared) return;
  struct Key {
    int rank;
    std::chrono::nanoseconds took;
    WalkId id;
  };
  std::vector<Key> keys;
  keys.reserve(ids.size());
  for (const WalkId id : ids) {
    const Finding finding = Find(space[id]);
    const int rank = finding.verdict == Verdict::kAgain ? 0
                     : finding.verdict == Verdict::kNew ? 1
                                                        : 2;
    keys.push_back({order == config::Order::kFailedFirst ? rank : 0, finding.took, id});
  }
  std::stable_sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) {
    return std::tuple(a.rank, -a.took) < std::tuple(b.rank, -b.took);
  });
  std::transform(keys.begin(), keys.end(), ids.begin(), [](const Key& key) { return key.id; });
}

WalkSet ToRunAgain(const WalkSpace& space, const WalkSet& walks, const Choice& choice) {
  if (choice.rerun == nullptr) return walks;
  const LastRun& last = *choice.rerun;
  return Listed(space, walks).Filtered([&](WalkId id) { return last.NeedsRerun(space[id]); });
}

WalkSet HadFailed(const WalkSpace& space, const WalkSet& walks, const Choice& choice) {
  if (choice.rerun == nullptr) return WalkSet::Of({});
  const LastRun& last = *choice.rerun;
  return walks.Filtered([&](WalkId id) { return last.HasFailed(space[id]); });
}

WalkSet InOrder(const WalkSpace& space, const WalkSet& walks, const Choice& choice) {
  if (choice.order == config::Order::kDeclared) return walks;
  const std::string& path = choice.order_from.empty() ? choice.log_dir : choice.order_from;
  std::error_code error;
  // The first run makes the directory.
  if (path.empty() ||
      (choice.order_from.empty() && !std::filesystem::exists(FromStartDirectory(path), error))) {
    SayThatNothingOrders(path);
    return walks;
  }
  const LastRun last(path, choice.name);
  if (!last.known()) {
    SayThatNothingOrders(path);
    return walks;
  }
  std::vector<WalkId> ids = Listed(space, walks).ids();
  last.Sort(space, choice.order, ids);
  return WalkSet::Of(ids);
}

}  // namespace combtest::internal
