// Where the user's code runs, and for which walk: what CurrentWalk tells.
#ifndef COMBTEST_SRC_ENGINE_CODE_PLACE_H_
#define COMBTEST_SRC_ENGINE_CODE_PLACE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "combtest/plan.h"
#include "src/engine/scratch_dirs.h"
#include "src/os/worker_process.h"

namespace combtest::internal {

// A run, as far as it goes on in this process. The references must outlive it.
struct LocalRun {
  const WalkSpace& space;
  ScratchDirs& scratch;
  std::string name = {};       // "All/DiskWalks.Pass"; empty: the walk is in its own test body
  const Plan* plan = nullptr;  // null: the walk is in its own test body
  unsigned worker = 0;
  unsigned workers = 1;
  unsigned threads = 1;
  // A walk has a directory from now on; empty: nobody wants to hear.
  std::function<void(std::uint64_t slot, const std::string& path)> on_scratch = {};
  const int process = OwnProcessId();  // children that an action forks aren't it
};

// Belongs to a thread.
struct CodePlace {
  // Of the directory that the walk or the serial action may ask for.
  std::string ScratchName() const {
    if (serial == nullptr) return ScratchDirs::NameOf(id);
    const std::string name = ScratchDirs::NameOfBranch(serial->first_slot, serial->depth);
    return in_every_process ? ScratchDirs::NameInProcess(name, run.worker) : name;
  }

  const LocalRun& run;
  unsigned thread = 0;
  // Of the walk that runs.
  WalkId id = 0;
  std::uint64_t slot = 0;
  std::size_t begin = 0;             // where its segment begins
  const PlanStep* serial = nullptr;  // of the serial action that runs, or its Undo; null: a walk
  bool in_every_process = false;     // it does so here as in others
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_CODE_PLACE_H_
