#include "combtest/internal/plain_json.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "combtest/json.h"

namespace combtest::internal {
namespace {

enum class Color { kRed };
BOOST_DESCRIBE_ENUM(Color, kRed)

struct Plain {
  int number = 0;
  std::map<std::string, std::vector<std::optional<bool>>> flags;
  std::pair<Color, std::string> both;
};
BOOST_DESCRIBE_STRUCT(Plain, (), (number, flags, both))

struct Tree {
  std::string name;
  std::vector<Tree> branches;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (name, branches))

struct Inner {
  double ratio = 0;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (ratio))
struct Outer {
  int number = 0;
  std::map<std::string, std::optional<Inner>> inner;
};
BOOST_DESCRIBE_STRUCT(Outer, (), (number, inner))

struct Own : JsonSerializable {
  int to_json() const { throw 1; }
  static Own from_json(const boost::json::value&) { return {}; }
};

TEST(AlwaysPlainJson, IsTrueWhereNothingCanGoWrong) {
  EXPECT_TRUE(AlwaysPlainJson<int>());
  EXPECT_TRUE((AlwaysPlainJson<std::tuple<bool, std::string>>()));
  EXPECT_TRUE(AlwaysPlainJson<Plain>());
  EXPECT_FALSE(AlwaysPlainJson<Tree>());
}

struct Left {
  int x = 1;
};
BOOST_DESCRIBE_STRUCT(Left, (), (x))
struct Right {
  int x = 2;
};
BOOST_DESCRIBE_STRUCT(Right, (), (x))
struct Both : Left, Right {};
BOOST_DESCRIBE_STRUCT(Both, (Left, Right), ())

TEST(AlwaysPlainJson, IsFalseWhereNamesMayBeAlike) {
  EXPECT_FALSE(AlwaysPlainJson<Both>());
  EXPECT_FALSE((AlwaysPlainJson<std::map<const char*, int>>()));
}

TEST(AlwaysPlainJson, IsFalseWhereANumberMayBeNaNOrOwnCodeRuns) {
  EXPECT_FALSE(AlwaysPlainJson<float>());
  EXPECT_FALSE((AlwaysPlainJson<std::tuple<bool, double>>()));
  EXPECT_FALSE((AlwaysPlainJson<std::variant<int, double>>()));
  EXPECT_FALSE(AlwaysPlainJson<Outer>());
  EXPECT_FALSE(AlwaysPlainJson<Own>());
  EXPECT_FALSE(AlwaysPlainJson<std::vector<Own>>());
  EXPECT_FALSE(AlwaysPlainJson<boost::json::value>());
}

template <class T>
std::string Written(const T& object) {
  static_assert(AlwaysPlainJson<T>());
  std::string text;
  JsonWriter json{text};
  WriteJson(json, object);
  return text;
}

struct Wide {
  Int128 least = 0;
  Uint128 most = 0;
  std::variant<std::monostate, bool, std::string> any;
};
BOOST_DESCRIBE_STRUCT(Wide, (), (least, most, any))
struct Derived : Plain {
  std::filesystem::path path;
  const char* text = nullptr;
};
BOOST_DESCRIBE_STRUCT(Derived, (Plain), (path, text))

template <class T>
void ExpectAsBoostWrites(const T& object) {
  EXPECT_EQ(Written(object), boost::json::serialize(ToJson(object)));
}

TEST(JsonWriter, WritesTheTextOfTheValue) {
  ExpectAsBoostWrites(0);
  ExpectAsBoostWrites(std::numeric_limits<std::int64_t>::min());
  ExpectAsBoostWrites(std::numeric_limits<std::uint64_t>::max());
  ExpectAsBoostWrites('a');
  ExpectAsBoostWrites(std::vector<bool>{true, false});
  ExpectAsBoostWrites(std::vector<std::vector<int>>{{}, {1}, {2, 3}});
  ExpectAsBoostWrites(std::map<std::string, int>{});
  ExpectAsBoostWrites(std::map<std::string, int>{{"", 1}, {"a\"b", 2}, {"c", 3}});
  ExpectAsBoostWrites(std::optional<int>());
  ExpectAsBoostWrites(std::tuple(1, std::string("two"), nullptr));
  ExpectAsBoostWrites(Plain{-7, {{"on", {true, {}}}, {"off", {}}}, {Color::kRed, "x"}});
  ExpectAsBoostWrites(Plain{1, {}, {static_cast<Color>(9), ""}});
  ExpectAsBoostWrites(Wide{});
  ExpectAsBoostWrites(Wide{static_cast<Int128>(1) << 100, static_cast<Uint128>(-1), "text"});
  ExpectAsBoostWrites(Wide{-(static_cast<Int128>(1) << 63), ~std::uint64_t{0}, true});
  Derived derived;
  derived.path = "/a/\xC3\xA4";
  ExpectAsBoostWrites(derived);
  derived.text = "t";
  ExpectAsBoostWrites(derived);
}

TEST(JsonWriter, EscapesEveryCharacterAsBoostDoes) {
  for (int c = 0; c < 256; ++c) {
    ExpectAsBoostWrites(std::string(1, static_cast<char>(c)));
    ExpectAsBoostWrites("a" + std::string(1, static_cast<char>(c)) + "b");
  }
}

}  // namespace
}  // namespace combtest::internal
