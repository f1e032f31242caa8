#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "src/os/append_file.h"

namespace combtest::internal {
namespace {

// One call is one piece that a kill can't cut where the file system allows it.
constexpr std::size_t kPiece = 1u << 20;

[[noreturn]] void Throw(int error) { throw std::system_error(error, std::generic_category()); }

}  // namespace

AppendFile::AppendFile(const std::string& stem, const std::string& ending,
                       std::string_view beginning) {
  const std::string hidden = stem + ".beginning";
  descriptor_ = ::open(hidden.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
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
      return;
    }
    if (errno == EEXIST) continue;
    // A file system without links.
    if (::access(path_.c_str(), F_OK) == 0) continue;
    if (::rename(hidden.c_str(), path_.c_str()) == 0) return;
    give_up(errno);
  }
}

AppendFile::~AppendFile() { ::close(descriptor_); }

void AppendFile::Append(std::string_view bytes) {
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
