// Boost.Process's launcher for children in a program that may have its own way with children.
#ifndef COMBTEST_SRC_PROCESS_PRIVATE_LAUNCHER_H_
#define COMBTEST_SRC_PROCESS_PRIVATE_LAUNCHER_H_

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <boost/optional.hpp>  // which v2 of Boost 1.81 forgets
#include <boost/process/v2/posix/default_launcher.hpp>
#include <boost/process/v2/process.hpp>
#include <cerrno>
#include <string>
#include <vector>

#include "src/os/private_child.h"

namespace combtest::internal {

// As default_launcher, but:
// - WaitForPrivateChild() gets its exit status, also where this process ignores SIGCHLD;
// - a signal that comes between fork and exec is its own, and no handler of this process sees it;
// - where its program can't be executed it ends without a destructor or an atexit() handler;
// - no handlers of pthread_atfork() run.
class PrivateLauncher : public boost::process::v2::posix::default_launcher {
 public:
  template <class... Inits>
  PrivateChild operator()(boost::process::v2::error_code& error,
                          const boost::process::v2::filesystem::path& file,
                          const std::vector<std::string>& arguments, Inits&&... inits) {
    namespace detail = boost::process::v2::posix::detail;
    const char* const* argv = this->build_argv_(file, arguments);
    std::array<int, 2> fault{};
    if (::pipe2(fault.data(), O_CLOEXEC) != 0) {
      error.assign(errno, boost::system::system_category());
      return {};
    }
    PrivateChild child;
    error = detail::on_setup(*this, file, argv, inits...);
    if (!error) {
      child = ForkPrivately([&] {
        const auto wrong = detail::on_exec_setup(*this, file, argv, inits...);
        int code = wrong.value();
        if (!wrong) {
          ::execve(file.c_str(), const_cast<char* const*>(argv), const_cast<char* const*>(env));
          code = errno;
        }
        // Where that can't be written nobody reads it.
        static_cast<void>(!::write(fault[1], &code, sizeof code));
      });
      if (child.pid < 0) error.assign(errno, boost::system::system_category());
    }
    ::close(fault[1]);
    int code = 0;
    ssize_t got = 0;
    if (!error) {
      while ((got = ::read(fault[0], &code, sizeof code)) < 0 && errno == EINTR) continue;
    }
    ::close(fault[0]);
    if (got == sizeof code) {
      WaitForPrivateChild(child, true);
      if (child.handle >= 0) ::close(child.handle);
      child = {};
      error.assign(code, boost::system::system_category());
    }
    if (error) {
      detail::on_error(*this, file, argv, error, inits...);
    } else {
      detail::on_success(*this, file, argv, inits...);
    }
    return child;
  }
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PROCESS_PRIVATE_LAUNCHER_H_
