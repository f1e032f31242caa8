// The state of a walk: a database, the pragmas it is used with, and what should be in it.
#ifndef COMBTEST_SAMPLES_SQLITE_BENCH_H_
#define COMBTEST_SAMPLES_SQLITE_BENCH_H_

#include <boost/describe/class.hpp>
#include <string>
#include <vector>

#include "samples/sqlite/connection.h"
#include "samples/sqlite/database_file.h"

namespace sqlite_sample {

struct Pragmas {
  int page_size = 4096;
  std::string encoding = "UTF-8";
  int auto_vacuum = 0;  // as SQLite counts: 0 none, 1 full, 2 incremental
  std::string journal_mode = "delete";
  int synchronous = 2;  // 0 off, 1 normal, 2 full
  std::string locking_mode = "normal";
};
BOOST_DESCRIBE_STRUCT(Pragmas, (),
                      (page_size, encoding, auto_vacuum, journal_mode, synchronous, locking_mode))

// A file and no open connection: all walks of a branch wait together at a barrier, and thousands
// of connections would be more than a process may have open.
struct Bench {
  DatabaseFile file;
  Pragmas pragmas;
  std::vector<std::string> rows;  // as Connection::Rows gives them, ordered by id
  std::string shared_journal;     // the journal mode of the shared database, as the update told it

  // With the pragmas in force.
  Connection Open();
  void Update(const std::string& journal_mode) { shared_journal = journal_mode; }
};
BOOST_DESCRIBE_STRUCT(Bench, (), (file, pragmas, rows, shared_journal))

}  // namespace sqlite_sample

#endif  // COMBTEST_SAMPLES_SQLITE_BENCH_H_
