// Directories that walks and serial actions ask for, each of its own.
#ifndef COMBTEST_SRC_ENGINE_SCRATCH_DIRS_H_
#define COMBTEST_SRC_ENGINE_SCRATCH_DIRS_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "combtest/outcome.h"

namespace combtest::internal {

// One run's. All of them are in one directory, which has a name that nobody can guess; processes of
// a run on one host share it. Thread-safe.
class ScratchDirs {
 public:
  // Costs nothing, and looks where directories are made only when the first is.
  ScratchDirs() = default;
  // `token`: NewToken(), or as another process of the run has it.
  explicit ScratchDirs(std::string token);
  // Leaves no empty directory behind.
  ~ScratchDirs();
  ScratchDirs(const ScratchDirs&) = delete;
  ScratchDirs& operator=(const ScratchDirs&) = delete;

  static std::string NameOf(WalkId id) { return std::to_string(id); }
  static std::string NameOfBranch(std::uint64_t first_slot, std::size_t depth);
  // Of a serial action that acts in every process, in this one.
  static std::string NameInProcess(const std::string& branch, unsigned worker) {
    return branch + "-" + std::to_string(worker);
  }

  static std::string NewToken();
  const std::string& token() const { return token_; }
  // Makes it where it isn't there. `on_first` is called before anybody uses it; where it returns
  // true it isn't called again, and Remove or Keep is to be. Throws Error.
  std::string Get(const std::string& name, const std::function<bool(const std::string&)>& on_first);

  // Whether Get has been called for any that is still to be removed or kept.
  bool any() const { return any_.load(std::memory_order_relaxed); }
  // Does nothing to one that wasn't asked for here.
  void Remove(const std::string& name);
  void Keep(const std::string& name);
  // All of branches that were asked for here.
  void RemoveBranches();
  // Of those that any process of the run has made here, the walks'.
  std::vector<WalkId> Walks();
  // The path of one that this or another process of the run has made; empty: there is none.
  std::string Find(const std::string& name);

 private:
  std::string Root();  // without locking
  bool Forget(const std::string& name);

  std::atomic<bool> any_ = false;
  std::mutex mutex_;
  std::string token_;
  std::string parent_;           // of that one
  std::set<std::string> names_;  // of those that are to be removed or kept
};

// Removes it with all that is in it, as far as that can be done.
void RemoveDirectory(const std::string& path);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_SCRATCH_DIRS_H_
