// Types of every kind that is JSON-able, inside each other, and random values of them.
#ifndef COMBTEST_TEST_RECORD_JSON_TYPES_H_
#define COMBTEST_TEST_RECORD_JSON_TYPES_H_

#include <array>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <cstdint>
#include <limits>
#include <list>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "combtest/from_json.h"

namespace combtest::test {

using Generator = std::mt19937_64;

// Converts itself.
struct Money {
  std::int64_t cents = 0;
  friend bool operator==(const Money&, const Money&) = default;
};
inline void tag_invoke(boost::json::value_from_tag, boost::json::value& json, const Money& money) {
  json = std::to_string(money.cents) + " ct";
}
inline Money tag_invoke(boost::json::value_to_tag<Money>, const boost::json::value& json) {
  const std::string text = boost::json::value_to<std::string>(json);
  if (!text.ends_with(" ct")) throw std::invalid_argument("`" + text + "` is no amount");
  return {std::stoll(text)};
}

enum class Color { kRed, kGreen, kBlue };
BOOST_DESCRIBE_ENUM(Color, kRed, kGreen, kBlue)

class Version : public JsonSerializable {
 public:
  Version() = default;
  Version(int major, unsigned char minor) : major_(major), minor_(minor) {}
  auto to_json() const { return std::pair(major_, minor_); }
  static Version from_json(const boost::json::value& json) {
    const auto [major, minor] = boost::json::value_to<std::pair<int, unsigned char>>(json);
    if (major == kMaxMajor) throw std::out_of_range("the version is too big");
    return {major, minor};
  }
  static constexpr int kMaxMajor = 1000;
  friend bool operator==(const Version&, const Version&) = default;

 private:
  int major_ = 0;
  unsigned char minor_ = 0;
};

struct Package {
  std::string name;
  Version version;
  std::optional<Version> needs;
  friend bool operator==(const Package&, const Package&) = default;
};
BOOST_DESCRIBE_STRUCT(Package, (), (name, version, needs))

// Holds others of its kind in containers.
class Shelf : public JsonSerializable {
 public:
  std::vector<Package> packages;
  std::map<std::string, Version> versions;
  std::vector<Shelf> shelves;

  auto to_json() const { return std::tuple(packages, versions, shelves); }
  static Shelf from_json(const boost::json::value& json) {
    Shelf shelf;
    shelf.packages = boost::json::value_to<std::vector<Package>>(json.at(0));
    shelf.versions = boost::json::value_to<std::map<std::string, Version>>(json.at(1));
    shelf.shelves = boost::json::value_to<std::vector<Shelf>>(json.at(2));
    return shelf;
  }
  friend bool operator==(const Shelf&, const Shelf&) = default;
};

struct Shop {
  bool open = false;
  Shelf shelf;
  Money money;
  Color color = Color::kRed;
  double weight = 0;
  std::tuple<int, Version, std::string> triple;
  std::array<Money, 2> pair{};
  std::list<std::optional<Version>> sometimes;
  std::set<std::string> words;
  std::variant<std::int64_t, std::string, Version, Package> either;
  std::map<std::string, std::vector<std::pair<Color, Money>>> prices;
  friend bool operator==(const Shop&, const Shop&) = default;
};
BOOST_DESCRIBE_STRUCT(Shop, (),
                      (open, shelf, money, color, weight, triple, pair, sometimes, words, either,
                       prices))

Shop RandomShop(Generator& generator);

}  // namespace combtest::test

#endif  // COMBTEST_TEST_RECORD_JSON_TYPES_H_
