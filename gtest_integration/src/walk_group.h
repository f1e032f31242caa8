// The cases of one TEST_P in one instantiation, and what became of their walks.
#ifndef COMBTEST_GTEST_INTEGRATION_WALK_GROUP_H_
#define COMBTEST_GTEST_INTEGRATION_WALK_GROUP_H_

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "src/api/framework.h"

namespace combtest::internal {

class WalkGroup : public SuiteRun {
 public:
  // `suite` and `test` as in "All/DiskWalks.Pass/…".
  WalkGroup(std::string suite, std::string test, WalkSpace space, bool named_by_walk_name)
      : SuiteRun(std::move(suite), std::move(test), std::move(space)),
        named_by_walk_name_(named_by_walk_name),
        notes_registered_(!named_by_walk_name || CutsNames()) {}

  bool named_by_walk_name() const { return named_by_walk_name_; }
  // Of its cases' names: "All/DiskWalks.Pass/".
  std::string prefix() const { return name() + "/"; }
  bool Holds(const testing::TestInfo& info) const;
  // The walk of a case; nothing where it isn't one of ours.
  std::optional<WalkId> WalkOf(const testing::TestInfo& info) const;
  // Where names don't tell, as they aren't the walks' own or may be cut: the walks' ids in the
  // order in which their cases were registered.
  void NoteRegistered(WalkId id) {
    if (notes_registered()) registered_.push_back(id);
  }
  bool notes_registered() const { return notes_registered_; }
  // Called before GoogleTest may shuffle: finds out which case is which walk where names don't
  // tell.
  void LearnNames(const config::Settings& settings);

  using SuiteRun::RunsAhead;
  // By the settings that were in force when it was first asked, until Reset().
  bool RunsAhead() {
    if (!runs_ahead_) runs_ahead_ = RunsAhead(config::Current());
    return *runs_ahead_;
  }
  void Reset() {
    runs_ahead_.reset();
    SuiteRun::Reset();
  }
  // Runs all of its cases in `suite` that are to run.
  void RunAll(const testing::TestSuite& suite);
  // The first of its cases in `suite` is about to run its walk in its test body.
  void BeginBodies(const testing::TestSuite& suite);
  // Whether none of its cases that are to run comes after this one.
  bool IsLast(const testing::TestInfo& info) const { return last_ == &info; }

 private:
  // Notes the last of them, too.
  WalkSet ToRun(const testing::TestSuite& suite);

  const bool named_by_walk_name_;
  const bool notes_registered_;
  const testing::TestInfo* last_ = nullptr;
  std::optional<bool> runs_ahead_;
  std::vector<WalkId> registered_;
  std::unordered_map<std::string_view, WalkId> by_name_;  // of what GoogleTest keeps
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

  // Cases are being registered as these settings say.
  void NoteSettings(const config::Settings& settings) {
    if (!settings_) settings_ = settings;
  }
  // Adds an error where those that say which cases there are have changed since.
  void CheckSettings(const config::Settings& now);

  // The option rerun has left out cases that the filter selects.
  void SetNarrowed() { narrowed_ = true; }
  // Takes a case out of GoogleTest's filter.
  void TakeOut(const std::string& test);
  // The filter as it was before; nothing where no case was taken out.
  const std::optional<std::string>& filter_before() const { return filter_before_; }
  bool narrowed() const { return narrowed_; }

 private:
  std::vector<std::unique_ptr<WalkGroup>> groups_;
  std::unordered_map<std::string, WalkGroup*> by_name_;
  std::vector<std::string> errors_;
  std::optional<config::Settings> settings_;
  bool narrowed_ = false;
  std::optional<std::string> filter_before_;
};

// "Pass" of "Pass/A_1__B_2".
std::string BaseName(const testing::TestInfo& info);

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_WALK_GROUP_H_
