// The cases of one TEST_P in one instantiation, and what became of their walks.
#ifndef COMBTEST_GTEST_INTEGRATION_WALK_GROUP_H_
#define COMBTEST_GTEST_INTEGRATION_WALK_GROUP_H_

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "combtest/walk_space.h"
#include "src/run/body_run.h"
#include "src/run/finished_run.h"

namespace combtest::internal {

class WalkGroup {
 public:
  // `suite` and `test` as in "All/DiskWalks.Pass/…".
  WalkGroup(std::string suite, std::string test, WalkSpace space, bool named_by_walk_name);

  const WalkSpace& space() const { return space_; }
  const std::string& suite() const { return suite_; }
  const std::string& test() const { return test_; }
  // "All/DiskWalks.Pass", as in traces.
  std::string name() const { return suite_ + "." + test_; }
  bool named_by_walk_name() const { return named_by_walk_name_; }
  // Of its cases' names: "All/DiskWalks.Pass/".
  std::string prefix() const { return suite_ + "." + test_ + "/"; }
  bool Holds(const testing::TestInfo& info) const;
  // The walk of a case; nothing where it isn't one of ours.
  std::optional<WalkId> WalkOf(const testing::TestInfo& info) const;
  // Where names aren't the walks' own, the walks' ids in the order in which their cases were
  // registered.
  void NoteRegistered(WalkId id) { registered_.push_back(id); }
  // Called before GoogleTest may shuffle: finds out which case is which walk where names don't
  // tell.
  void LearnNames();

  // The only walk to run is this one, which may be of another space.
  void SetReplay(Walk walk);

  // Whether its walks run ahead of the test bodies: serial actions, several threads or workers,
  // retries.
  bool RunsAhead() const;
  // Appends the final states to the file of --combtest_states.
  void WriteStates(const std::string& path);
  // Runs all of its cases in `suite` that are to run. Doesn't throw: an error becomes each case's
  // failure.
  void RunAll(const testing::TestSuite& suite);
  bool has_run() const { return run_ != nullptr || !error_.empty(); }
  const std::string& error() const { return error_; }
  // What went wrong after the walks, in writing their states; empty: nothing.
  const std::string& report_error() const { return report_error_; }
  const FinishedRun& run() const { return *run_; }
  WalkResult ResultOf(WalkId id) const;
  // Of a replay: what it came to.
  const std::string& replay_report() const { return replay_report_; }
  void* StateOf(WalkId id) const;
  void DropState(WalkId id);
  // Its walk ran in a test body and failed.
  void NoteFailed(WalkId id) { failed_bodies_.insert(id); }
  // Whether the walk has run and failed, in whichever way.
  bool HasFailed(WalkId id) const;
  // Of walks that run in their own test bodies; null where nobody hears of them. Begins with the
  // first.
  BodyRun* RunOfBodies();
  // A case of it is over, whose body has found these failures beside its walk's.
  void EndBody(const testing::TestInfo& info, const std::vector<Failure>& failures);
  // Its walks ran ahead, and now all its cases are over.
  void Close() { run_->Close(); }
  // Its suite is over. What went wrong beside the walks.
  std::vector<Failure> EndRunOfBodies();
  // Forgets the run: another iteration begins.
  void Reset();

 private:
  void RunReplay();
  // A run of its cases, as part of the shard that the program is, if it is one.
  RunSpec Spec(const config::Settings& settings) const;

  std::string suite_;
  std::string test_;
  WalkSpace space_;
  bool named_by_walk_name_;
  std::vector<WalkId> registered_;
  std::unordered_map<std::string, WalkId> by_name_;
  std::unique_ptr<FinishedRun> run_;
  std::unordered_map<WalkId, std::uint64_t> slots_;
  std::optional<Walk> replay_;
  std::string replay_report_;
  std::string error_;
  std::string report_error_;
  std::unordered_set<WalkId> failed_bodies_;
  std::unique_ptr<BodyRun> body_run_;
};

// All groups of the program. Used by GoogleTest's main thread only.
class WalkGroups {
 public:
  static WalkGroups& Get();

  WalkGroup& Add(std::unique_ptr<WalkGroup> group);
  // Null: the case is no walk.
  WalkGroup* Find(const testing::TestInfo& info);
  const std::vector<std::unique_ptr<WalkGroup>>& all() const { return groups_; }

  // Suites that can't work: reported when the run starts, which is then refused. False where the
  // same has been said before.
  bool AddError(std::string error);
  const std::vector<std::string>& errors() const { return errors_; }

  // The option rerun has left out cases that the filter selects.
  void SetNarrowed() { narrowed_ = true; }
  // Takes a case out of GoogleTest's filter.
  void TakeOut(const std::string& test);
  // The filter as it was before.
  const std::string& filter_before() const { return *filter_before_; }
  bool narrowed() const { return narrowed_; }

 private:
  std::vector<std::unique_ptr<WalkGroup>> groups_;
  std::unordered_map<std::string, WalkGroup*> by_name_;
  std::vector<std::string> errors_;
  bool narrowed_ = false;
  std::optional<std::string> filter_before_;
};

// "Pass" of "Pass/A_1__B_2".
std::string BaseName(const testing::TestInfo& info);

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_WALK_GROUP_H_
