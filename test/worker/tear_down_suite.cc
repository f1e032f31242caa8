// One walk's state can't be destroyed; each that is leaves a line.
#include <combtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "test/worker/misbehave.h"

namespace {

struct Session {
  int user = 0;
  ~Session() {
    if (user > 0)
      AppendLine("destroyed", std::to_string(user) + " in " + std::to_string(::getpid()));
    if (user == 3) std::abort();
  }
};
BOOST_DESCRIBE_STRUCT(Session, (), (user))

// Nobody goes on after the last of them in another worker.
struct LogIn : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 4, 3};
  void Run(int user, Session& session) const { session.user = user; }
};
struct Backup : combtest::SerialAction {
  static constexpr std::array kOptions = {1};
  void Run(int) const {}
};
struct LogOut : combtest::Action {
  static constexpr std::array kOptions = {1};
  void Run(int, Session&) const {}
};
COMBTEST_WALKS(SessionWalks, Session, LogIn, Backup, LogOut);

}  // namespace
