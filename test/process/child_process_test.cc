#include "src/process/child_process.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "combtest/action.h"
#include "src/os/process_info.h"

namespace combtest::internal {
namespace {

using testing::HasSubstr;
using Clock = std::chrono::steady_clock;

class ChildProcesses : public testing::Test {
 protected:
  void Start(const std::string& script, int inherited = -1) {
    ChildProcess::Callbacks callbacks;
    callbacks.on_output = [this](std::string_view bytes) { out_ += bytes; };
    callbacks.on_error_output = [this](std::string_view bytes) { err_ += bytes; };
    callbacks.on_output_end = [this] { output_ended_ = true; };
    callbacks.on_exit = [this](ExitStatus status) { status_ = status; };
    child_ = ChildProcess::Start(context_, {{"/bin/sh", "-c", script}, Environment(), inherited},
                                 callbacks);
  }
  void RunUntil(auto over) {
    const auto deadline = Clock::now() + std::chrono::minutes(1);
    while (!over() && Clock::now() < deadline) {
      context_.restart();
      context_.run_one_for(std::chrono::milliseconds(100));
    }
    ASSERT_TRUE(over());
  }
  ExitStatus Wait() {
    RunUntil([this] { return status_.has_value(); });
    return status_.value_or(ExitStatus{-1, -1});
  }

  boost::asio::io_context context_;
  std::string out_, err_;
  bool output_ended_ = false;
  std::optional<ExitStatus> status_;
  std::shared_ptr<ChildProcess> child_;
};

TEST_F(ChildProcesses, GiveTheirCodeAndAllTheyWrote) {
  Start("echo out; echo err >&2; exit 7");
  const ExitStatus status = Wait();
  EXPECT_EQ(status.code, 7);
  EXPECT_EQ(status.signal, 0);
  EXPECT_EQ(out_, "out\n");
  EXPECT_EQ(err_, "err\n");
  EXPECT_TRUE(child_->exited());
}

TEST_F(ChildProcesses, InheritADescriptor) {
  const int file = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  Start("ls -l /proc/self/fd/" + std::to_string(file), file);
  EXPECT_EQ(Wait().code, 0) << err_;
  EXPECT_THAT(out_, HasSubstr("/dev/null"));
  ::close(file);
}

TEST_F(ChildProcesses, InheritNoOtherDescriptor) {
  constexpr int kHigh = 2000;
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  if (limit.rlim_max <= kHigh) GTEST_SKIP() << "no descriptor may be so high";
  const rlimit higher{std::max<rlim_t>(limit.rlim_cur, kHigh + 1), limit.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &higher), 0);
  const int low = ::open("/dev/null", O_RDONLY);
  const int high = ::fcntl(low, F_DUPFD, kHigh);
  Start("ls /proc/self/fd");
  EXPECT_EQ(Wait().code, 0) << err_;
  EXPECT_EQ(out_, "0\n1\n2\n3\n");  // the last is the directory's own
  EXPECT_GE(high, kHigh);
  ::close(low);
  ::close(high);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

TEST_F(ChildProcesses, GiveTheirSignal) {
  Start("kill -SEGV $$");
  EXPECT_EQ(Wait().signal, SIGSEGV);
}

TEST_F(ChildProcesses, GiveTheirEndWhereThoseOfOthersAreThrownAway) {
  struct sigaction before {
  }, ignore{}, no_zombies{};
  ignore.sa_handler = SIG_IGN;
  no_zombies.sa_handler = SIG_DFL;
  no_zombies.sa_flags = SA_NOCLDWAIT;
  for (const struct sigaction& action : {ignore, no_zombies}) {
    ::sigaction(SIGCHLD, &action, &before);
    status_.reset();
    Start("kill -SEGV $$");
    const ExitStatus status = Wait();
    ::sigaction(SIGCHLD, &before, nullptr);
    EXPECT_TRUE(status.known);
    EXPECT_EQ(status.signal, SIGSEGV);
  }
}

// A handler, and a thread. It is known by Linux 6.15 and later.
TEST_F(ChildProcesses, WhoseStatusIsTakenAreNotTakenForGood) {
  struct sigaction before {
  }, reap{};
  reap.sa_handler = [](int) {
    const int error = errno;
    while (::waitpid(-1, nullptr, WNOHANG) > 0) continue;
    errno = error;
  };
  ::sigaction(SIGCHLD, &reap, &before);
  Start("exit 5");
  const ExitStatus handled = Wait();
  ::sigaction(SIGCHLD, &before, nullptr);
  EXPECT_FALSE(handled.good());
  if (handled.known) {
    EXPECT_EQ(handled.code, 5);
  }
  std::atomic<bool> over = false;
  std::thread reaper([&over] {
    while (!over) {
      if (::waitpid(-1, nullptr, 0) < 0) ::usleep(100);
    }
  });
  for (int i = 0; i < 20; ++i) {
    status_.reset();
    Start("exit 5");
    const ExitStatus status = Wait();
    EXPECT_FALSE(status.good());
    if (status.known) {
      EXPECT_EQ(status.code, 5);
    }
  }
  over = true;
  reaper.join();
}

TEST_F(ChildProcesses, ReadWhatTheyAreSent) {
  Start("wc -c");
  const std::string piece(300'000, 'x');
  for (int i = 0; i < 10; ++i) child_->Write(piece);
  EXPECT_GT(child_->unwritten(), 0u);
  child_->CloseInput();
  EXPECT_EQ(Wait().code, 0);
  EXPECT_THAT(out_, HasSubstr("3000000"));
}

TEST_F(ChildProcesses, MuchOutputComesWhole) {
  Start("head -c 5000000 /dev/zero; head -c 1000000 /dev/zero >&2");
  EXPECT_EQ(Wait().code, 0);
  EXPECT_EQ(out_.size(), 5'000'000u);
  EXPECT_EQ(err_.size(), 1'000'000u);
}

TEST_F(ChildProcesses, ThatCannotBeStartedSaySo) {
  ChildProcess::Callbacks callbacks;
  try {
    ChildProcess::Start(context_, {{"/no/such/program", "an-argument"}, Environment()}, callbacks);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(),
                HasSubstr("can't start `/no/such/program an-argument`: No such file"));
  }
}

// Which are this process's own.
TEST_F(ChildProcesses, ThatCannotBeStartedRunNoExitHandlers) {
  static int exit_note = -1;
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe2(pipe.data(), O_CLOEXEC), 0);
  exit_note = ::dup(pipe[1]);
  std::atexit([] { static_cast<void>(!::write(exit_note, "x", 1)); });
  ::close(pipe[1]);
  EXPECT_THROW(ChildProcess::Start(context_, {{"/no/such/program"}, Environment()},
                                   ChildProcess::Callbacks()),
               Error);
  ::fcntl(pipe[0], F_SETFL, O_NONBLOCK);
  char byte = 0;
  EXPECT_EQ(::read(pipe[0], &byte, 1), -1);
  ::close(std::exchange(exit_note, -1));  // before this process comes to its own end
  ::close(pipe[0]);
}

TEST_F(ChildProcesses, ClosedOutputIsNoticed) {
  Start("exec >&-; read line");
  RunUntil([this] { return output_ended_; });
  EXPECT_FALSE(child_->exited());
  child_->CloseInput();
  Wait();
}

TEST_F(ChildProcesses, AGrandchildThatHoldsThePipesHangsNobody) {
  Start("sleep 300 & echo started; exit 3");
  EXPECT_EQ(Wait().code, 3);
  EXPECT_EQ(out_, "started\n");
  ::kill(-child_->pid(), SIGKILL);
}

TEST_F(ChildProcesses, TerminateEndsThemKindlyAndThenNot) {
  Start("echo here; exec sleep 300");
  RunUntil([this] { return !out_.empty(); });
  child_->Terminate(std::chrono::seconds(50));
  EXPECT_EQ(Wait().signal, SIGTERM);
}

// Asked again and again, too.
TEST_F(ChildProcesses, TerminateKillsThoseThatIgnoreIt) {
  Start("trap '' TERM; echo here; while :; do sleep 1; done");
  RunUntil([this] { return !out_.empty(); });
  RunUntil([this] {
    if (!child_->exited()) child_->Terminate(std::chrono::milliseconds(500));
    return status_.has_value();
  });
  EXPECT_EQ(status_->signal, SIGKILL);
}

TEST_F(ChildProcesses, AStoppedOneCanBeTerminated) {
  Start("echo here; exec sleep 300");
  RunUntil([this] { return !out_.empty(); });
  ::kill(child_->pid(), SIGSTOP);
  child_->Terminate(std::chrono::seconds(50));
  EXPECT_EQ(Wait().signal, SIGTERM);
}

TEST_F(ChildProcesses, NothingIsCalledAfterClose) {
  Start("echo much; exec sleep 300");
  child_->Close();
  context_.run_for(std::chrono::milliseconds(200));
  EXPECT_EQ(out_, "");
  EXPECT_FALSE(status_.has_value());
}

}  // namespace
}  // namespace combtest::internal
