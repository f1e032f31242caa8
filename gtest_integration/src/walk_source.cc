#include "combtest/gtest/walk_source.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "combtest/config.h"
#include "combtest/gtest/walk_name.h"
#include "combtest/walks.h"
#include "gtest_integration/src/suite_list.h"
#include "gtest_integration/src/walk_group.h"

namespace combtest {
namespace internal {
namespace {

// The space of the last walk that WalkName named, to tell whether an instantiation uses it.
const SpaceData* last_named_space = nullptr;

// While it lives a user's code may say what walks there are, before there is a run.
class Declaring {
  const ExitWatch watch_{[] {
    return std::string(
        "a Label, a ShouldCancel, a Where or the like, which say what walks there are");
  }};
};

void KeepError(const std::string& error) {
  const bool first = WalkGroups::Get().AddError(error);
  // Listing has no start of a run at which to report.
  if (first && GTEST_FLAG_GET(list_tests)) std::cerr << "combtest: " << error << "\n";
}

std::string InstantiatedTwice(const testing::TestInfo& info) {
  return std::string(info.test_suite_name()) + "." + BaseName(info) +
         " is instantiated twice, so each of its walks would be two tests of one name; write its "
         "INSTANTIATE_TEST_SUITE_P once, in a source file and not in a header that several "
         "include, "
         "or give each its own prefix";
}

std::string PredicateError(const WalkSpace& space, const std::string& what) {
  PlainStream text;
  text << space << ": a ShouldCancel or Where threw: " << what;
  return text.str();
}

class EmptySource : public WalkSource {
 public:
  std::optional<Walk> First() override { return std::nullopt; }
  void Advance(std::optional<Walk>& walk) override { walk.reset(); }
};

// In a worker: as many cases as there are shards, of which GoogleTest picks this worker's. What
// they stand for is agreed with the orchestrator.
class PlaceholderSource : public WalkSource {
 public:
  PlaceholderSource(WalkSpace space, WalkId shards) : space_(std::move(space)), shards_(shards) {}
  std::optional<Walk> First() override { return space_[0]; }
  void Advance(std::optional<Walk>& walk) override {
    const WalkId next = walk->id() + 1;
    walk =
        next < std::min(shards_, space_.full_size()) ? std::optional(space_[next]) : std::nullopt;
  }

 private:
  const WalkSpace space_;
  const WalkId shards_;
};

WalkId ShardCount() {
  const char* shards = std::getenv("GTEST_TOTAL_SHARDS");
  return shards == nullptr ? 1 : std::strtoull(shards, nullptr, 10);
}

class SpaceSource : public WalkSource {
 public:
  SpaceSource(WalkSpace space, const config::Settings& settings)
      : space_(std::move(space)),
        settings_(settings),
        max_cases_(settings.max_cases),
        rerun_(settings.rerun),
        suite_list_(SuiteList::Current()),
        replay_(AskedReplay(settings)) {}

  std::optional<Walk> First() override {
    const Declaring declaring;
    // Nothing else runs. The suite's own case is selected when it is registered.
    static bool filtered = false;
    if (replay_ != nullptr && !std::exchange(filtered, true))
      GTEST_FLAG_SET(filter, NameOf(*replay_).substr(0, NameOf(*replay_).find('#')));
    const testing::UnitTest& program = *testing::UnitTest::GetInstance();
    for (int s = 0; s < program.total_test_suite_count(); ++s) {
      sizes_.push_back(program.GetTestSuite(s)->total_test_count());
    }
    const std::optional<WalkSet> first = Included(1);
    return first && !first->empty() ? std::optional(space_[(*first)[0]]) : std::nullopt;
  }

  void Advance(std::optional<Walk>& walk) override {
    if (replay_ != nullptr) {
      AdvanceReplay(walk);
      return;
    }
    if (!begun_) {
      const Declaring declaring;
      begun_ = true;
      first_ = walk->id();
      FindGroup(*walk);
      if (!doubled_) Choose();
    }
    if (group_ != nullptr) group_->NoteRegistered(walk->id());
    if (next_ < chosen_.size() && chosen_[next_] == first_) ++next_;
    walk = next_ < chosen_.size() ? std::optional(space_[chosen_[next_++]]) : std::nullopt;
  }

 private:
  // The first walk is registered so that the suite is known; then, if it is the one of the trace,
  // the walk that is to run. The filter selects that one's case, whatever its name is.
  void AdvanceReplay(std::optional<Walk>& walk) {
    const bool second = group_ != nullptr;
    if (!second) FindGroup(*walk);
    const std::optional<Walk> registered = std::exchange(walk, std::nullopt);
    if (group_ == nullptr || NameOf(*replay_) != group_->name()) return;
    try {
      if (second || *registered == WalkOf(*replay_, space_)) {
        const testing::UnitTest& program = *testing::UnitTest::GetInstance();
        for (int s = 0; s < program.total_test_suite_count(); ++s) {
          const testing::TestSuite& suite = *program.GetTestSuite(s);
          if (suite.name() != group_->suite()) continue;
          const testing::TestInfo& info = *suite.GetTestInfo(suite.total_test_count() - 1);
          GTEST_FLAG_SET(filter, group_->suite() + "." + info.name());
          if ((group_->suite() + info.name()).find("DISABLED_") != std::string::npos)
            GTEST_FLAG_SET(also_run_disabled_tests, true);
        }
        group_->SetReplay(*registered);
        group_->NoteRegistered(registered->id());
      } else {
        group_->NoteRegistered(registered->id());
        walk = WalkOf(*replay_, space_);
      }
    } catch (const Error& error) {
      KeepError(error.what());
    }
  }

  // What is to be registered. The first walk has been, in any case: it shows whether the names are
  // the walks' own, in which case those that the filter names are all that is needed.
  void Choose() {
    if (group_ != nullptr && suite_list_ != nullptr)
      return suite_list_->Add(group_->suite(), group_->test(), space_);
    const std::string filter = GTEST_FLAG_GET(filter);
    if (group_ != nullptr && !MaySelect(filter, group_->prefix())) return;
    const std::optional<WalkSet> asked = AskedFor(named_by_walk_name_ ? filter : std::string());
    if (asked) chosen_ = group_ == nullptr ? *asked : ToRunAgain(*asked);
  }

  // By the filter; else all, or the array that stands for them. Nothing where the suite can't work.
  std::optional<WalkSet> AskedFor(const std::string& filter) const {
    Choice choice;
    choice.filter = filter;
    const std::optional<WalkSet> named =
        Checked([&] { return Chosen(space_, WalkSet::All(), choice); });
    if (!named || !named->all()) return named;
    std::optional<WalkSet> all = ArrayFor();
    if (all) all = Some(*all);
    if (all && group_ != nullptr) {
      all = WithCutOff(*all, group_->cut_off());
      if (!all->Contains(first_)) LeaveOutFirst();
    }
    if (all && all->all()) all = Included(max_cases_ + 1);
    if (!all || all->size() <= max_cases_) return all;
    KeepError(TooMany());
    return std::nullopt;
  }

  // All() where no array is asked for; nothing where it can't be made.
  std::optional<WalkSet> ArrayFor() const {
    if (group_ == nullptr) return WalkSet::All();
    const std::optional<WalkSet> array = Checked([&]() -> std::optional<WalkSet> {
      try {
        return group_->ChooseArray(settings_, static_cast<unsigned>(ShardCount()));
      } catch (const Error& error) {
        KeepError(group_->name() + ": " + error.what());
        return std::nullopt;
      }
    });
    return array;
  }

  // By the options sample and fraction. What a budget has cut off isn't among `walks`.
  std::optional<WalkSet> Some(const WalkSet& walks) const {
    Choice choice;
    choice.sample = settings_.sample;
    choice.fraction = settings_.fraction;
    choice.seed = settings_.seed;
    return Checked([&] { return Chosen(space_, walks, choice); });
  }

  // GoogleTest's filter does.
  void LeaveOutFirst() const { WalkGroups::Get().TakeOut(group_->suite() + "." + first_case_); }

  // By the option rerun.
  WalkSet ToRunAgain(const WalkSet& asked) const {
    Choice choice;
    WalkSet again = WalkSet::Of({});
    try {
      choice.rerun = RunToRepeat(rerun_, group_->name());
      again = Chosen(space_, asked, choice);
      group_->SpareWhatFailed(choice);
    } catch (const Error& error) {
      KeepError(error.what());
      return again;
    }
    if (again.size() < asked.size()) WalkGroups::Get().SetNarrowed();
    if (asked.Contains(first_) && !again.Contains(first_)) LeaveOutFirst();
    return again;
  }

  std::optional<WalkSet> Included(std::uint64_t most) const {
    return Checked([&] { return IncludedWalks(space_, most); });
  }

  // A predicate that throws ends the suite.
  template <class Function>
  std::optional<WalkSet> Checked(Function function) const {
    try {
      return function();
    } catch (const std::exception& error) {
      KeepError(PredicateError(space_, error.what()));
    } catch (...) {
      KeepError(PredicateError(space_, "an exception that isn't a std::exception"));
    }
    return std::nullopt;
  }

  // Finds the suite to which the case of `walk` has just been added: this generator's.
  // There is none where somebody else than GoogleTest's registration goes through the walks.
  void FindGroup(const Walk& walk) {
    const testing::UnitTest& program = *testing::UnitTest::GetInstance();
    for (int s = program.total_test_suite_count(); s-- > 0;) {
      const testing::TestSuite& suite = *program.GetTestSuite(s);
      const auto index = static_cast<std::size_t>(s);
      if (index < sizes_.size() && sizes_[index] == suite.total_test_count()) continue;
      const testing::TestInfo& info = *suite.GetTestInfo(suite.total_test_count() - 1);
      first_case_ = info.name();
      // A namer of the user's may have asked WalkName and added to it.
      named_by_walk_name_ = last_named_space == WalkAccess::Data(space_).get() &&
                            info.name() == BaseName(info) + "/" + walk.name();
      doubled_ = WalkGroups::Get().Find(info) != nullptr;
      if (doubled_) return KeepError(InstantiatedTwice(info));
      group_ = &WalkGroups::Get().Add(
          std::make_unique<WalkGroup>(suite.name(), BaseName(info), space_, named_by_walk_name_));
      return;
    }
  }

  std::string TooMany() const {
    PlainStream text;
    text
        << space_ << " are too many to register as GoogleTest cases (max_cases is " << max_cases_
        << "); name the walks in --gtest_filter, take some out with .Where, use RunTests, or raise "
           "--combtest_max_cases";
    return text.str();
  }

  const WalkSpace space_;
  const config::Settings settings_;
  const std::uint64_t max_cases_;
  const std::string rerun_;
  SuiteList* const suite_list_;  // null: walks are registered, not listed
  Replay* const replay_;         // null: none is asked for
  bool begun_ = false;           // the first walk has been registered
  WalkId first_ = 0;             // that one
  WalkSet chosen_ = WalkSet::Of({});
  std::uint64_t next_ = 0;  // a place in chosen_
  std::vector<int> sizes_;  // of the suites, before ours was added to
  WalkGroup* group_ = nullptr;
  bool doubled_ = false;  // there is one already
  std::string first_case_;
  bool named_by_walk_name_ = false;
};

}  // namespace

std::shared_ptr<WalkSource> WalkSource::Make(const std::function<WalkSpace()>& make_space) {
  try {
    const Declaring declaring;
    WalkSpace space = make_space();
    CheckNames(space);
    if (IsWorkerOfSuite())
      return std::make_shared<PlaceholderSource>(std::move(space), ShardCount());
    const config::Settings settings = config::Current();
    WalkGroups::Get().NoteSettings(settings);
    return std::make_shared<SpaceSource>(std::move(space), settings);
  } catch (const std::exception& error) {
    KeepError(error.what());
  } catch (...) {
    KeepError("an Options() function threw an exception that isn't a std::exception");
  }
  return std::make_shared<EmptySource>();
}

}  // namespace internal

std::string WalkName::operator()(const testing::TestParamInfo<Walk>& info) const {
  const auto* const space = internal::WalkAccess::Data(info.param).get();
  if (std::exchange(internal::last_named_space, space) == space) return info.param.name();
  const internal::Declaring declaring;
  return info.param.name();
}

}  // namespace combtest
