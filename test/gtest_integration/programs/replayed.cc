// A suite with serial actions of which some walks fail, and later builds of it.
#include <boost/describe/class.hpp>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "combtest/gtest.h"

namespace {

struct User {
  std::string name;
  int quota = 0;
};
BOOST_DESCRIBE_STRUCT(User, (), (name, quota))
struct Server {
  std::vector<User> users;
  bool read_only = false;
  int steps = 0;
  void Update(const std::map<std::string, bool>& update) { read_only = update.at("read_only"); }
};
BOOST_DESCRIBE_STRUCT(Server, (), (users, read_only, steps))

struct AddUser : combtest::Action {
#if defined REPLAYED_NEWER
  static constexpr std::array kOptions = {"zoe", "root", "eve", "bob", "ann"};
#elif defined REPLAYED_WITHOUT
  static constexpr std::array kOptions = {"ann", "bob"};
#else
  static constexpr std::array kOptions = {"ann", "bob", "root", "eve"};
#endif
  void Run(std::string_view name, Server& server) const {
    server.users.push_back({std::string(name), 10});
    ++server.steps;
  }
};
struct Remount : combtest::SerialAction {
  static constexpr std::array kOptions = {true, false};
  std::map<std::string, bool> Run(bool read_only) const { return {{"read_only", read_only}}; }
};
struct SetQuota : combtest::Action {
#ifdef REPLAYED_NEWER
  static constexpr std::array kOptions = {4096, 0, 512, 1024};
#else
  static constexpr std::array kOptions = {0, 512, 4096};
#endif
  void Run(int quota, Server& server) const {
    ++server.steps;
    if (server.read_only && server.users.back().name == "root")
      throw std::runtime_error("the quota of root can't be set");
    server.users.back().quota = quota;
  }
};
#ifndef REPLAYED_WITHOUT
struct Flush : combtest::SerialAction {
  static constexpr std::array kOptions = {1, 2};
  void Run(int) const {}
};
#endif
struct Check : combtest::Action {
  static constexpr std::array kOptions = {"all"};
  void Run(std::string_view, Server& server) const {
    ++server.steps;
    ASSERT_NE(server.users.back().quota, 512) << "for " << server.users.back().name;
  }
};
#ifdef REPLAYED_NEWER
// Not there when the trace was written.
struct Audit : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int, Server& server) const { server.steps += 100; }
};
#endif

class Servers : public combtest::WalkTest<Server> {};
TEST_P(Servers, Pass) { RunWalk(); }
#if defined REPLAYED_NEWER
using Suite = combtest::Walks<Server, Audit, AddUser, Remount, SetQuota, Flush, Check>;
#elif defined REPLAYED_WITHOUT
using Suite = combtest::Walks<Server, AddUser, Remount, SetQuota, Check>;
#else
using Suite = combtest::Walks<Server, AddUser, Remount, SetQuota, Flush, Check>;
#endif
INSTANTIATE_TEST_SUITE_P(All, Servers, Suite(), combtest::WalkName());

class Others : public combtest::WalkTest<Server> {};
TEST_P(Others, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, Others, (combtest::Walks<Server, AddUser>()), combtest::WalkName());

TEST(Ordinary, Passes) {}

}  // namespace
