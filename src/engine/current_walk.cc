#include "combtest/current_walk.h"

#include <string>

#include "combtest/action.h"
#include "combtest/integration.h"
#include "src/engine/code_place.h"
#include "src/engine/user_code.h"
#include "src/os/worker_process.h"
#include "src/plan/enclosing_branch.h"
#include "src/space/space_data.h"

namespace combtest {
namespace {

using internal::CodePlace;

Walk WalkAt(const CodePlace& place, const char* function) {
  if (place.serial == nullptr) return place.run.space[place.id];
  throw Error(std::string("CurrentWalk::") + function +
              "() was called in a serial action, which runs for many walks and not in one");
}

}  // namespace

CurrentWalk CurrentWalk::Get() {
  const CodePlace* const place = internal::UserCode::PlaceOfThread();
  if (place != nullptr) return CurrentWalk(*place);
  throw Error(
      "CurrentWalk::Get() was called on a thread that runs no walk and no serial action; call it "
      "in an action, on the thread that runs that");
}

Walk CurrentWalk::walk() const { return WalkAt(*place_, "walk"); }

std::string CurrentWalk::test_name() const {
  const Walk walk = WalkAt(*place_, "test_name");
  if (place_->run.name.empty()) return CurrentIntegration().RunningCase();
  return place_->run.name + "/" + walk.name();
}

std::string CurrentWalk::branch() const {
  if (place_->serial != nullptr)
    return internal::EnclosingBranch(*place_->run.plan, *place_->serial);
  return internal::EnclosingBranch(place_->run.space, place_->id, place_->begin);
}

unsigned CurrentWalk::worker() const { return place_->run.worker; }
unsigned CurrentWalk::worker_count() const { return place_->run.workers; }
unsigned CurrentWalk::thread() const { return place_->thread; }
unsigned CurrentWalk::thread_count() const { return place_->run.threads; }
std::string CurrentWalk::host() const { return internal::HostName(); }

std::string CurrentWalk::ScratchDir() const {
  const internal::LocalRun& run = place_->run;
  const std::string name = place_->ScratchName();
  const bool forked = run.process != internal::OwnProcessId();
  if (forked && run.scratch.Find(name).empty())
    throw Error(
        "ScratchDir() was called for the first time in a child process that an action has forked; "
        "call it before the fork");
  return run.scratch.Get(name, [&](const std::string& path) {
    if (forked || (place_->serial != nullptr && !place_->in_every_process)) return false;
    if (place_->serial == nullptr && run.on_scratch) run.on_scratch(place_->slot, path);
    return true;
  });
}

}  // namespace combtest
