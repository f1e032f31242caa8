#include "samples/sqlite/actions.h"

#include <gtest/gtest.h>

#include <cstddef>

namespace sqlite_sample {
namespace {

constexpr int kRows = 20;

// Text outside ASCII, so that the encoding matters.
std::string Name(int id) { return "Gr\u00f6\u00dfe \u2603 " + std::to_string(id); }

}  // namespace

void Schema::Run(Table table, Bench& bench) const {
  Connection db = bench.Open();
  const std::string tail = table == Table::kNoRowId ? " WITHOUT ROWID" : "";
  db.Rows("BEGIN");
  db.Rows("CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT NOT NULL, payload BLOB)" + tail);
  db.Rows("CREATE UNIQUE INDEX item_by_name ON item(name)");
  db.Rows("COMMIT");
}

void Work::Run(Job job, Bench& bench) const {
  Connection db = bench.Open();
  db.Rows("BEGIN");
  for (int id = 1; id <= kRows; ++id) {
    // Longer than a small page, so that some rows overflow.
    db.Rows("INSERT INTO item VALUES(" + std::to_string(id) + "," + Quoted(Name(id)) +
            ",zeroblob(" + std::to_string(100 * (id % 9)) + "))");
    if (job != Job::kVacuum || id % 2 == 0) {
      bench.rows.push_back(std::to_string(id) + "|" + Name(id));
    }
  }
  db.Rows("COMMIT");
  if (job == Job::kRollBack) {
    db.Rows("BEGIN");
    db.Rows("UPDATE item SET name = 'lost ' || id, payload = zeroblob(3000)");
    db.Rows("DELETE FROM item WHERE id > 5");
    db.Rows("ROLLBACK");
  }
  if (job == Job::kVacuum) {
    db.Rows("DELETE FROM item WHERE id % 2 = 1");
    if (bench.pragmas.auto_vacuum == kIncremental) db.Rows("PRAGMA incremental_vacuum");
    db.Rows("VACUUM");
    EXPECT_EQ(db.Run("PRAGMA freelist_count"), "0");
  }
}

std::string SharedJournal::Run(const char* mode) const {
  Connection shared(SharedDatabase());
  shared.Rows("CREATE TABLE IF NOT EXISTS published(file TEXT PRIMARY KEY, rows INT, names TEXT)");
  const std::string granted = shared.Run(std::string("PRAGMA journal_mode=") + mode);
  EXPECT_EQ(granted, mode);
  return granted;
}

void SharedJournal::Undo(const char* mode) const {
  Connection shared(SharedDatabase());
  EXPECT_EQ(shared.Run("PRAGMA journal_mode"), mode);
  EXPECT_EQ(shared.Run("PRAGMA integrity_check"), "ok");
  EXPECT_NE(shared.Run("SELECT count(*) FROM published"), "0");
  shared.Rows("DROP TABLE published");
  EXPECT_EQ(shared.Run("PRAGMA journal_mode=delete"), "delete");
}

void Publish::Run(const char* transaction, Bench& bench) const {
  std::string names;
  for (const std::string& row : bench.rows) names += row + "\n";
  const std::string where = " WHERE file = " + Quoted(bench.file.path());
  Connection shared(SharedDatabase());
  ASSERT_EQ(shared.Run("PRAGMA journal_mode"), bench.shared_journal);
  shared.Rows("PRAGMA synchronous=off");
  shared.Rows(std::string("BEGIN ") + transaction);
  shared.Rows("INSERT INTO published VALUES(" + Quoted(bench.file.path()) + "," +
              std::to_string(bench.rows.size()) + "," + Quoted(names) + ")");
  shared.Rows("COMMIT");
  EXPECT_EQ(shared.Run("SELECT rows, names FROM published" + where),
            std::to_string(bench.rows.size()) + "|" + names);
}

void Verify::Run(const char* check, Bench& bench) const {
  Connection db = bench.Open();
  const auto pragma = [&db](const std::string& name) { return db.Run("PRAGMA " + name); };
  ASSERT_EQ(pragma(check + std::string("_check")), "ok");
  EXPECT_EQ(db.Rows("SELECT id, name FROM item ORDER BY id"), bench.rows);
  const Pragmas& asked = bench.pragmas;
  EXPECT_EQ(pragma("page_size"), std::to_string(asked.page_size));
  EXPECT_EQ(pragma("encoding"), asked.encoding);
  EXPECT_EQ(pragma("auto_vacuum"), std::to_string(asked.auto_vacuum));
  EXPECT_EQ(pragma("journal_mode"), asked.journal_mode);
  EXPECT_EQ(pragma("synchronous"), std::to_string(asked.synchronous));
  EXPECT_EQ(pragma("locking_mode"), asked.locking_mode);
}

}  // namespace sqlite_sample
