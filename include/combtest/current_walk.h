// What an action asks of the walk that runs it: its name, where it runs, a directory of its own.
#ifndef COMBTEST_CURRENT_WALK_H_
#define COMBTEST_CURRENT_WALK_H_

#include <string>

#include "combtest/walk.h"

namespace combtest {

namespace internal {
struct CodePlace;
}  // namespace internal

// A small handle, valid until the action returns; until then it may be handed to other threads.
class CurrentWalk {
 public:
  // Of the walk, or the serial action, that runs on this thread. Throws Error where none does.
  static CurrentWalk Get();

  // Both throw Error in a serial action, which runs for many walks.
  Walk walk() const;
  // The full name of its GoogleTest case, with the walk's own name at its end; or the name of the
  // call of RunTests, `/` and the walk's name.
  std::string test_name() const;

  // The serial options in force, as `Remount(true), Format(1)`; empty: none.
  std::string branch() const;

  // Which worker this is, from 0, and how many the run has. Where walks run in the program itself:
  // 0 of 1. A serial action that runs in no worker while there are some has the number that no
  // worker has: worker_count().
  unsigned worker() const;
  unsigned worker_count() const;
  // The same of the threads of one worker; a serial action's thread is 0.
  unsigned thread() const;
  unsigned thread_count() const;
  // The name of this machine.
  std::string host() const;

  // The path of a directory that is this walk's own, made when it is first asked for; the same in
  // all of the walk's segments, also where another worker on the same host goes on with it. Nobody
  // else may read it. It is removed when the walk has passed, was cancelled, or wasn't run to
  // its end; when it has failed it stays, and the failure's message names it. A serial action has
  // one that is its branch's: removed when the branch has been left and nothing in it has failed.
  // Throws Error where it can't be made.
  std::string ScratchDir() const;

 private:
  explicit CurrentWalk(const internal::CodePlace& place) : place_(&place) {}
  const internal::CodePlace* place_;
};

}  // namespace combtest

#endif  // COMBTEST_CURRENT_WALK_H_
