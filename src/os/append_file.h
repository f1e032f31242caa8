// A file that lines are appended to, whole whenever the process is killed, but for the last.
#ifndef COMBTEST_SRC_OS_APPEND_FILE_H_
#define COMBTEST_SRC_OS_APPEND_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace combtest::internal {

// Not inherited by child processes. One thread at a time.
class AppendFile {
 public:
  // Continues a file, or begins it. Throws std::runtime_error with the reason where that can't be,
  // or where somebody else could have put it there: in a directory that others may write to no
  // symbolic link is followed, and the file has to be this user's own.
  explicit AppendFile(const std::string& path);
  // Creates a new file that begins with `beginning`: `stem` + `ending`, or where that is taken
  // `stem` + "-2" + `ending`, and so on. Nobody sees it before the beginning is whole. Throws
  // std::system_error.
  AppendFile(const std::string& stem, const std::string& ending, std::string_view beginning);
  ~AppendFile();
  AppendFile(const AppendFile&) = delete;
  AppendFile& operator=(const AppendFile&) = delete;

  const std::string& path() const { return path_; }
  // Throws std::system_error; some of `bytes` may then be in the file.
  void Append(std::string_view bytes);

 private:
  void NoteFile();
  bool IsOwn() const;
  // Somebody has closed the descriptor: opens the file again, if it is still the same.
  void Reopen();

  std::string path_;
  int descriptor_ = -1;
  std::uint64_t device_ = 0, file_ = 0;  // what it leads to; 0: not known
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_APPEND_FILE_H_
