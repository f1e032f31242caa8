#include "src/engine/walk_runner.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <exception>
#include <string_view>
#include <utility>

#include "combtest/internal/type_name.h"
#include "src/os/compiler.h"
#include "src/record/state_json.h"
#include "src/text/json_text.h"
#include "src/text/shown_text.h"

namespace combtest::internal {
namespace {

constexpr const char* kStateJson = "the JSON of its state";

std::string StateJson(const StateOps& ops, const void* state) {
  if (ops.to_json == nullptr || state == nullptr) return {};
  try {
    return LineJson(ops.Json(state));
  } catch (const std::exception& error) {
    return std::string("(can't be written as JSON: ") + error.what() + ")";
  } catch (...) {
    return "(can't be written as JSON)";
  }
}

// Inside a catch block: "std::runtime_error: disk on fire".
std::string DescribeException() {
  const std::type_info* type = CurrentExceptionType();
  const std::string name = type != nullptr ? TypeName(*type) : "an exception of unknown type";
  try {
    throw;
  } catch (const std::exception& error) {
    return name + ": " + ShortMessage(error.what());
  } catch (const std::string& text) {
    return name + ": " + ShortMessage(text);
  } catch (std::string_view text) {
    return name + ": " + ShortMessage(text);
  } catch (const char* text) {
    return name + ": " + ShortMessage(text != nullptr ? text : "(null)");
  } catch (int value) {
    return name + ": " + std::to_string(value);
  } catch (...) {
    return name;
  }
}

// What GoogleTest's own test would know: nothing of exceptions that have been caught here.
bool HasAsserted(const std::vector<Failure>& failures, Failure::Severity severity) {
  return std::any_of(failures.begin(), failures.end(), [&](const Failure& failure) {
    return failure.severity == severity && failure.origin == Failure::Origin::kAssertion;
  });
}

}  // namespace

std::string ComebackText(const Comeback& comeback) {
  const std::string where =
      comeback.where.empty() ? "a thread that a walk had started" : comeback.where;
  return "a child process came back from " + where + (comeback.by_exit ? " by exit()" : "") +
         ", and has been ended; one that an action forks ends by _exit() or replaces its program";
}

std::string LateComebackText(const Comeback& comeback) {
  return ComebackText(comeback) +
         (comeback.walk.empty() ? "" : "; its walk was over by then: " + comeback.walk);
}

WalkRunner::WalkRunner(const SpaceData& space, const Integration& integration,
                       FailureCapture* capture, const CodePlace& place)
    : space_(space),
      integration_(integration),
      capture_(capture),
      catch_exceptions_(integration.CatchExceptions()),
      forks_([this] { return Here(); },
             [&integration] { return integration.IsForkedByFramework(); }),
      code_(capture, place) {
  for (const ActionEntry& action : space.actions) run_.push_back(action.run);
}

WalkRunner::End WalkRunner::Run(const SegmentTask& task, const void* const* options, void* state,
                                bool& has_state, bool failed_before) {
  options_ = options;
  action_ = task.begin;
  running_ = true;
  bool set_up = true;
  if (fixture_ != nullptr && *fixture_ == nullptr) {
    set_up = SetUpFixture();
    failed_before = failed_before || HasFailed();
  }
  if (set_up) {
    Guarded(failed_before, [&] { RunParts(task, state, has_state); });
    AddComebacks();
  }
  if (fixture_ != nullptr && *fixture_ != nullptr && (ended_ || task.end == space_.actions.size()))
    TearDownFixture(failed_before);
  running_ = false;
  if (ended_) return End::kEnded;
  return result_.failures.empty() ? End::kClean : End::kFailed;
}

bool WalkRunner::SetUpFixture() {
  const FixtureOps& ops = *space_.fixtures;
  RunPart(Part::kSetUp, false, [&] { *fixture_ = ops.make(); });
  if (!ended_) {
    RunPart(Part::kSetUp, false, [&] { ops.set_up(*fixture_); });
  } else if (*fixture_ != nullptr) {
    // As GoogleTest does after its constructor.
    RunPart(Part::kTearDown, true, [&] { ops.destroy(std::exchange(*fixture_, nullptr)); });
  }
  return !ended_;
}

void WalkRunner::TearDownFixture(bool failed_before) {
  const FixtureOps& ops = *space_.fixtures;
  RunPart(Part::kTearDown, failed_before, [&] { ops.tear_down(*fixture_); });
  RunPart(Part::kTearDown, failed_before, [&] { ops.destroy(std::exchange(*fixture_, nullptr)); });
}

bool WalkRunner::RunSetUp(const void* const* options, const std::function<void()>& body) {
  options_ = options;
  running_ = true;
  RunPart(Part::kSetUp, false, body);
  running_ = false;
  return !ended_;
}

bool WalkRunner::RunTearDown(const void* const* options, bool failed_before,
                             const std::function<void()>& body) {
  options_ = options;
  running_ = true;
  RunPart(Part::kTearDown, failed_before, body);
  running_ = false;
  return !ended_;
}

// What has failed before is where the walk has failed.
void WalkRunner::RunPart(Part part, bool failed_before, const std::function<void()>& body) {
  part_ = part;
  if (shared_action_ != nullptr) {
    shared_action_->store(part == Part::kSetUp ? space_.set_up_place() : space_.tear_down_place(),
                          std::memory_order_relaxed);
  }
  const bool had_ended = ended_ || !result_.failures.empty();
  const std::string where = result_.where;
  const std::size_t action = result_.action;
  Guarded(failed_before || HasFailed(), [&] {
    if (capture_ != nullptr && HasAsserted(result_.failures, Failure::Severity::kFatal))
      capture_->NoteSeen(Failure::Severity::kFatal);
    body();
    forks_.EndIfChild();
    if (after_action_ != nullptr) (*after_action_)();
    if (capture_ != nullptr && capture_->pending()) CollectFailures();
  });
  AddComebacks();
  if (had_ended) {
    result_.where = where;
    result_.action = action;
  }
  part_ = Part::kActions;
}

bool WalkRunner::HasFailed() const {
  return HasAsserted(result_.failures, Failure::Severity::kNonFatal);
}

void WalkRunner::RunParts(const SegmentTask& task, void* state, bool& has_state) {
  if (task.initial != nullptr) CopyInitial(task, state, has_state);
  if (task.updates != nullptr) {
    for (const AppliedUpdate& update : *task.updates) {
      update_ = &update;
      space_.actions[update.action].apply_update(update.value.get(), state);
      forks_.EndIfChild();
      if (capture_ != nullptr && capture_->pending() && !CollectFailures()) return;
    }
    update_ = nullptr;
  }
  RunActions<true>(task, state);
}

WalkRunner::End WalkRunner::DropState(StateSlab& states, std::uint64_t place) {
  if (states.ops().trivial) {
    states.Drop(place);  // nobody's code runs
  } else {
    Guarded(HasFailed(), [&] { DestroyInScope([&] { states.Drop(place); }); });
  }
  if (ended_) return End::kEnded;
  return result_.failures.empty() ? End::kClean : End::kFailed;
}

WalkRunner::End WalkRunner::RunOther(const std::string& where, std::size_t action,
                                     const std::function<void()>& body) {
  action_ = action;
  CallOther(where, false, body);
  if (ended_) return End::kEnded;
  return result_.failures.empty() ? End::kClean : End::kFailed;
}

WalkRunner::Written WalkRunner::WriteState(const std::function<void()>& write) {
  Written written;
  const auto call = [&] {
    try {
      write();
    } catch (...) {
      written = {false, false, WhyNotJson()};
    }
  };
  if (space_.state->always_plain_json()) {
    call();
    return written;
  }
  const std::size_t end = action_;
  const std::size_t failures = result_.failures.size();
  const WalkResult before = failures > 0 ? result_ : WalkResult();
  if (action_ > 0) --action_;  // it had come to the end of its segment
  CallOther(kStateJson, HasFailed(), call);
  action_ = end;
  const auto first = result_.failures.begin() + static_cast<std::ptrdiff_t>(failures);
  if (first != result_.failures.end()) written.ok = false, written.noted = true;
  // A failure tells enough; that it was skipped would pass over what it has thrown.
  if (std::any_of(first, result_.failures.end(), [](const Failure& failure) {
        return failure.severity != Failure::Severity::kSkip;
      }))
    written.why.clear();
  if (failures > 0) {  // that is where it failed
    result_.where = before.where;
    result_.action = before.action;
  }
  return written;
}

void WalkRunner::CallOther(const std::string& where, bool failed_before,
                           const std::function<void()>& body) {
  other_ = where;
  Guarded(failed_before, [&] {
    body();
    forks_.EndIfChild();
    if (capture_ != nullptr && capture_->pending()) CollectFailures();
  });
  AddComebacks();
  other_.clear();
}

Comeback WalkRunner::Here() const {
  Comeback here{Place(), Where(), {}, false};
  for (std::size_t a = 0; other_.empty() && options_ != nullptr && a < space_.actions.size(); ++a) {
    const auto& options = space_.actions[a].options;
    const auto option = std::find(options.begin(), options.end(), options_[a]);
    if (option == options.end()) continue;
    here.walk += (here.walk.empty() ? "" : ", ") +
                 space_.ActionText(a, static_cast<std::size_t>(option - options.begin()));
  }
  return here;
}

// The walk has gone on meanwhile, as after any failure that isn't fatal.
void WalkRunner::AddComebacks() {
  if (!forks_.has_forked()) return;
  for (const Comeback& comeback : forks_.TakeComebacks()) {
    result_.failures.push_back({Failure::Severity::kNonFatal, Failure::Origin::kException, "", 0,
                                ComebackText(comeback), comeback.where});
    result_.where = comeback.where;
    result_.action = comeback.action;
  }
}

std::string WalkRunner::Where() const {
  if (!other_.empty()) return other_;
  if (part_ != Part::kActions)
    return space_.PlaceText(
        0, part_ == Part::kSetUp ? space_.set_up_place() : space_.tear_down_place());
  if (copying_) return "the copy of the initial state";
  if (destroying_) return "the destructor of its state";
  if (update_ != nullptr)
    return "the update of " + space_.ActionText(update_->action, update_->option);
  if (options_ == nullptr || action_ >= space_.actions.size()) return {};
  const auto& options = space_.actions[action_].options;
  for (std::size_t o = 0; o < options.size(); ++o) {
    if (options[o] == options_[action_]) return space_.ActionText(action_, o);
  }
  return space_.actions[action_].name;
}

std::size_t WalkRunner::Place() const {
  if (part_ != Part::kActions) return space_.actions.size();
  return update_ != nullptr ? update_->action : action_;
}

bool WalkRunner::CollectFailures() {
  const std::size_t before = result_.failures.size();
  capture_->TakeFailures(result_.failures);
  code_.TakeFailures(result_.failures);
  if (result_.failures.size() == before) return true;
  result_.where = Where();
  result_.action = Place();
  for (std::size_t i = before; i < result_.failures.size(); ++i) {
    Failure& failure = result_.failures[i];
    failure.where = result_.where;
    if (failure.severity == Failure::Severity::kNonFatal) continue;
    ended_ = true;
    if (failure.severity == Failure::Severity::kFatal) {
      result_.outcome = outcome::Failed{};
    } else if (!std::holds_alternative<outcome::Failed>(result_.outcome)) {
      result_.outcome = outcome::Cancelled{failure.message};
    }
  }
  return !ended_;
}

void WalkRunner::OnCancel(const CancelWalk& cancel) {
  if (capture_ != nullptr && capture_->pending()) CollectFailures();
  result_.where = Where();
  result_.action = Place();
  const std::string why = ShortMessage(cancel.what());
  result_.failures.push_back(
      {Failure::Severity::kSkip, Failure::Origin::kException, "", 0, why, result_.where});
  if (!std::holds_alternative<outcome::Failed>(result_.outcome))
    result_.outcome = outcome::Cancelled{why};
  ended_ = true;
}

void WalkRunner::OnException() {
  const std::size_t before = result_.failures.size();
  if (capture_ != nullptr && capture_->pending()) CollectFailures();
  bool reported = false;
  if (result_.failures.size() > before) {
    try {
      throw;
    } catch (const std::exception& error) {
      reported = integration_.AlreadyReported(error);
    } catch (...) {
    }
  }
  if (!reported) AddException("threw " + DescribeException());
  result_.where = Where();
  result_.action = Place();
  result_.outcome = outcome::Failed{};
  ended_ = true;
}

void WalkRunner::Fail(std::string message) {
  if (action_ > 0) --action_;  // it had come to the end of its segment
  AddException(std::move(message));
  result_.where = Where();
  result_.action = action_;
  result_.outcome = outcome::Failed{};
  ended_ = true;
}

void WalkRunner::AddException(std::string message) {
  result_.failures.push_back(
      {Failure::Severity::kFatal, Failure::Origin::kException, "", 0, std::move(message), Where()});
}

WalkResult WalkRunner::TakeResult(WalkId id, const void* state) {
  WalkResult result = std::exchange(result_, {});
  result.id = id;
  if (auto* cancelled = std::get_if<outcome::Cancelled>(&result.outcome))
    cancelled->reason = ShownText(cancelled->reason);
  // Non-fatal failures make a cancelled walk a failed one, and one that ran to its end too.
  for (Failure& failure : result.failures) {
    failure.message = ShownText(ShortMessage(failure.message));
    if (failure.severity != Failure::Severity::kSkip) result.outcome = outcome::Failed{};
  }
  if (!result.cancelled()) AddStateJson(result, state);
  ended_ = false;
  copying_ = false;
  destroying_ = false;
  update_ = nullptr;
  return result;
}

// What goes wrong as the user's code writes it is the walk's, too.
void WalkRunner::AddStateJson(WalkResult& result, const void* state) {
  if (space_.state->always_plain_json() || state == nullptr) {
    result.state = StateJson(*space_.state, state);
    return;
  }
  CallOther(kStateJson, true, [&] { result.state = StateJson(*space_.state, state); });
  for (Failure& failure : std::exchange(result_, {}).failures) {
    failure.message = ShownText(ShortMessage(failure.message));
    result.failures.push_back(std::move(failure));
  }
}

WalkResult WalkRunner::CopyResult(WalkId id, const void* state) {
  const WalkResult kept = result_;
  const bool ended = ended_;
  WalkResult result = TakeResult(id, state);
  result_ = kept;
  ended_ = ended;
  return result;
}

}  // namespace combtest::internal
