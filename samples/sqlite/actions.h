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

struct PageSize : combtest::Action {
#ifdef SQLITE_SAMPLE_MORE
  static constexpr std::array kOptions = {512, 4096, 16384, 65536};
#else
  static constexpr std::array kOptions = {512, 4096, 16384};
#endif
  void Run(int bytes, Bench& bench) const { bench.pragmas.page_size = bytes; }
};

struct Encoding : combtest::Action {
  static constexpr std::array kOptions = {"UTF-8", "UTF-16le"};
  void Run(const char* encoding, Bench& bench) const { bench.pragmas.encoding = encoding; }
};

enum AutoVacuumMode { kNone = 0, kIncremental = 2 };
struct AutoVacuum : combtest::Action {
  static constexpr std::array kOptions = {kNone, kIncremental};
  void Run(AutoVacuumMode mode, Bench& bench) const { bench.pragmas.auto_vacuum = mode; }
};

struct Journal : combtest::Action {
  static constexpr std::array kOptions = {"delete", "truncate", "persist", "memory", "wal"};
  void Run(const char* mode, Bench& bench) const { bench.pragmas.journal_mode = mode; }
};

enum Synchronous { kOff = 0, kFull = 2 };
struct Sync : combtest::Action {
  static constexpr std::array kOptions = {kOff, kFull};
  void Run(Synchronous mode, Bench& bench) const { bench.pragmas.synchronous = mode; }
};

struct Locking : combtest::Action {
  static constexpr std::array kOptions = {"normal", "exclusive"};
  void Run(const char* mode, Bench& bench) const { bench.pragmas.locking_mode = mode; }
};

enum class Table { kRowId, kNoRowId };
struct Schema : combtest::Action {
  static constexpr std::array kOptions = {Table::kRowId, Table::kNoRowId};
  void Run(Table table, Bench& bench) const;
};

enum class Job { kInsert, kRollBack, kVacuum };
struct Work : combtest::Action {
  static constexpr std::array kOptions = {Job::kInsert, Job::kRollBack, Job::kVacuum};
  void Run(Job job, Bench& bench) const;
};

// Between the phases, the journal mode of the shared database is switched. It stands in that file,
// so it holds for every process that opens it, whichever of them ran this action. SQLite grants
// the switch only while nobody else has the database open: the walks must stand still.
struct SharedJournal : combtest::SerialAction {
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
  static constexpr std::array kOptions = {"integrity"};
  void Run(const char* check, Bench& bench) const;
};

// Full synchronisation waits for the disk several times in each walk, so it meets one page size,
// encoding and locking mode only.
inline bool SyncsSparingly(const combtest::Walk& walk) {
  return *walk.Option<Sync>() == kOff || (*walk.Option<PageSize>() == 4096 &&
                                          *walk.Option<Encoding>() == std::string_view("UTF-8") &&
                                          *walk.Option<Locking>() == std::string_view("normal"));
}

inline auto SqliteWalks() {
  return combtest::Walks<Bench, PageSize, Encoding, AutoVacuum, Journal, Sync, Locking, Schema,
                         Work, SharedJournal, Publish, Verify>()
      .Where(SyncsSparingly);
}

}  // namespace sqlite_sample

#endif  // COMBTEST_SAMPLES_SQLITE_ACTIONS_H_
