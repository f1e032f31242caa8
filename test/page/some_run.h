// A run to make reports of.
#ifndef COMBTEST_TEST_PAGE_SOME_RUN_H_
#define COMBTEST_TEST_PAGE_SOME_RUN_H_

#include <string>
#include <utility>
#include <vector>

#include "src/page/page_run.h"

namespace combtest::internal {

// Of two actions, the second of which has two options. The walks in `failed` failed, in the first
// action, with `message`.
inline PageRun SomeRun(std::size_t options, const std::vector<WalkId>& failed,
                       const std::string& message = "wrong") {
  PageRun run;
  run.program = "disk_test";
  run.actions = {{"Write", false, {}, {}}, {"Sync", false, {"true", "false"}, {}}};
  for (std::size_t o = 0; o < options; ++o) {
    run.actions[0].options.push_back(std::to_string(o));
    run.actions[0].pieces.push_back("Write_" + std::to_string(o));
  }
  run.actions[1].pieces = {"Sync_true", "Sync_false"};
  run.full_size = options * 2;
  run.name_of = [](WalkId id) { return "walk_" + std::to_string(id); };
  run.replay_before = "./disk_test --gtest_filter='All/Disk.Pass/";
  run.replay_after = "'";
  for (WalkId id = 0; id < run.full_size; ++id) run.walks.push_back({id, 1.5f, 0, 0});
  run.summary.name = "All/Disk.Pass";
  run.summary.ledger.selected = run.full_size;
  run.summary.ledger.passed = run.full_size - failed.size();
  run.summary.ledger.failed = failed.size();
  run.summary.error_count = failed.size();
  for (const WalkId id : failed) {
    WalkResult result;
    result.id = id;
    result.outcome = outcome::Failed{};
    run.walks[id].outcome = static_cast<std::uint8_t>(result.outcome.index());
    result.failures = {{Failure::Severity::kFatal, Failure::Origin::kAssertion, "disk.cc", 7,
                        message, "Write(0)"}};
    result.where = "Write(0)";
    run.summary.failed_walks.push_back(std::move(result));
  }
  return run;
}

}  // namespace combtest::internal

#endif  // COMBTEST_TEST_PAGE_SOME_RUN_H_
