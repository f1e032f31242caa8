// As much of a client of Redis as these walks need.
#ifndef COMBTEST_SAMPLES_REDIS_CLIENT_H_
#define COMBTEST_SAMPLES_REDIS_CLIENT_H_

#include <string>
#include <vector>

namespace redis_sample {

class Client {
 public:
  explicit Client(const std::string& socket);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Sends the command and gives the reply: one element of a simple one, all of an array. Throws
  // std::runtime_error for an error, with its text.
  std::vector<std::string> Ask(const std::vector<std::string>& command);
  // The same where the reply has one element.
  std::string AskOne(const std::vector<std::string>& command);

 private:
  char Next();
  std::string Line();
  std::string Bytes(std::size_t count);
  void Read(std::vector<std::string>& reply);

  int connection_ = -1;
  std::string received_;
  std::size_t at_ = 0;
};

}  // namespace redis_sample

#endif  // COMBTEST_SAMPLES_REDIS_CLIENT_H_
