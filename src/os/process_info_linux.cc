#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "src/os/process_info.h"

namespace combtest::internal {
namespace {

// Neither main nor a constructor of the program's has changed anything of it.
struct Start {
  std::vector<std::string> arguments;
  std::string directory;
};

Start ReadStart() {
  std::error_code error;
  Start start{{}, std::filesystem::current_path(error).string()};
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  for (std::string argument; std::getline(file, argument, '\0');)
    start.arguments.push_back(argument);
  return start;
}

// Lives as long as the process.
Start& AtStart() {
  static Start& start = *new Start(ReadStart());
  return start;
}

#ifdef __GLIBC__
// Its constructors get what main gets, and those of this number are the first.
__attribute__((constructor(101))) void NoteStart(int argc, char** argv, char** /*environment*/) {
  AtStart().arguments.assign(argv, argv + argc);
}
#else
__attribute__((constructor(101))) void NoteStart() { AtStart(); }
#endif

}  // namespace

std::vector<std::string> CommandLine() { return AtStart().arguments; }

const std::string& StartDirectory() { return AtStart().directory; }

std::string FromStartDirectory(const std::string& path) {
  const std::string& start = StartDirectory();
  if (path.empty() || path.starts_with('/') || start.empty()) return path;
  std::error_code error;
  return std::filesystem::current_path(error).native() == start ? path : start + "/" + path;
}

std::vector<std::string> Environment() {
  std::vector<std::string> variables;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    variables.emplace_back(*variable);
  }
  return variables;
}

bool StandardErrorIsTerminal() { return ::isatty(STDERR_FILENO) == 1; }

unsigned TerminalColumns() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

// Valgrind answers a program that asks what /proc/self/exe leads to, but opens and runs what it
// really is: valgrind, which can't be run so. A file that was removed or replaced isn't there under
// the name that is answered.
const std::string& RunningImage() {
  static const std::string kImage = [] {
    const std::string image = "/proc/self/exe", path = ExecutablePath();
    struct stat real {
    }, told{};
    const bool known = ::stat(image.c_str(), &real) == 0 && ::stat(path.c_str(), &told) == 0;
    return known && (real.st_dev != told.st_dev || real.st_ino != told.st_ino) ? path : image;
  }();
  return kImage;
}

void NameProcess() {
  const std::vector<std::string> own = CommandLine();
  if (own.empty()) return;
  ::prctl(PR_SET_NAME, own[0].substr(own[0].rfind('/') + 1).c_str());
}

std::string ExecutablePath() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).string();
}

std::string FindProgram(const std::string& name) {
  if (name.find('/') != std::string::npos) return name;
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "/usr/bin:/bin" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::string file = (folder.empty() ? "." : folder) + "/" + name;
    if (::access(file.c_str(), X_OK) == 0 && !std::filesystem::is_directory(file)) return file;
  }
  return {};
}

}  // namespace combtest::internal
