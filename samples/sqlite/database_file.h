// Database files of the walks, and the one that they share.
#ifndef COMBTEST_SAMPLES_SQLITE_DATABASE_FILE_H_
#define COMBTEST_SAMPLES_SQLITE_DATABASE_FILE_H_

#include <boost/json/fwd.hpp>
#include <string>
#include <utility>

#include "combtest/json.h"

namespace sqlite_sample {

// A file that its owner has for itself: removed with it, journals too. A copy has no file yet, as
// every walk starts from a copy of the initial state and makes a database of its own.
class DatabaseFile : public combtest::JsonSerializable {
 public:
  DatabaseFile() = default;
  DatabaseFile(const DatabaseFile&) noexcept {}
  DatabaseFile(DatabaseFile&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  DatabaseFile& operator=(DatabaseFile other) noexcept {
    path_.swap(other.path_);
    return *this;
  }
  ~DatabaseFile();

  // Named at the first call; the file appears when SQLite writes it.
  const std::string& path();

  // The path, and an owner of the file at that path: so a walk can go on in another process.
  const std::string& to_json() const { return path_; }
  static DatabaseFile from_json(const boost::json::value& json);

 private:
  std::string path_;
};

// A database that all walks write to, in whatever process they run.
std::string SharedDatabase();

}  // namespace sqlite_sample

#endif  // COMBTEST_SAMPLES_SQLITE_DATABASE_FILE_H_
