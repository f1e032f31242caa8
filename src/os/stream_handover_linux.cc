#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <system_error>

#include "src/os/private_directory.h"
#include "src/os/stream_handover.h"

namespace combtest::internal {
namespace {

constexpr std::size_t kStreams = 3;
constexpr std::size_t kMaxMessage = 256;
constexpr int kTimeToSpeak = 1000;  // ms, for somebody who has come
constexpr char kThanks = '!';

struct Address {
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&value); }
  sockaddr_un value{};
  socklen_t size = 0;
};

// In the abstract namespace (unix(7)): it is gone with whoever listens.
Address WithoutFile(const std::string& name) {
  Address address;
  address.value.sun_family = AF_UNIX;
  const std::size_t length = std::min(name.size(), sizeof address.value.sun_path - 1);
  std::memcpy(address.value.sun_path + 1, name.data(), length);
  address.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + length);
  return address;
}

std::string OwnDirectory() { return "/tmp/combtest-" + std::to_string(::geteuid()); }

Address AsFile(const std::string& name) {
  Address address;
  address.value.sun_family = AF_UNIX;
  const std::string path = OwnDirectory() + "/" + name;
  std::memcpy(address.value.sun_path, path.data(),
              std::min(path.size(), sizeof address.value.sun_path - 1));
  address.size = sizeof address.value;
  return address;
}

[[noreturn]] void ThrowUnheard(int listener) {
  const int error = errno;
  if (listener >= 0) ::close(listener);
  throw std::system_error(error, std::generic_category(), "can't listen for a new connection");
}

bool IsSameUser(int connection) {
  ucred peer{};
  socklen_t size = sizeof peer;
  return ::getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
         peer.uid == ::geteuid();
}

// A message of one piece, with room for descriptors beside it.
struct Envelope {
  Envelope() {
    header.msg_iov = &piece;
    header.msg_iovlen = 1;
    header.msg_control = control;
    header.msg_controllen = sizeof control;
  }
  Envelope(const Envelope&) = delete;
  Envelope& operator=(const Envelope&) = delete;
  std::array<char, kMaxMessage> text{};
  iovec piece{text.data(), text.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(kStreams * sizeof(int))] = {};
  msghdr header{};
};

// Nobody else's, whoever has taken the name; -1: there is none.
int ConnectionTo(const std::string& name) {
  for (const Address& address : {WithoutFile(name), AsFile(name)}) {
    const int connection = ::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (connection < 0) return -1;
    if (::connect(connection, address.get(), address.size) == 0 && IsSameUser(connection))
      return connection;
    ::close(connection);
  }
  return -1;
}

}  // namespace

int ListenForStreams(const std::string& name) {
  const int listener = ::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (listener < 0) ThrowUnheard(listener);
  const Address without = WithoutFile(name);
  int bound = ::bind(listener, without.get(), without.size);
  if (bound != 0 && errno == EADDRINUSE) {
    try {
      MakePrivateDirectory(OwnDirectory());
    } catch (...) {
      ::close(listener);
      throw;
    }
    const Address file = AsFile(name);
    bound = ::bind(listener, file.get(), file.size);
  }
  if (bound != 0 || ::listen(listener, 4) != 0) ThrowUnheard(listener);
  return listener;
}

void StopListening(int listener) {
  Address address;
  address.size = sizeof address.value;
  const bool known =
      ::getsockname(listener, reinterpret_cast<sockaddr*>(&address.value), &address.size) == 0;
  if (known && address.value.sun_path[0] != '\0') ::unlink(address.value.sun_path);
  ::close(listener);
}

std::optional<HandedStreams> TakeStreams(int listener) {
  HandedStreams streams;
  streams.giver = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
  if (streams.giver < 0) return std::nullopt;
  pollfd spoken{streams.giver, POLLIN, 0};
  Envelope envelope;
  ssize_t got = -1;
  if (IsSameUser(streams.giver) && ::poll(&spoken, 1, kTimeToSpeak) == 1)
    got = ::recvmsg(streams.giver, &envelope.header, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
  const cmsghdr* control = got > 0 ? CMSG_FIRSTHDR(&envelope.header) : nullptr;
  std::array<int, kStreams> descriptors{};
  std::size_t count = 0;
  if (control != nullptr && control->cmsg_type == SCM_RIGHTS) {
    count = (control->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    std::memcpy(descriptors.data(), CMSG_DATA(control), count * sizeof(int));
  }
  if (count != kStreams) {
    for (std::size_t i = 0; i < count; ++i) ::close(descriptors[i]);
    ::close(streams.giver);
    return std::nullopt;
  }
  streams.in = descriptors[0];
  streams.out = descriptors[1];
  streams.error = descriptors[2];
  streams.message.assign(envelope.text.data(), static_cast<std::size_t>(got));
  return streams;
}

void ThankFor(const HandedStreams& streams) {
  // Where it has gone meanwhile its streams say so too.
  static_cast<void>(::send(streams.giver, &kThanks, 1, MSG_NOSIGNAL | MSG_DONTWAIT));
}

bool HandStreamsTo(const std::string& name, const std::string& message) {
  const int connection = ConnectionTo(name);
  if (connection < 0) return false;
  Envelope envelope;
  envelope.piece.iov_len = message.copy(envelope.text.data(), envelope.text.size());
  cmsghdr* control = CMSG_FIRSTHDR(&envelope.header);
  control->cmsg_level = SOL_SOCKET;
  control->cmsg_type = SCM_RIGHTS;
  control->cmsg_len = CMSG_LEN(kStreams * sizeof(int));
  const std::array<int, kStreams> descriptors{STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO};
  std::memcpy(CMSG_DATA(control), descriptors.data(), sizeof descriptors);
  if (::sendmsg(connection, &envelope.header, MSG_NOSIGNAL) < 0) return false;
  char thanks = 0;
  ssize_t got = 0;
  while ((got = ::read(connection, &thanks, 1)) < 0 && errno == EINTR) continue;
  if (got != 1 || thanks != kThanks) return false;
  while ((got = ::read(connection, &thanks, 1)) > 0 || (got < 0 && errno == EINTR)) continue;
  return true;
}

}  // namespace combtest::internal
