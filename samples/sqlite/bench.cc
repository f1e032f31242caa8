#include "samples/sqlite/bench.h"

namespace sqlite_sample {

Connection Bench::Open() {
  Connection connection(file.path());
  const auto set = [&connection](const std::string& name, const std::string& value) {
    connection.Rows("PRAGMA " + name + "=" + value);
  };
  set("synchronous", std::to_string(pragmas.synchronous));
  // Those that are laid down in the file come before journal_mode: see findings_test.cc.
  set("page_size", std::to_string(pragmas.page_size));
  set("encoding", Quoted(pragmas.encoding));
  set("auto_vacuum", std::to_string(pragmas.auto_vacuum));
  set("locking_mode", pragmas.locking_mode);
  set("journal_mode", pragmas.journal_mode);
  set("cache_size", "4");  // pages: so that transactions spill to the file, and rolling back counts
  return connection;
}

}  // namespace sqlite_sample
