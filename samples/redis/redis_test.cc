// Redis: what is written can be read back, for every type of value on both sides of the sizes where
// Redis changes how it keeps them, and after what may lose or convert them.
//
// Each worker has a server of its own, on a socket that nobody else knows.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "combtest/gtest.h"
#include "samples/redis/client.h"
#include "samples/redis/server.h"

namespace redis_sample {
namespace {

enum class Type { kString, kList, kSet, kHash, kSortedSet };
BOOST_DESCRIBE_ENUM(Type, kString, kList, kSet, kHash, kSortedSet)

struct Value {
  std::shared_ptr<Client> client;
  std::string key;
  Type type = Type::kString;
  std::vector<std::string> elements;  // as they were written, sorted
};

struct Connect : combtest::Action {
  static constexpr std::array kOptions = {Type::kString, Type::kList, Type::kSet, Type::kHash,
                                          Type::kSortedSet};
  void Run(Type type, Value& value) const {
    value.client = std::make_shared<Client>(Server::OfThisProcess().socket());
    value.key = combtest::CurrentWalk::Get().test_name();
    value.type = type;
    RecordProperty("server", Server::OfThisProcess().pid());
  }
};

// Around 128 and 512 elements Redis changes from a list in one piece to a table.
struct Count : combtest::Action {
  static constexpr std::array kOptions = {1, 128, 129, 512, 513};
  void Run(int count, Value& value) const {
    value.elements.resize(static_cast<std::size_t>(count));
  }
};

// The same for elements of 64 bytes; and some are numbers, or not text.
enum class Element { kNumber, kOf64, kOf65, kBinary };
struct Write : combtest::Action {
  static constexpr std::array kOptions = {Element::kNumber, Element::kOf64, Element::kOf65,
                                          Element::kBinary};
  void Run(Element kind, Value& value) const {
    int next = 0;
    for (std::string& element : value.elements) {
      element = std::to_string(next++);
      if (kind == Element::kBinary) element.insert(0, std::string("\r\n\0\xff", 4));
      if (kind == Element::kOf64) element.insert(0, 64 - element.size(), 'x');
      if (kind == Element::kOf65) element.insert(0, 65 - element.size(), 'x');
    }
    std::vector<std::string> command = {CommandOf(value.type), value.key};
    if (value.type == Type::kString) {
      std::string all;
      for (const std::string& element : value.elements) all += element;
      value.elements = {all};
    }
    for (const std::string& element : value.elements) {
      if (value.type == Type::kHash) command.push_back("field of " + element);
      if (value.type == Type::kSortedSet) command.push_back("1");
      command.push_back(element);
    }
    ASSERT_FALSE(value.client->AskOne(command).empty());
    std::sort(value.elements.begin(), value.elements.end());
  }
  static const char* CommandOf(Type type) {
    switch (type) {
      case Type::kString:
        return "SET";
      case Type::kList:
        return "RPUSH";
      case Type::kSet:
        return "SADD";
      case Type::kHash:
        return "HSET";
      default:
        return "ZADD";
    }
  }
};

enum class Fate { kNothing, kCopied, kRestored, kRenamed, kExpiring, kReloaded };
struct Disturb : combtest::Action {
  static constexpr std::array kOptions = {Fate::kNothing, Fate::kCopied,   Fate::kRestored,
                                          Fate::kRenamed, Fate::kExpiring, Fate::kReloaded};
  void Run(Fate fate, Value& value) const {
    Client& client = *value.client;
    const std::string other = value.key + " (other)";
    if (fate == Fate::kCopied) {
      EXPECT_EQ(client.AskOne({"COPY", value.key, other}), "1");
      EXPECT_EQ(client.AskOne({"DEL", value.key}), "1");
      value.key = other;
    } else if (fate == Fate::kRestored) {
      const std::string dump = client.AskOne({"DUMP", value.key});
      EXPECT_EQ(client.AskOne({"RESTORE", other, "0", dump}), "OK");
      value.key = other;
    } else if (fate == Fate::kRenamed) {
      EXPECT_EQ(client.AskOne({"RENAME", value.key, other}), "OK");
      value.key = other;
    } else if (fate == Fate::kExpiring) {
      EXPECT_EQ(client.AskOne({"EXPIRE", value.key, "3600"}), "1");
      EXPECT_EQ(client.AskOne({"PERSIST", value.key}), "1");
    } else if (fate == Fate::kReloaded) {
      EXPECT_EQ(client.AskOne({"DEBUG", "RELOAD"}), "OK");  // through a file
    }
  }
};

struct ReadBack : combtest::Action {
  static constexpr std::array kOptions = {true};
  void Run(bool, Value& value) const {
    std::vector<std::string> elements = value.client->Ask(QuestionFor(value));
    std::sort(elements.begin(), elements.end());
    EXPECT_EQ(elements, value.elements);
    EXPECT_EQ(value.client->AskOne({"TTL", value.key}), "-1");
    EXPECT_EQ(value.client->AskOne({"DEL", value.key}), "1");
  }
  static std::vector<std::string> QuestionFor(const Value& value) {
    switch (value.type) {
      case Type::kString:
        return {"GET", value.key};
      case Type::kList:
        return {"LRANGE", value.key, "0", "-1"};
      case Type::kSet:
        return {"SMEMBERS", value.key};
      case Type::kHash:
        return {"HVALS", value.key};
      default:
        return {"ZRANGE", value.key, "0", "-1"};
    }
  }
};

class RedisWalks : public combtest::WalkTest<Value> {
 protected:
  static void SetUpTestSuite() {
    if (!IsInstalled()) GTEST_SKIP() << "redis-server isn't installed (Debian: redis-server)";
  }
};
TEST_P(RedisWalks, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, RedisWalks,
                         (combtest::Walks<Value, Connect, Count, Write, Disturb, ReadBack>()),
                         combtest::WalkName());

}  // namespace
}  // namespace redis_sample
