#include "combtest/from_json.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <cctype>

#include "test/record/json_types.h"
#include "test/support/text.h"

namespace combtest::test {
namespace {

template <class T>
std::string ErrorOf(const std::string& json) {
  return MessageOf<JsonError>([&] { FromJson<T>(boost::json::parse(json), "state"); });
}

struct User {
  std::string name;
  std::optional<int> age;
};
BOOST_DESCRIBE_STRUCT(User, (), (name, age))
struct Users {
  std::vector<User> users;
  std::map<std::string, std::vector<signed char>> marks;
};
BOOST_DESCRIBE_STRUCT(Users, (), (users, marks))

TEST(FromJsonTest, AnErrorNamesThePathInsideTheValue) {
  EXPECT_EQ(ErrorOf<Users>(R"({"users":[{"name":"a","age":1},{"name":"b","age":null},
                               {"name":"c","age":2},{"name":4,"age":3}],"marks":{}})"),
            "state.users[3].name: expected a string, found a number");
  EXPECT_EQ(ErrorOf<Users>(R"({"users":[{"name":"a","age":"old"}],"marks":{}})"),
            "state.users[0].age: expected a number, found a string");
  EXPECT_EQ(ErrorOf<Users>(R"({"users":[],"marks":{"first term":[1,200]}})"),
            "state.marks[\"first term\"][1]: expected a whole number from -128 to 127, found the "
            "number 200");
  EXPECT_EQ(ErrorOf<Users>(R"({"users":{},"marks":{}})"),
            "state.users: expected an array, found an object");
  EXPECT_EQ(ErrorOf<Users>("null"), "state: expected an object, found null");
  EXPECT_EQ(ErrorOf<Users>(R"({"users":[]})"), "state: lacks `marks`");
  EXPECT_EQ(ErrorOf<Users>(R"({"users":[],"marks":{},"mark":{}})"),
            "state.mark: there is no such member");
}

TEST(FromJsonTest, EveryKindSaysWhatItWants) {
  EXPECT_EQ(ErrorOf<bool>("0"), "state: expected true or false, found a number");
  EXPECT_EQ(
      ErrorOf<int>("1.5"),
      "state: expected a whole number from -2147483648 to 2147483647, found the number 1.5E0");
  EXPECT_EQ(ErrorOf<double>("true"), "state: expected a number, found true");
  EXPECT_EQ(ErrorOf<std::string>("[]"), "state: expected a string, found an array");
  EXPECT_EQ(ErrorOf<Color>("\"kPink\""),
            "state: expected one of kRed, kGreen, kBlue, found the string \"kPink\"");
  EXPECT_EQ((ErrorOf<std::tuple<int, int>>("[1,2,3]")),
            "state: expected an array of 2 values, found an array of 3 values");
  EXPECT_EQ((ErrorOf<std::tuple<int, std::string>>("[1,2]")),
            "state[1]: expected a string, found a number");
  EXPECT_EQ((ErrorOf<std::array<int, 2>>("[1]")),
            "state: expected an array of 2 values, found an array of 1 values");
  EXPECT_EQ((ErrorOf<std::map<std::string, int>>("[]")),
            "state: expected an object, found an array");
  EXPECT_EQ(ErrorOf<std::optional<std::string>>("1"), "state: expected a string, found a number");
  EXPECT_TRUE(Contains((ErrorOf<std::vector<std::variant<int, std::string>>>("[1,true]")),
                       "state[1]: expected a value of std::variant<int, "));
}

TEST(FromJsonTest, ClassesThatConvertThemselves) {
  EXPECT_EQ(ErrorOf<std::vector<Money>>(R"(["1 ct","two"])"),
            "state[1]: no combtest::test::Money: `two` is no amount");
  EXPECT_EQ(ErrorOf<Package>(R"({"name":"a","version":[1,2],"needs":[1,"x"]})"),
            "state.needs[1]: expected a number, found a string");
  EXPECT_EQ(ErrorOf<Package>(R"({"name":"a","version":[1000,2],"needs":null})"),
            "state.version: no combtest::test::Version: the version is too big");
  EXPECT_EQ(ErrorOf<Shelf>(R"([[],{},[[[{"name":"a","version":[1,300],"needs":null}],{},[]]]])"),
            "state[2][0][0][0].version[1]: expected a whole number from 0 to 255, found the number "
            "300");
}

TEST(FromJsonTest, TheNameIsTheCallersOwn) {
  EXPECT_EQ(MessageOf<JsonError>([] { FromJson<int>("x"); }),
            "value: expected a number, found a string");
}

// Whatever is put in the place of whatever part of a value, an error names that part or one that
// holds it, or the value is read.
using Path = std::vector<boost::json::value*>;
void Leaves(boost::json::value& json, const std::string& path,
            std::vector<std::pair<std::string, boost::json::value*>>& leaves) {
  leaves.emplace_back(path, &json);
  if (auto* object = json.if_object()) {
    for (auto& member : *object)
      Leaves(member.value(), internal::MemberPath(path, member.key()), leaves);
  } else if (auto* array = json.if_array()) {
    for (std::size_t i = 0; i < array->size(); ++i)
      Leaves((*array)[i], internal::ElementPath(path, i), leaves);
  }
}

TEST(FromJsonTest, WhateverIsBrokenIsFound) {
  Generator generator(7);
  int refused = 0;
  for (int i = 0; i < 300; ++i) {
    boost::json::value json = ToJson(RandomShop(generator));
    std::vector<std::pair<std::string, boost::json::value*>> leaves;
    Leaves(json, "state", leaves);
    auto& [path, leaf] = leaves[generator() % leaves.size()];
    static const std::array<const char*, 5> kOthers = {"null", "-3e300", "\"?\"", "[7]",
                                                       "{\"z\":0}"};
    *leaf = boost::json::parse(kOthers[generator() % kOthers.size()]);
    try {
      FromJson<Shop>(json, "state");
    } catch (const JsonError& error) {
      ++refused;
      const std::string what = error.what();
      // An alternative of a variant isn't looked into.
      const std::string broken = path.starts_with("state.either") ? "state.either" : path;
      EXPECT_TRUE(what.starts_with(broken)) << what << "\nwas broken at " << broken;
    }
  }
  EXPECT_GT(refused, 150);
}

}  // namespace
}  // namespace combtest::test
