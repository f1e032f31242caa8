#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "src/os/append_file.h"
#include "src/os/file_size_limit.h"
#include "src/os/process_info.h"

namespace combtest::internal {
namespace {

// One call is one piece that a kill can't cut where the file system allows it.
constexpr std::size_t kPiece = 1u << 20;

[[noreturn]] void Throw(int error) { throw std::system_error(error, std::generic_category()); }

bool OthersMayWriteIn(const std::filesystem::path& directory) {
  struct stat found {};
  if (::stat(directory.empty() ? "." : directory.c_str(), &found) != 0) return true;
  return (found.st_mode & (S_IWGRP | S_IWOTH)) != 0 ||
         (found.st_uid != ::geteuid() && found.st_uid != 0);
}

// Of a file in a directory that others may write to. Empty where nothing speaks against it.
std::string WhyNot(const struct stat& found) {
  if (!S_ISREG(found.st_mode)) return "it is no regular file";
  if (found.st_uid == ::geteuid() && found.st_nlink == 1) return {};
  return "it belongs to somebody else, or has another name, in a directory that others may write "
         "to";
}

// That nobody knows beforehand.
std::string RandomDigits() {
  std::random_device random;
  return std::to_string(random()) + std::to_string(random());
}

}  // namespace

AppendFile::AppendFile(const std::string& path) : path_(FromStartDirectory(path)) {
  IgnoreFileSizeSignal();
  const bool careful = OthersMayWriteIn(std::filesystem::path(path_).parent_path());
  // Nobody waits for a pipe to be read.
  const int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK;
  descriptor_ = ::open(path_.c_str(), flags | (careful ? O_NOFOLLOW : 0), 0666);
  struct stat found {};
  std::string why;
  if (descriptor_ < 0 || ::fstat(descriptor_, &found) != 0) {
    why = errno == ELOOP   ? "it is a symbolic link, in a directory that others may write to"
          : errno == ENXIO ? "it is no regular file"
                           : std::generic_category().message(errno);
  } else if (careful) {
    why = WhyNot(found);
  }
  if (why.empty()) {
    NoteFile();
    return;
  }
  if (descriptor_ >= 0) ::close(descriptor_);
  throw std::runtime_error(why);
}

AppendFile::AppendFile(const std::string& stem_given, const std::string& ending,
                       std::string_view beginning) {
  IgnoreFileSizeSignal();
  const std::string stem = FromStartDirectory(stem_given);
  const std::string hidden = stem + "." + RandomDigits() + ".beginning";
  descriptor_ =
      ::open(hidden.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor_ < 0) Throw(errno);
  const auto give_up = [&](int error) {
    ::close(descriptor_);
    ::unlink(hidden.c_str());
    Throw(error);
  };
  try {
    Append(beginning);
  } catch (const std::system_error& error) {
    give_up(error.code().value());
  }
  for (int number = 1;; ++number) {
    path_ = stem + (number > 1 ? "-" + std::to_string(number) : std::string()) + ending;
    if (::link(hidden.c_str(), path_.c_str()) == 0) {
      ::unlink(hidden.c_str());
      NoteFile();
      return;
    }
    if (errno == EEXIST) continue;
    // A file system without links.
    if (::access(path_.c_str(), F_OK) == 0) continue;
    if (::rename(hidden.c_str(), path_.c_str()) == 0) {
      NoteFile();
      return;
    }
    give_up(errno);
  }
}

AppendFile::~AppendFile() {
  if (IsOwn()) ::close(descriptor_);
}

void AppendFile::NoteFile() {
  struct stat found {};
  if (::fstat(descriptor_, &found) != 0) return;
  device_ = found.st_dev;
  file_ = found.st_ino;
}

bool AppendFile::IsOwn() const {
  struct stat found {};
  if (::fstat(descriptor_, &found) != 0) return false;
  return file_ == 0 || (found.st_dev == device_ && found.st_ino == file_);
}

void AppendFile::Reopen() {
  const int opened = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK);
  if (opened < 0) Throw(EBADF);
  const int closed = std::exchange(descriptor_, opened);
  if (IsOwn()) return;
  ::close(opened);
  descriptor_ = closed;
  Throw(EBADF);
}

void AppendFile::Append(std::string_view bytes) {
  if (file_ != 0 && !IsOwn()) Reopen();
  while (!bytes.empty()) {
    const ssize_t written =
        ::write(descriptor_, bytes.data(), bytes.size() < kPiece ? bytes.size() : kPiece);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) Throw(errno);
    if (written == 0) Throw(ENOSPC);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace combtest::internal
