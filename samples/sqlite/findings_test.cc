// What SQLite 3.40 does that a reader of a list of pragmas might not expect. None of it is reported
// as an error: the pragma is ignored.
#include <gtest/gtest.h>

#include <string>

#include "samples/sqlite/connection.h"
#include "samples/sqlite/database_file.h"

namespace sqlite_sample {
namespace {

TEST(SqliteFindings, MemoryDatabasesRefuseOtherJournals) {
  Connection db(":memory:");
  EXPECT_EQ(db.Run("PRAGMA journal_mode=wal"), "memory");
  EXPECT_EQ(db.Run("PRAGMA journal_mode=delete"), "memory");
  EXPECT_EQ(db.Run("PRAGMA journal_mode=off"), "off");
}

TEST(SqliteFindings, ImpossiblePageSizesAreIgnored) {
  for (const char* size : {"256", "1000", "131072"}) {
    Connection db(":memory:");
    db.Rows(std::string("PRAGMA page_size=") + size);
    EXPECT_EQ(db.Run("PRAGMA page_size"), "4096") << size;
  }
}

// journal_mode=wal writes the first page, which fixes the page size and auto_vacuum, but not the
// encoding. VACUUM then brings the auto_vacuum that was asked for, and never the page size.
TEST(SqliteFindings, WalFixesPageSize) {
  DatabaseFile file;
  Connection db(file.path());
  ASSERT_EQ(db.Run("PRAGMA journal_mode=wal"), "wal");
  db.Rows("PRAGMA page_size=512");
  db.Rows("PRAGMA auto_vacuum=incremental");
  db.Rows("PRAGMA encoding='UTF-16le'");
  db.Rows("CREATE TABLE t(x)");
  EXPECT_EQ(db.Run("PRAGMA encoding"), "UTF-16le");
  EXPECT_EQ(db.Run("PRAGMA auto_vacuum"), "0");
  db.Rows("PRAGMA page_size=512");
  db.Rows("VACUUM");
  EXPECT_EQ(db.Run("PRAGMA auto_vacuum"), "2");
  EXPECT_EQ(db.Run("PRAGMA page_size"), "4096");
}

TEST(SqliteFindings, OnlyWalIsRememberedByTheFile) {
  DatabaseFile file;
  Connection first(file.path());
  EXPECT_EQ(first.Run("PRAGMA journal_mode=persist"), "persist");
  first.Rows("CREATE TABLE t(x)");
  EXPECT_EQ(Connection(file.path()).Run("PRAGMA journal_mode"), "delete");
  EXPECT_EQ(first.Run("PRAGMA journal_mode=wal"), "wal");
  EXPECT_EQ(Connection(file.path()).Run("PRAGMA journal_mode"), "wal");
}

}  // namespace
}  // namespace sqlite_sample
