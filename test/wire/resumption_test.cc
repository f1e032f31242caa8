#include "src/wire/resumption.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string>

#include "combtest/action.h"
#include "src/config/worker_variables.h"
#include "src/os/stream_handover.h"
#include "src/wire/frame.h"
#include "src/worker/role.h"

namespace combtest::internal {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(Resumption, TheGreetingIsFoundInWhateverComesFirst) {
  for (const std::size_t piece : {1u, 2u, 7u, 1000u}) {
    GreetingReader reader;
    const std::string all = "a banner\n" + ResumptionGreeting(7042) + "the stream";
    std::optional<GreetingReader::Greeting> greeting;
    std::size_t at = 0;
    for (; !greeting && at < all.size(); at += piece)
      greeting = reader.Append(std::string_view(all).substr(at, piece));
    ASSERT_TRUE(greeting) << piece;
    EXPECT_EQ(greeting->received, 7042u);
    EXPECT_EQ(greeting->rest + all.substr(std::min(at, all.size())), "the stream");
  }
}

TEST(Resumption, OneThatMakesNoSenseIsRefused) {
  const auto error = [](std::string text) -> std::string {
    try {
      GreetingReader().Append(text);
    } catch (const Error& refused) {
      return refused.what();
    }
    return "";
  };
  std::string greeting = ResumptionGreeting(1);
  greeting.insert(greeting.size() - 1, "x");
  EXPECT_THAT(error(greeting), HasSubstr("makes no sense: `1x"));
  EXPECT_THAT(error(std::string(kMaxNoise + 1, 'n')),
              AllOf(HasSubstr("wrote more than 65536 bytes"), HasSubstr("they begin `nnn")));
}

TEST(Resumption, TheProgramThatBringsAConnectionIsNoneOfTheWorkersOwn) {
  WorkerRequest worker;
  worker.id = "17-0";
  worker.variables = {std::string(kIdVariable) + "=17-0", std::string(kTargetVariable) + "={}"};
  const WorkerRequest request = ResumptionOf(worker, 99);
  EXPECT_THAT(request.variables, Not(Contains(StartsWith(kIdVariable))));
  EXPECT_THAT(request.variables, Contains(std::string(kTargetVariable) + "={}"));
  EXPECT_THAT(request.variables, Contains(std::string(kResumeVariable) + "=17-0 99"));
}

// It costs the new connection, and nothing else. (Its own standard error leads nowhere while it
// stands beside its worker.)
TEST(Resumption, ASupervisorThatCantListenSaysSo) {
  const std::string id = "taken-" + std::to_string(::getpid());
  const int listener = ListenForStreams(SupervisorName(id));
  const int another = ListenForStreams(SupervisorName(id));
  const std::string command = std::string(kTargetVariable) + "='" + Encode(WorkerTarget{}) + "' " +
                              kIdVariable + "=" + id + " " + kSupervisedVariable + "=1000 " +
                              COMBTEST_FAULT_SUITE + " </dev/null 2>&1";
  FILE* const pipe = ::popen(command.c_str(), "r");
  std::string out;
  for (int c = 0; (c = std::fgetc(pipe)) != EOF;) out += static_cast<char>(c);
  // The input has ended, so it has been killed.
  EXPECT_EQ(WEXITSTATUS(::pclose(pipe)), 128 + SIGKILL);
  EXPECT_THAT(out, HasSubstr("should its connection break, it can't be taken up again: can't "
                             "listen for a new connection: Address already in use"));
  for (const int descriptor : {listener, another}) StopListening(descriptor);
}

// In a process of its own, whose standard streams are those of `pipe`; its exit code is 1 where
// they were taken.
pid_t Hand(const std::string& name, int standard_output, bool as_nobody) {
  const pid_t pid = ::fork();
  if (pid != 0) return pid;
  ::dup2(standard_output, STDOUT_FILENO);
  if (as_nobody && ::setuid(65534) != 0) ::_exit(3);
  ::_exit(HandStreamsTo(name, "hello") ? 1 : 0);
}

int ExitCode(pid_t pid) {
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::optional<HandedStreams> Wait(int listener) {
  pollfd visitor{listener, POLLIN, 0};
  EXPECT_EQ(::poll(&visitor, 1, 60'000), 1);
  return TakeStreams(listener);
}

std::string OwnName() { return "combtest-test-" + std::to_string(::getpid()); }

TEST(StreamHandover, StreamsAreUsedByTheOtherSide) {
  const int listener = ListenForStreams(OwnName());
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  const pid_t giver = Hand(OwnName(), pipe[1], false);
  ::close(pipe[1]);
  const std::optional<HandedStreams> streams = Wait(listener);
  ASSERT_TRUE(streams);
  EXPECT_EQ(streams->message, "hello");
  ThankFor(*streams);
  ASSERT_EQ(::write(streams->out, "x", 1), 1);
  char got = 0;
  EXPECT_EQ(::read(pipe[0], &got, 1), 1);
  EXPECT_EQ(got, 'x');
  EXPECT_EQ(::waitpid(giver, nullptr, WNOHANG), 0) << "it waits for the streams' end";
  for (const int descriptor :
       {streams->in, streams->out, streams->error, streams->giver, pipe[0], listener})
    ::close(descriptor);
  EXPECT_EQ(ExitCode(giver), 1);
}

// Anybody may take a name that needs no file.
TEST(StreamHandover, WhoTakesTheNameFirstStopsNobody) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  const std::string name = OwnName();
  std::array<int, 2> taken{}, over{};
  ASSERT_EQ(::pipe(taken.data()), 0);
  ASSERT_EQ(::pipe(over.data()), 0);
  const pid_t thief = ::fork();
  if (thief == 0) {
    if (::setuid(65534) != 0) ::_exit(3);
    const int listener = ListenForStreams(name);
    char byte = 0;
    ::close(over[1]);
    if (::write(taken[1], "x", 1) != 1 || ::read(over[0], &byte, 1) != 0) ::_exit(4);
    ::_exit(listener >= 0 ? 0 : 5);
  }
  char byte = 0;
  ASSERT_EQ(::read(taken[0], &byte, 1), 1);
  const int listener = ListenForStreams(name);
  const std::string file = "/tmp/combtest-0/" + name;
  EXPECT_EQ(::access(file.c_str(), F_OK), 0);
  const pid_t giver = Hand(name, STDOUT_FILENO, false);
  const std::optional<HandedStreams> streams = Wait(listener);
  ASSERT_TRUE(streams);
  ThankFor(*streams);
  for (const int descriptor : {streams->in, streams->out, streams->error, streams->giver})
    ::close(descriptor);
  EXPECT_EQ(ExitCode(giver), 1);
  StopListening(listener);
  EXPECT_NE(::access(file.c_str(), F_OK), 0);
  for (const int descriptor : {taken[0], taken[1], over[0], over[1]}) ::close(descriptor);
  EXPECT_EQ(ExitCode(thief), 0);
}

TEST(StreamHandover, ThoseThatArentWantedGoBack) {
  const int listener = ListenForStreams(OwnName());
  const pid_t giver = Hand(OwnName(), STDOUT_FILENO, false);
  const std::optional<HandedStreams> streams = Wait(listener);
  ASSERT_TRUE(streams);
  for (const int descriptor : {streams->in, streams->out, streams->error, streams->giver, listener})
    ::close(descriptor);
  EXPECT_EQ(ExitCode(giver), 0);
}

TEST(StreamHandover, NobodyIsThere) { EXPECT_FALSE(HandStreamsTo(OwnName() + "-none", "hello")); }

// He doesn't look at who listens.
void BringStreams(const std::string& name) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  name.copy(address.sun_path + 1, sizeof address.sun_path - 1);
  const int connection = ::socket(AF_UNIX, SOCK_SEQPACKET, 0);
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  if (::connect(connection, reinterpret_cast<const sockaddr*>(&address), size) != 0) ::_exit(4);
  std::array<int, 3> streams{0, 1, 2};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof streams)] = {};
  char message[] = "0";
  iovec piece{message, 1};
  msghdr header{};
  header.msg_iov = &piece;
  header.msg_iovlen = 1;
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  cmsghdr* const rights = CMSG_FIRSTHDR(&header);
  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  rights->cmsg_len = CMSG_LEN(sizeof streams);
  std::memcpy(CMSG_DATA(rights), streams.data(), sizeof streams);
  if (::sendmsg(connection, &header, 0) != 1) ::_exit(5);
}

TEST(StreamHandover, WhatAnotherUserBringsIsNotTaken) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  for (const bool as_nobody : {false, true}) {
    const std::string name = OwnName();
    const int listener = ListenForStreams(name);
    const pid_t giver = ::fork();
    if (giver == 0) {
      if (as_nobody && ::setuid(65534) != 0) ::_exit(3);
      BringStreams(name);
      ::_exit(0);
    }
    EXPECT_EQ(ExitCode(giver), 0);
    EXPECT_EQ(Wait(listener).has_value(), !as_nobody);
    ::close(listener);
  }
}

TEST(StreamHandover, AnotherUserIsNotWelcome) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  const int listener = ListenForStreams(OwnName());
  const pid_t giver = Hand(OwnName(), STDOUT_FILENO, true);
  // He looks at who listens, too, and may have gone.
  EXPECT_FALSE(Wait(listener));
  EXPECT_EQ(ExitCode(giver), 0);
  ::close(listener);
}

}  // namespace
}  // namespace combtest::internal
