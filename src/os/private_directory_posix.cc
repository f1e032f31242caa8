#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "src/os/private_directory.h"

namespace combtest::internal {

void MakePrivateDirectory(const std::string& path) {
  struct stat found {};
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
    throw std::system_error(errno, std::generic_category(), "can't make " + path);
  if (::lstat(path.c_str(), &found) != 0 || !S_ISDIR(found.st_mode) ||
      found.st_uid != ::geteuid() || (found.st_mode & 077) != 0)
    throw std::system_error(EACCES, std::generic_category(),
                            path + " isn't a directory of this user's alone");
}

}  // namespace combtest::internal
