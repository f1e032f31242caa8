// Child processes that the user's code forks and that come back out of it. They must not go on as
// if they were the process that runs walks: they end, and what they were forked in is told.
#ifndef COMBTEST_SRC_OS_FORK_WATCH_H_
#define COMBTEST_SRC_OS_FORK_WATCH_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace combtest::internal {

// The exit code of such a child.
inline constexpr int kCameBack = 115;

// Where a child came back from, as it noted itself.
struct Comeback {
  std::size_t action = 0;
  std::string where;  // empty: from a thread that nobody knows
  std::string walk;
  bool by_exit = false;  // it called exit()
};

// Somebody who runs code of the user's, on the thread that made it and destroys it. A fork costs a
// few system calls; a run without one costs none.
class ForkWatch {
 public:
  // `where` is called in a child that comes back, to say what it comes back from. One that calls
  // exit() while `may_exit` says true is let go.
  ForkWatch(std::function<Comeback()> where, std::function<bool()> may_exit);
  ~ForkWatch();
  ForkWatch(const ForkWatch&) = delete;
  ForkWatch& operator=(const ForkWatch&) = delete;

  // Around the user's code. A child that was forked in it ends where it gets to the scope's end, or
  // to EndIfChild().
  class Scope {
   public:
    explicit Scope(ForkWatch& watch) : watch_(watch) {
      watch.own_page_->store(1, std::memory_order_relaxed);
      watch.scope_.store(watch.scope_.load(std::memory_order_relaxed) + 1,
                         std::memory_order_relaxed);
      watch.inside_.store(true, std::memory_order_relaxed);
    }
    ~Scope() {
      watch_.EndIfChild();
      watch_.inside_.store(false, std::memory_order_relaxed);
    }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    ForkWatch& watch_;
  };

  // In a scope: as if it ended, where it has no child, and another one began.
  void NextScope() {
    scope_.store(scope_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }

  // In a scope, after each piece of the user's code.
  void EndIfChild() const {
    if (own_page_->load(std::memory_order_relaxed) == 0) EndChild(false);
  }

  // Behind the scope: whether it had children.
  bool has_forked() const {
    return forked_.load(std::memory_order_relaxed) ||
           comebacks_->load(std::memory_order_relaxed) != seen_;
  }
  // Those that came back. Waits a little for those that still may: until they have ended or
  // replaced their program, or that takes too long.
  std::vector<Comeback> TakeComebacks() { return Collect(true); }

  // As TakeComebacks(), and leaves them to TakeLateComebacks().
  void AwaitComebacks() {
    if (has_forked()) Collect(false);
  }

  // Of scopes that have ended before their children came back. To be called while no walk runs.
  static std::vector<Comeback> TakeLateComebacks();

 private:
  friend struct ForkHandlers;
  std::vector<Comeback> Collect(bool take);
  [[noreturn]] void EndChild(bool by_exit) const;

  const std::function<Comeback()> where_;
  const std::function<bool()> may_exit_;
  const std::uint64_t number_;
  std::atomic<std::uint64_t> scope_{0};  // this one's token, in the pages that are shared
  std::atomic<bool> inside_{false};
  std::atomic<bool> forked_{false};  // in the scope that was last
  const std::atomic<std::uint64_t>* comebacks_;
  std::atomic<std::uint32_t>* own_page_;  // 0 in a child
  std::uint64_t seen_ = 0;
  ForkWatch* outer_ = nullptr;  // on this thread
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_FORK_WATCH_H_
