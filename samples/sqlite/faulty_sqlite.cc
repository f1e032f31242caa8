// An SQLite with faults, to be preloaded: what combtest says of them is tested. FAULTY says which:
// "one", "crash" or "three". A database with some pairs of settings can't have an index.
#include <dlfcn.h>
#include <sqlite3.h>

#include <csignal>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

namespace {

// Of the connection that this thread used last.
struct Settings {
  sqlite3* connection = nullptr;
  std::set<std::string, std::less<>> pragmas;
  bool Has(std::string_view a, std::string_view b) const {
    return pragmas.contains(a) && pragmas.contains(b);
  }
};
thread_local Settings settings;

}  // namespace

extern "C" int sqlite3_close(sqlite3* connection) {
  settings = {};
  static const auto real =
      reinterpret_cast<decltype(&sqlite3_close)>(dlsym(RTLD_NEXT, "sqlite3_close"));
  return real(connection);
}

extern "C" int sqlite3_exec(sqlite3* connection, const char* sql,
                            int (*callback)(void*, int, char**, char**), void* argument,
                            char** error) {
  constexpr std::string_view kPragma = "PRAGMA ";
  const char* const variable = std::getenv("FAULTY");
  const std::string_view faults = variable == nullptr ? "" : variable;
  const std::string_view text = sql;
  if (settings.connection != connection) settings = {connection, {}};
  if (text.starts_with(kPragma)) settings.pragmas.emplace(text.substr(kPragma.size()));
  if (text.starts_with("CREATE UNIQUE INDEX")) {
    const bool broken = settings.Has("page_size=16384", "journal_mode=persist");
    if (broken && faults == "crash") std::raise(SIGSEGV);
    if (broken && faults == "one") return SQLITE_CORRUPT;
    if (faults == "three" && (broken || settings.Has("page_size=16384", "auto_vacuum=2") ||
                              settings.Has("encoding='UTF-16le'", "journal_mode=persist")))
      return SQLITE_CORRUPT;
  }
  static const auto real =
      reinterpret_cast<decltype(&sqlite3_exec)>(dlsym(RTLD_NEXT, "sqlite3_exec"));
  return real(connection, sql, callback, argument, error);
}
