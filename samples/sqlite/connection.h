// A connection to an SQLite database, closed with its owner.
#ifndef COMBTEST_SAMPLES_SQLITE_CONNECTION_H_
#define COMBTEST_SAMPLES_SQLITE_CONNECTION_H_

#include <sqlite3.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace sqlite_sample {

// "database is locked, in: PRAGMA journal_mode=wal".
class SqliteError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Connection {
 public:
  // Waits up to a minute for the locks of others.
  explicit Connection(const std::string& path);
  Connection(Connection&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Connection& operator=(Connection&&) = delete;
  ~Connection();

  // Each row's columns joined by '|', as text. Throws SqliteError, as does the next.
  std::vector<std::string> Rows(const std::string& sql);
  // The only row; empty where there is none.
  std::string Run(const std::string& sql);

 private:
  sqlite3* handle_ = nullptr;
};

// 'it''s'
std::string Quoted(const std::string& text);

}  // namespace sqlite_sample

#endif  // COMBTEST_SAMPLES_SQLITE_CONNECTION_H_
