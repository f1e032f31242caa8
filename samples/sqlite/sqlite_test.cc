// SQLite: whatever pragmas, schema and work a database has seen, it is sound and holds what it
// should, by itself and beside a database that all walks write to at once.
#include "combtest/gtest.h"
#include "samples/sqlite/actions.h"

namespace sqlite_sample {
namespace {

class Sqlite : public combtest::WalkTest<Bench> {};

TEST_P(Sqlite, StaysSound) { RunWalk(); }

INSTANTIATE_TEST_SUITE_P(All, Sqlite, SqliteWalks(), combtest::WalkName());

}  // namespace
}  // namespace sqlite_sample
