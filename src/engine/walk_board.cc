#include "src/engine/walk_board.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "combtest/duration.h"
#include "src/text/list_text.h"

namespace combtest::internal {
namespace {

void Merge(std::vector<Property>& to, std::vector<Property> from) {
  for (Property& property : from) {
    const auto same = std::find_if(to.begin(), to.end(),
                                   [&](const Property& p) { return p.key == property.key; });
    if (same != to.end()) {
      same->value = std::move(property.value);
    } else {
      to.push_back(std::move(property));
    }
  }
}

}  // namespace

void StopSignal::Stop(std::string reason) {
  const std::lock_guard lock(mutex_);
  if (stopped_) return;
  reason_ = std::move(reason);
  stopped_ = true;
}

void StopSignal::StopAtFailure(std::string reason) {
  const std::lock_guard lock(mutex_);
  if (stopped_) return;
  reason_ = std::move(reason);
  at_failure_ = true;
  stopped_ = true;
}

std::string StopSignal::reason() const {
  const std::lock_guard lock(mutex_);
  return reason_;
}

std::string RunTimeoutText(std::chrono::nanoseconds limit) {
  return "the run took longer than run_timeout (" + DurationText(limit) + ")";
}

std::string InterruptText(int signal) {
  return "interrupted by " + ToString(Outcome(outcome::Crashed{signal})).substr(9);
}

WalkBoard::WalkBoard(const Plan& plan, StopSignal& stop, bool stop_on_failure)
    : plan_(plan), stop_(stop), stop_on_failure_(stop_on_failure), slowest_(plan) {
  if (plan.order().listed()) status_.resize(plan.order().size());
}

void WalkBoard::Observe(RunObserver& observer) {
  observer_ = &observer;
  walk_observer_ = observer.wants_walks() ? &observer : nullptr;
}

bool WalkBoard::Complete(std::uint64_t slot, const WalkCost& cost) {
  if (status_.empty() || status_[slot] == kTainted) {
    const std::lock_guard lock(mutex_);
    const auto noted = noted_.find(slot);
    if (noted != noted_.end()) {
      WalkResult result = std::move(noted->second);
      noted_.erase(noted);
      result.outcome = outcome::Failed{};
      result = WithScratch(slot, std::move(result));
      CheckStop(result, slot);
      if (walk_observer_ != nullptr) walk_observer_->OnEnded(slot, result, cost);
      ended_.emplace(slot, std::move(result));
      if (!status_.empty()) status_[slot] = kEnded;
      return false;
    }
  }
  if (status_.empty()) {
    AddPassed(1);
  } else {
    status_[slot] = kPassed;
  }
  return true;
}

void WalkBoard::NoteFailures(std::uint64_t slot, WalkResult so_far) {
  const std::lock_guard lock(mutex_);
  so_far.id = plan_.order()[slot];
  CheckStop(so_far, slot);
  const auto [noted, inserted] = noted_.try_emplace(slot, so_far);
  if (!inserted) noted->second = WithNoted(slot, std::move(so_far));
  if (!status_.empty()) status_[slot] = kTainted;
}

void WalkBoard::EndWhatHadFailed() {
  for (std::uint64_t slot = 0; slot < status_.size(); ++slot) {
    if (status_[slot] == kTainted) Complete(slot, {});
  }
}

WalkResult WalkBoard::WithNoted(std::uint64_t slot, WalkResult result) const {
  result.id = plan_.order()[slot];
  if (const auto noted = noted_.find(slot); noted != noted_.end()) {
    const auto& before = noted->second.failures;
    result.failures.insert(result.failures.begin(), before.begin(), before.end());
  }
  return result;
}

WalkResult WalkBoard::WithOutput(std::uint64_t slot, WalkResult result) const {
  if (const auto output = outputs_.find(slot); output != outputs_.end())
    result.output += output->second;
  return result;
}

void WalkBoard::End(std::uint64_t slot, WalkResult result, const WalkCost& cost) {
  const std::lock_guard lock(mutex_);
  result = WithNoted(slot, std::move(result));
  // A walk that failed and was then cancelled has failed.
  if (result.cancelled() && noted_.contains(slot)) result.outcome = outcome::Failed{};
  noted_.erase(slot);
  result = WithScratch(slot, std::move(result));
  CheckStop(result, slot);
  if (walk_observer_ != nullptr) walk_observer_->OnEnded(slot, result, cost);
  ended_.emplace(slot, std::move(result));
  if (!status_.empty()) status_[slot] = kEnded;
}

void WalkBoard::EndAll(std::uint64_t first, std::uint64_t last, const WalkResult& result) {
  AddEndings(first, last, result);  // before anybody hears of them
  for (std::uint64_t slot = first; slot < last; ++slot) {
    if (status_[slot] == kTainted) {
      End(slot, result);
    } else if (status_[slot] == kUntouched) {
      status_[slot] = kEndedWithOthers;
      CheckStop(result, slot);
      if (walk_observer_ != nullptr) {
        const std::lock_guard lock(mutex_);
        walk_observer_->OnEnded(slot, WithScratch(slot, WithNoted(slot, result)), {});
      }
    }
  }
}

// One for each row of slots that end only now: no two endings have a slot in common.
void WalkBoard::AddEndings(std::uint64_t first, std::uint64_t last, const WalkResult& result) {
  const std::lock_guard lock(mutex_);
  for (std::uint64_t slot = first; slot < last; ++slot) {
    if (status_[slot] != kUntouched) continue;
    if (slot > first && status_[slot - 1] == kUntouched) {
      endings_.back().last = slot + 1;
    } else {
      endings_.push_back({slot, slot + 1, result});
    }
  }
}

void WalkBoard::CheckStop(const WalkResult& result, std::uint64_t slot) {
  if (!stop_on_failure_ || !result.failed() || stop_.stopped()) return;
  stop_.StopAtFailure("the run was told to stop at the first failure, which was " +
                      ToString(plan_.space()[plan_.order()[slot]]));
}

void WalkBoard::AddScratch(std::uint64_t slot, std::string path, std::string host) {
  const std::lock_guard lock(mutex_);
  const auto [first, last] = scratch_of_.equal_range(slot);
  for (auto known = first; known != last; ++known) {
    if (scratch_[known->second].path == path && scratch_[known->second].host == host) return;
  }
  scratch_of_.emplace(slot, scratch_.size());
  scratch_.push_back({slot, std::move(path), std::move(host)});
}

void WalkBoard::AddBranchScratch(std::uint64_t first, std::uint64_t last, std::string path) {
  const std::lock_guard lock(mutex_);
  branch_scratch_.push_back({first, last, std::move(path)});
}

WalkResult WalkBoard::WithScratch(std::uint64_t slot, WalkResult result) const {
  if (!result.failed()) return result;
  const auto [first, last] = scratch_of_.equal_range(slot);
  for (auto known = first; known != last; ++known) {
    const Scratch& scratch = scratch_[known->second];
    AddToList(result.scratch, scratch.path + (scratch.host.empty() ? "" : " on " + scratch.host));
  }
  for (const BranchScratch& branch : branch_scratch_) {
    if (branch.first <= slot && slot < branch.last) AddToList(result.scratch, branch.path);
  }
  return result;
}

bool WalkBoard::HasFailed(std::uint64_t slot) const {
  if (const auto ended = ended_.find(slot); ended != ended_.end()) return ended->second.failed();
  if (noted_.contains(slot)) return true;
  if (status_.empty() || status_[slot] != kEndedWithOthers) return false;
  return std::any_of(endings_.begin(), endings_.end(), [slot](const Ending& ending) {
    return ending.first <= slot && slot < ending.last && ending.result.failed();
  });
}

bool WalkBoard::AnyFailed(std::uint64_t first, std::uint64_t last) const {
  const std::lock_guard lock(mutex_);
  for (std::uint64_t slot = first; slot < last; ++slot) {
    if (HasFailed(slot)) return true;
  }
  return false;
}

std::vector<WalkBoard::Scratch> WalkBoard::UnneededScratch() const {
  const std::lock_guard lock(mutex_);
  std::vector<Scratch> unneeded;
  for (const Scratch& scratch : scratch_) {
    if (!HasFailed(scratch.slot)) unneeded.push_back(scratch);
  }
  return unneeded;
}

void WalkBoard::AddRunFailure(Failure failure) {
  const std::lock_guard lock(mutex_);
  run_failures_.push_back(std::move(failure));
}

void WalkBoard::AddRunFailure(std::string message) {
  AddRunFailure({Failure::Severity::kFatal, Failure::Origin::kException, "", 0, std::move(message),
                 "the run"});
}

void WalkBoard::AddRunFailures(const WalkResult& result) {
  if (result.cancelled() || result.not_run()) return;
  if (!std::holds_alternative<outcome::Failed>(result.outcome)) {
    AddRunFailure({Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                   ToString(result.outcome), result.where});
  }
  for (const Failure& failure : result.failures) AddRunFailure(failure);
  if (!result.scratch.empty()) AddRunFailure(result.where + " has left " + result.scratch);
}

void WalkBoard::AddOutput(std::uint64_t slot, std::string text) {
  constexpr std::size_t kMaxOutput = 16u << 10;
  if (text.size() > kMaxOutput) {
    text = "(" + std::to_string(text.size() - kMaxOutput) + " bytes left out)\n" +
           text.substr(text.size() - kMaxOutput);
  }
  const std::lock_guard lock(mutex_);
  outputs_[slot] += text;
}

void WalkBoard::Replace(std::uint64_t slot, WalkResult result) {
  const std::lock_guard lock(mutex_);
  ended_.erase(slot);
  noted_.erase(slot);
  outputs_.erase(slot);
  properties_.erase(slot);
  if (!result.properties.empty()) properties_[slot] = result.properties;
  if (walk_observer_ != nullptr) walk_observer_->OnEnded(slot, result, {});
  const bool passed = result.passed();
  if (!status_.empty()) status_[slot] = passed ? kPassed : kEnded;
  if (!passed) ended_.emplace(slot, std::move(result));
}

bool WalkBoard::HasEnded(std::uint64_t slot) const {
  const std::lock_guard lock(mutex_);
  return ended_.contains(slot);
}

Ledger WalkBoard::Count() const {
  const std::lock_guard lock(mutex_);
  Ledger ledger;
  for (const auto& [slot, result] : ended_) ledger.Count(result.outcome);
  if (status_.empty()) {
    ledger.passed = passed_;
    ledger.not_run = not_run_;
    ledger.selected = plan_.order().size() - excluded_;
    return ledger;
  }
  ledger.selected = status_.size();
  ledger.passed = static_cast<std::uint64_t>(std::count(status_.begin(), status_.end(), kPassed));
  ledger.not_run +=
      static_cast<std::uint64_t>(std::count(status_.begin(), status_.end(), kUntouched));
  ledger.failed += static_cast<std::uint64_t>(std::count(status_.begin(), status_.end(), kTainted));
  for (const Ending& ending : endings_) ledger.Count(ending.result.outcome, CountEndedWith(ending));
  return ledger;
}

void WalkBoard::AddProperties(std::uint64_t slot, std::vector<Property> properties) {
  const std::lock_guard lock(mutex_);
  Merge(properties_[slot], std::move(properties));
}

void WalkBoard::AddRunProperties(std::vector<Property> properties) {
  const std::lock_guard lock(mutex_);
  Merge(run_properties_, std::move(properties));
}

WalkResult WalkBoard::WithProperties(std::uint64_t slot, WalkResult result) const {
  if (const auto found = properties_.find(slot); found != properties_.end())
    result.properties = found->second;
  return result;
}

WalkResult WalkBoard::ResultOf(std::uint64_t slot) const {
  const std::lock_guard lock(mutex_);
  return WithProperties(slot, WithScratch(slot, ResultWithout(slot)));
}

WalkResult WalkBoard::ResultWithout(std::uint64_t slot) const {
  WalkResult result;
  switch (status_[slot]) {
    case kPassed:
      break;
    case kEnded:
      return WithOutput(slot, ended_.at(slot));
    case kTainted:  // the run ended before the walk did, which had failed already
      return WithOutput(slot, noted_.at(slot));
    case kEndedWithOthers:
      for (const Ending& ending : endings_) {
        if (ending.first <= slot && slot < ending.last) result = ending.result;
      }
      break;
    default:
      result.outcome = outcome::NotRun{stop_.reason()};
  }
  return WithNoted(slot, std::move(result));
}

std::uint64_t WalkBoard::CountEnded() const {
  std::uint64_t count = ended_.size() + noted_.size();
  for (const Ending& ending : endings_) count += CountEndedWith(ending);
  return count;
}

std::uint64_t WalkBoard::CountEndedWith(const Ending& ending) const {
  using Offset = decltype(status_)::difference_type;
  const auto begin = status_.begin();
  return static_cast<std::uint64_t>(std::count(begin + static_cast<Offset>(ending.first),
                                               begin + static_cast<Offset>(ending.last),
                                               kEndedWithOthers));
}

std::vector<WalkResult> WalkBoard::Ended() const {
  std::vector<WalkResult> ended;
  {
    const std::lock_guard lock(mutex_);
    ended.reserve(CountEnded());
    const auto add = [&](std::uint64_t slot, WalkResult result) {
      ended.push_back(WithProperties(slot, WithScratch(slot, std::move(result))));
    };
    for (const auto& [slot, result] : ended_) {
      if (!result.not_run()) add(slot, WithOutput(slot, result));
    }
    for (const auto& [slot, result] : noted_) add(slot, WithOutput(slot, result));
    for (const Ending& ending : endings_) {
      for (std::uint64_t slot = ending.first; slot < ending.last; ++slot) {
        if (status_[slot] == kEndedWithOthers) add(slot, WithNoted(slot, ending.result));
      }
    }
  }
  std::sort(ended.begin(), ended.end(),
            [](const WalkResult& a, const WalkResult& b) { return a.id < b.id; });
  return ended;
}

}  // namespace combtest::internal
