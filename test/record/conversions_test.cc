// What ToJson writes of each kind of type, and FromJson reads back; and why others aren't
// JSON-able.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <filesystem>
#include <forward_list>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "combtest/from_json.h"
#include "combtest/internal/json_obstacle.h"
#include "combtest/internal/json_write.h"
#include "test/support/text.h"

namespace combtest::test {
namespace {

template <class T>
std::string Written(const T& value) {
  return internal::JsonText(ToJson(value));
}

// As it is written; and what is read of that is the same.
template <JsonAble T>
std::string ThereAndBack(const T& value) {
  std::string text = Written(value);
  EXPECT_EQ(FromJson<T>(boost::json::parse(text)), value) << text;
  return text;
}

enum class Color { kRed, kGreen };
BOOST_DESCRIBE_ENUM(Color, kRed, kGreen)

struct Named {
  std::string name;
  friend bool operator==(const Named&, const Named&) = default;
};
BOOST_DESCRIBE_STRUCT(Named, (), (name))
struct Sized {
  int size = 0;
  friend bool operator==(const Sized&, const Sized&) = default;
};
BOOST_DESCRIBE_STRUCT(Sized, (), (size))
struct Box : Named, Sized {
  Color color = Color::kRed;
  friend bool operator==(const Box&, const Box&) = default;
};
BOOST_DESCRIBE_STRUCT(Box, (Named, Sized), (color))

TEST(Conversions, Numbers) {
  EXPECT_EQ(ThereAndBack(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(ThereAndBack(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
  EXPECT_EQ(ThereAndBack('a'), "97");
  EXPECT_EQ(ThereAndBack(0.5f), "5E-1");
  EXPECT_EQ(FromJson<int>(boost::json::parse("2.0")), 2);
  EXPECT_EQ(FromJson<double>(boost::json::parse("2")), 2.0);
}

TEST(Conversions, NumbersThatJsonHasntRoomForAreStrings) {
  EXPECT_EQ(ThereAndBack(1.5L), "1.5E0");
  const long double third = 1.0L / 3;
  EXPECT_EQ(Written(third)[0], '"');
  EXPECT_EQ(FromJson<long double>(ToJson(third)), third);
  const long double huge = std::numeric_limits<long double>::max();
  EXPECT_EQ(FromJson<long double>(ToJson(huge)), huge);

  using internal::Int128;
  using internal::Uint128;
  EXPECT_EQ(Written(Int128(-7)), "-7");
  EXPECT_EQ(Written(Uint128(1) << 64), "\"18446744073709551616\"");
  for (const Uint128 number : {Uint128(0), Uint128(1) << 63, Uint128(1) << 64, ~Uint128(0)}) {
    EXPECT_TRUE(FromJson<Uint128>(ToJson(number)) == number);
    const auto whole = static_cast<Int128>(number);
    EXPECT_TRUE(FromJson<Int128>(ToJson(whole)) == whole);
  }
  const auto least = static_cast<Int128>(Uint128(1) << 127);
  EXPECT_TRUE(FromJson<Int128>(ToJson(least)) == least);
  for (const char* wrong :
       {"\"\"", "\"-\"", "\"1x\"", "\"170141183460469231731687303715884105728\"",
        "\"340282366920938463463374607431768211456\"", "1.5", "null"}) {
    EXPECT_THROW(FromJson<Int128>(boost::json::parse(wrong)), JsonError) << wrong;
  }
}

TEST(Conversions, Containers) {
  EXPECT_EQ(ThereAndBack(std::vector<bool>{true, false}), "[true,false]");
  EXPECT_EQ(ThereAndBack(std::set<std::string>{"b", "a"}), R"(["a","b"])");
  EXPECT_EQ(ThereAndBack(std::map<int, std::string>{{1, "a"}}), R"([[1,"a"]])");
  EXPECT_EQ(ThereAndBack(std::multimap<std::string, int>{{"a", 1}, {"a", 2}}),
            R"([["a",1],["a",2]])");
  EXPECT_EQ(ThereAndBack(std::unordered_map<std::string, std::optional<int>>{{"a", {}}}),
            R"({"a":null})");
  EXPECT_EQ(ThereAndBack(std::filesystem::path("/a/b")), R"("/a/b")");
  EXPECT_EQ(ThereAndBack(std::tuple(1, std::monostate(), std::pair(true, Color::kGreen))),
            R"([1,null,[true,"kGreen"]])");
}

TEST(Conversions, AVariantIsTheFirstThatFits) {
  using Either = std::variant<int, std::string, Sized, Named, std::vector<Color>>;
  EXPECT_EQ(ThereAndBack(Either(Named{"a"})), R"({"name":"a"})");
  EXPECT_EQ(ThereAndBack(Either(Sized{3})), R"({"size":3})");
  EXPECT_EQ(ThereAndBack(Either(std::vector{Color::kRed})), R"(["kRed"])");
  EXPECT_EQ(ThereAndBack(std::map<std::string, std::vector<Either>>{{"x", {"a", 1, Sized{2}}}}),
            R"({"x":["a",1,{"size":2}]})");
}

TEST(Conversions, MembersOfBasesComeFirst) {
  Box box;
  box.name = "a";
  box.size = 2;
  EXPECT_EQ(ThereAndBack(box), R"({"name":"a","size":2,"color":"kRed"})");
  EXPECT_EQ(MessageOf<JsonError>(
                [] { FromJson<Box>(boost::json::parse(R"({"name":"a","color":"kRed"})"), "box"); }),
            "box: lacks `size`");
}

TEST(Conversions, AnEnumeratorWithoutANameIsANumber) {
  EXPECT_EQ(Written(static_cast<Color>(7)), "7");
}

// --- What isn't JSON-able ---

struct Point {
  int x = 0;
};
enum class Mode { kRead };
struct Line {
  std::string name;
  std::map<std::string, std::vector<Point>> points;
};
BOOST_DESCRIBE_STRUCT(Line, (), (name, points))
struct Shared {
  std::pair<int, std::shared_ptr<int>> both;
};
BOOST_DESCRIBE_STRUCT(Shared, (), (both))
struct View {
  std::string_view text;
};
BOOST_DESCRIBE_STRUCT(View, (), (text))
class Closed {
  int secret_ = 0;
  BOOST_DESCRIBE_CLASS(Closed, (), (), (), (secret_))
};
struct Unmade {
  explicit Unmade(int made_of) : number(made_of) {}
  int number;
};
BOOST_DESCRIBE_STRUCT(Unmade, (), (number))
struct Half : JsonSerializable {
  int to_json() const { return 1; }
};
struct Wrapped : JsonSerializable {
  std::vector<Mode> to_json() const { return {}; }
  static Wrapped from_json(const boost::json::value&) { return {}; }
};
struct Hiding : Sized {
  std::string size;
};
BOOST_DESCRIBE_STRUCT(Hiding, (Sized), (size))

template <class T>
std::string Obstacle() {
  static_assert(!JsonAble<T>);
  return internal::JsonObstacle<T>();
}

TEST(NotJsonAble, TheObstacleIsNamedWithItsPlace) {
  const std::string describe =
      " with BOOST_DESCRIBE_STRUCT or derive it from "
      "combtest::JsonSerializable";
  const std::string here = "combtest::test::(anonymous namespace)::";
  EXPECT_EQ(Obstacle<Point>(), "describe " + here + "Point" + describe);
  EXPECT_EQ(Obstacle<Mode>(), "describe " + here + "Mode with BOOST_DESCRIBE_ENUM");
  EXPECT_EQ(Obstacle<Line>(), "describe " + here + "Point (`state.points[][]`)" + describe);
  EXPECT_EQ(Obstacle<std::vector<Point>>(), "describe " + here + "Point (`state[]`)" + describe);
  EXPECT_EQ((Obstacle<std::variant<int, std::tuple<int, Mode>>>()),
            "describe " + here + "Mode (`state[1]`) with BOOST_DESCRIBE_ENUM");
  EXPECT_EQ(Obstacle<Wrapped>(),
            "describe " + here + "Mode (`state.to_json()[]`) with BOOST_DESCRIBE_ENUM");
}

TEST(NotJsonAble, EachObstacleHasItsRemedy) {
  EXPECT_TRUE(Contains(Obstacle<Shared>(), "(`state.both[1]`) is a pointer: leave it out"));
  EXPECT_TRUE(Contains(Obstacle<View>(), "(`state.text`) only refers to its text: make it a"));
  EXPECT_TRUE(Contains(Obstacle<Closed>(), "Closed has members in its description that are"));
  EXPECT_TRUE(Contains(Obstacle<Hiding>(), "Hiding has members in its description that are"));
  EXPECT_TRUE(Contains(Obstacle<Unmade>(), "give it a default constructor"));
  EXPECT_TRUE(Contains(Obstacle<Half>(), "and `static Half from_json(const boost::json::value&)`"));
  EXPECT_TRUE(Contains(Obstacle<std::span<int>>(), "make it a std::vector or a std::array"));
  EXPECT_TRUE(Contains(Obstacle<std::forward_list<int>>(), "can't be read back"));
}

}  // namespace
}  // namespace combtest::test
