// The actions of the walks: pragmas, a schema and some work on a database of the walk's own; then a
// database that all walks share.
#ifndef COMBTEST_SAMPLES_SQLITE_ACTIONS_H_
#define COMBTEST_SAMPLES_SQLITE_ACTIONS_H_

#include <array>
#include <string>
#include <string_view>

#include "combtest/combtest.h"
#include "samples/sqlite/bench.h"

namespace sqlite_sample {

struct SetPageSize : combtest::Action {
  static constexpr std::array kOptions = {512, 4096, 16384};
  void Run(int bytes, Bench& bench) const { bench.pragmas.page_size = bytes; }
};

struct SetEncoding : combtest::Action {
  static constexpr std::array kOptions = {"UTF-8", "UTF-16le"};
  void Run(const char* encoding, Bench& bench) const { bench.pragmas.encoding = encoding; }
};

enum AutoVacuum { kNone = 0, kIncremental = 2 };
struct SetAutoVacuum : combtest::Action {
  static constexpr std::array kOptions = {kNone, kIncremental};
  void Run(AutoVacuum mode, Bench& bench) const { bench.pragmas.auto_vacuum = mode; }
};

struct SetJournalMode : combtest::Action {
  static constexpr std::array kOptions = {"delete", "truncate", "persist", "memory", "wal"};
  void Run(const char* mode, Bench& bench) const { bench.pragmas.journal_mode = mode; }
};

enum Synchronous { kSyncOff = 0, kSyncFull = 2 };
struct SetSynchronous : combtest::Action {
  static constexpr std::array kOptions = {kSyncOff, kSyncFull};
  void Run(Synchronous mode, Bench& bench) const { bench.pragmas.synchronous = mode; }
};

struct SetLockingMode : combtest::Action {
  static constexpr std::array kOptions = {"normal", "exclusive"};
  void Run(const char* mode, Bench& bench) const { bench.pragmas.locking_mode = mode; }
};

enum class Table { kRowId, kWithoutRowId };
struct CreateSchema : combtest::Action {
  static constexpr std::array kOptions = {Table::kRowId, Table::kWithoutRowId};
  void Run(Table table, Bench& bench) const;
};

enum class Job { kInsert, kRollBack, kDeleteAndVacuum };
struct Work : combtest::Action {
  static constexpr std::array kOptions = {Job::kInsert, Job::kRollBack, Job::kDeleteAndVacuum};
  void Run(Job job, Bench& bench) const;
};

// Between the phases, the journal mode of the shared database is switched. It stands in that file,
// so it holds for every process that opens it, whichever of them ran this action. SQLite grants
// the switch only while nobody else has the database open: the walks must stand still.
struct SwitchSharedJournal : combtest::SerialAction {
  static constexpr std::array kOptions = {"delete", "wal"};
  // What SQLite granted: an update of every walk of the branch.
  std::string Run(const char* mode) const;
  void Undo(const char* mode) const;
};

// The walk's rows into the shared database, while others do the same.
struct Publish : combtest::Action {
  static constexpr std::array kOptions = {"IMMEDIATE"};
  void Run(const char* transaction, Bench& bench) const;
};

struct Verify : combtest::Action {
  static constexpr std::array kOptions = {"integrity_check"};
  void Run(const char* check, Bench& bench) const;
};

// Full synchronisation waits for the disk several times in each walk, so it meets one page size,
// encoding and locking mode only.
inline bool SyncsSparingly(const combtest::Walk& walk) {
  return *walk.Option<SetSynchronous>() == kSyncOff ||
         (*walk.Option<SetPageSize>() == 4096 &&
          *walk.Option<SetEncoding>() == std::string_view("UTF-8") &&
          *walk.Option<SetLockingMode>() == std::string_view("normal"));
}

inline auto SqliteWalks() {
  return combtest::Walks<Bench, SetPageSize, SetEncoding, SetAutoVacuum, SetJournalMode,
                         SetSynchronous, SetLockingMode, CreateSchema, Work, SwitchSharedJournal,
                         Publish, Verify>()
      .Where(SyncsSparingly);
}

}  // namespace sqlite_sample

#endif  // COMBTEST_SAMPLES_SQLITE_ACTIONS_H_
