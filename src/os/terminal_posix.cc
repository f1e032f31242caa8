#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "src/os/terminal.h"

namespace combtest::internal {
namespace {

std::optional<char> ReadOne() {
  char key = 0;
  ssize_t count = 0;
  do {
    count = ::read(STDIN_FILENO, &key, 1);
  } while (count < 0 && errno == EINTR);
  return count == 1 ? std::optional(key) : std::nullopt;
}

}  // namespace

std::optional<char> ReadKey() {
  termios before{};
  if (::isatty(STDIN_FILENO) == 0 || ::tcgetattr(STDIN_FILENO, &before) != 0) {
    const std::optional<char> first = ReadOne();
    for (std::optional<char> next = first; next && *next != '\n';) next = ReadOne();
    return first;
  }
  termios raw = before;
  // Without signals: the terminal is to be itself again when one comes.
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  ::tcsetattr(STDIN_FILENO, TCSANOW, &raw);
  const std::optional<char> key = ReadOne();
  ::tcsetattr(STDIN_FILENO, TCSANOW, &before);
  if (key && *key == static_cast<char>(before.c_cc[VINTR])) std::raise(SIGINT);
  return key;
}

}  // namespace combtest::internal
