#include "samples/sqlite/connection.h"

namespace sqlite_sample {
namespace {

constexpr int kBusyMilliseconds = 60'000;

int AddRow(void* rows, int columns, char** values, char**) {
  std::string row;
  for (int i = 0; i < columns; ++i) {
    if (i > 0) row += '|';
    row += values[i] == nullptr ? "NULL" : values[i];
  }
  static_cast<std::vector<std::string>*>(rows)->push_back(std::move(row));
  return SQLITE_OK;
}

}  // namespace

Connection::Connection(const std::string& path) {
  if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK) {
    const std::string error = handle_ == nullptr ? "no memory" : sqlite3_errmsg(handle_);
    sqlite3_close(handle_);
    throw SqliteError(error + ", at opening " + path);
  }
  sqlite3_busy_timeout(handle_, kBusyMilliseconds);
}

Connection::~Connection() { sqlite3_close(handle_); }

std::vector<std::string> Connection::Rows(const std::string& sql) {
  std::vector<std::string> rows;
  if (sqlite3_exec(handle_, sql.c_str(), AddRow, &rows, nullptr) != SQLITE_OK) {
    throw SqliteError(std::string(sqlite3_errmsg(handle_)) + ", in: " + sql);
  }
  return rows;
}

std::string Connection::Run(const std::string& sql) {
  const std::vector<std::string> rows = Rows(sql);
  if (rows.size() > 1) throw SqliteError("more than one row, in: " + sql);
  return rows.empty() ? "" : rows.front();
}

std::string Quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace sqlite_sample
