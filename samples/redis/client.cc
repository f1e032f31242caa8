#include "samples/redis/client.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace redis_sample {

Client::Client(const std::string& socket)
    : connection_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  socket.copy(address.sun_path, sizeof address.sun_path - 1);
  if (::connect(connection_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("can't connect to " + socket);
}

Client::~Client() { ::close(connection_); }

// The protocol: https://redis.io/docs/latest/develop/reference/protocol-spec/
std::vector<std::string> Client::Ask(const std::vector<std::string>& command) {
  std::string text = "*" + std::to_string(command.size()) + "\r\n";
  for (const std::string& word : command)
    text += "$" + std::to_string(word.size()) + "\r\n" + word + "\r\n";
  for (std::size_t sent = 0; sent < text.size();) {
    const ssize_t count = ::write(connection_, text.data() + sent, text.size() - sent);
    if (count <= 0) throw std::runtime_error("the connection is broken");
    sent += static_cast<std::size_t>(count);
  }
  std::vector<std::string> reply;
  Read(reply);
  return reply;
}

std::string Client::AskOne(const std::vector<std::string>& command) {
  const std::vector<std::string> reply = Ask(command);
  if (reply.size() != 1)
    throw std::runtime_error(command.at(0) + " gave " + std::to_string(reply.size()) + " replies");
  return reply[0];
}

void Client::Read(std::vector<std::string>& reply) {
  const char kind = Next();
  const std::string line = Line();
  switch (kind) {
    case '+':
    case ':':
      reply.push_back(line);
      return;
    case '-':
      throw std::runtime_error(line);
    case '$':
      if (line == "-1") return reply.push_back("(nil)");
      reply.push_back(Bytes(std::stoul(line)));
      Bytes(2);
      return;
    case '*':
      for (unsigned long i = 0, count = std::stoul(line); i < count; ++i) Read(reply);
      return;
    default:
      throw std::runtime_error(std::string("a reply begins with ") + kind);
  }
}

char Client::Next() {
  if (at_ == received_.size()) {
    std::array<char, 65536> buffer;
    const ssize_t got = ::read(connection_, buffer.data(), buffer.size());
    if (got <= 0) throw std::runtime_error("the connection is broken");
    received_.assign(buffer.data(), static_cast<std::size_t>(got));
    at_ = 0;
  }
  return received_[at_++];
}

std::string Client::Line() {
  std::string line;
  while (!line.ends_with("\r\n")) line += Next();
  line.resize(line.size() - 2);
  return line;
}

std::string Client::Bytes(std::size_t count) {
  std::string bytes;
  while (bytes.size() < count) bytes += Next();
  return bytes;
}

}  // namespace redis_sample
