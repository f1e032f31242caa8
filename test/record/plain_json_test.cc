#include "combtest/internal/plain_json.h"

#include <gtest/gtest.h>

#include <boost/json/value.hpp>
#include <map>
#include <optional>
#include <string>
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

TEST(AlwaysPlainJson, IsFalseWhereANumberMayBeNaNOrOwnCodeRuns) {
  EXPECT_FALSE(AlwaysPlainJson<float>());
  EXPECT_FALSE((AlwaysPlainJson<std::tuple<bool, double>>()));
  EXPECT_FALSE((AlwaysPlainJson<std::variant<int, double>>()));
  EXPECT_FALSE(AlwaysPlainJson<Outer>());
  EXPECT_FALSE(AlwaysPlainJson<Own>());
  EXPECT_FALSE(AlwaysPlainJson<std::vector<Own>>());
  EXPECT_FALSE(AlwaysPlainJson<boost::json::value>());
}

}  // namespace
}  // namespace combtest::internal
