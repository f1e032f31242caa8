// docs/tutorial.md: the code under test, a list of notes in an SQLite database.
#ifndef NOTES_H_
#define NOTES_H_

#include <sqlite3.h>

#include <stdexcept>
#include <string>

class Notes {
 public:
  explicit Notes(const std::string& path) : path_(path) {
    if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK) throw std::runtime_error(path);
  }
  Notes(const Notes&) = delete;
  ~Notes() { sqlite3_close(db_); }

  // Runs a statement; returns the last value that it gives.
  std::string Run(const std::string& sql) {
    std::string value;
    const auto keep = [](void* result, int columns, char** texts, char**) {
      if (columns > 0 && texts[0] != nullptr) *static_cast<std::string*>(result) = texts[0];
      return 0;
    };
    if (sqlite3_exec(db_, sql.c_str(), keep, &value, nullptr) != SQLITE_OK) {
      throw std::runtime_error(std::string(sqlite3_errmsg(db_)) + ", in: " + sql);
    }
    return value;
  }

  void Add(const std::string& text) { Run("INSERT INTO notes(text) VALUES('" + text + "')"); }
  int Count() { return std::stoi(Run("SELECT count(*) FROM notes")); }

  // Writes a copy of the database to another file. The notes stay open.
  void BackUp(const std::string& path);

 private:
  std::string path_;
  sqlite3* db_ = nullptr;
};

#endif  // NOTES_H_
