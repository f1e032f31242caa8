// What is written as JSON is read back as it was: random values of types nested in each other.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "combtest/combtest.h"
#include "test/record/json_types.h"

namespace combtest::test {
namespace {

template <class Number>
Number AnyOf(Generator& generator, Number min, Number max) {
  // The ends of a range are where things go wrong.
  if (generator() % 8 == 0) return generator() % 2 == 0 ? min : max;
  return std::uniform_int_distribution<long long>(min, max)(generator);
}

std::size_t Size(Generator& generator) { return generator() % 4; }

std::string Text(Generator& generator) {
  static const std::array kPieces = {"a", "\"",   "\\", "\n",   " ",
                                     "",  "ü",    "漢", "\x01", "[0]",
                                     ".", "null", "😀",  "}",    "a longer piece of text"};
  std::string text;
  for (std::size_t i = Size(generator); i > 0; --i) text += kPieces[generator() % kPieces.size()];
  return text;
}

double Real(Generator& generator) {
  static const std::array kReals = {0.0, -0.5, 1e-300, 1.7976931348623157e308, 0.1, 3.0, 1.0 / 3};
  return kReals[generator() % kReals.size()];
}

Money AnyMoney(Generator& generator) {
  return {AnyOf<std::int64_t>(generator, -1'000'000'000'000, 1'000'000'000'000)};
}
Color AnyColor(Generator& generator) { return static_cast<Color>(generator() % 3); }
Version AnyVersion(Generator& generator) {
  return {AnyOf<int>(generator, std::numeric_limits<int>::min(), 999),
          static_cast<unsigned char>(AnyOf<int>(generator, 0, 255))};
}
std::optional<Version> Maybe(Generator& generator) {
  return generator() % 2 == 0 ? std::nullopt : std::optional(AnyVersion(generator));
}
Package AnyPackage(Generator& generator) {
  return {Text(generator), AnyVersion(generator), Maybe(generator)};
}
Shelf AnyShelf(Generator& generator, int depth) {
  Shelf shelf;
  for (std::size_t i = Size(generator); i > 0; --i) shelf.packages.push_back(AnyPackage(generator));
  for (std::size_t i = Size(generator); i > 0; --i)
    shelf.versions[Text(generator)] = AnyVersion(generator);
  if (depth < 3) {
    for (std::size_t i = Size(generator); i > 0; --i)
      shelf.shelves.push_back(AnyShelf(generator, depth + 1));
  }
  return shelf;
}

}  // namespace

Shop RandomShop(Generator& generator) {
  Shop shop;
  shop.open = generator() % 2 == 0;
  shop.shelf = AnyShelf(generator, 0);
  shop.money = AnyMoney(generator);
  shop.color = AnyColor(generator);
  shop.weight = Real(generator);
  shop.triple = {AnyOf<int>(generator, -5, 5), AnyVersion(generator), Text(generator)};
  shop.pair = {AnyMoney(generator), AnyMoney(generator)};
  for (std::size_t i = Size(generator); i > 0; --i) shop.sometimes.push_back(Maybe(generator));
  for (std::size_t i = Size(generator); i > 0; --i) shop.words.insert(Text(generator));
  switch (generator() % 4) {
    case 0:
      shop.either = AnyOf<std::int64_t>(generator, std::numeric_limits<std::int64_t>::min(),
                                        std::numeric_limits<std::int64_t>::max());
      break;
    case 1:
      shop.either = Text(generator);
      break;
    case 2:
      shop.either = AnyVersion(generator);
      break;
    default:
      shop.either = AnyPackage(generator);
  }
  for (std::size_t i = Size(generator); i > 0; --i) {
    auto& prices = shop.prices[Text(generator)];
    for (std::size_t j = Size(generator); j > 0; --j)
      prices.emplace_back(AnyColor(generator), AnyMoney(generator));
  }
  return shop;
}

namespace {

TEST(RoundTripTest, RandomValuesComeBackThroughText) {
  Generator generator(20260131);
  for (int i = 0; i < 1000; ++i) {
    const Shop shop = RandomShop(generator);
    const std::string text = boost::json::serialize(ToJson(shop));
    const boost::json::value json = boost::json::parse(text);
    ASSERT_EQ(FromJson<Shop>(json), shop) << "value " << i << ": " << text;
    ASSERT_EQ(ToJson(FromJson<Shop>(json)), json) << "value " << i;
  }
}

TEST(RoundTripTest, ClassesWithMethodsStandWhereverAValueMay) {
  static_assert(JsonAble<Version> && JsonAble<Shelf> && JsonAble<Package> && JsonAble<Shop>);
  static_assert(JsonAble<std::vector<std::vector<Version>>>);
  static_assert(JsonAble<std::map<std::string, std::optional<Shelf>>>);
  static_assert(JsonAble<std::optional<Version>> && JsonAble<std::variant<int, Version>>);
  static_assert(JsonAble<std::tuple<Version, Shelf>> && JsonAble<std::array<Version, 3>>);
  const std::map<std::string, std::optional<Version>> map = {{"a", Version(1, 2)}, {"b", {}}};
  EXPECT_EQ(boost::json::serialize(ToJson(map)), R"({"a":[1,2],"b":null})");
}

// The same through workers' eyes: a state that comes back from a checkpoint is the one that left.
struct Stock : Action {
  static constexpr std::array kOptions = {1, 2, 3, 4, 5, 6, 7, 8};
  void Run(int seed, Shop& shop) const {
    Generator generator(static_cast<std::uint64_t>(seed));
    for (int i = 0; i < seed; ++i) shop = RandomShop(generator);
  }
};

TEST(RoundTripTest, StatesGatheredFromWorkersAreThoseOfThisProcess) {
  RunOptions<Shop> options;
  options.gather_states = true;
  const auto here = RunTests<Shop, Stock, Stock>(options);
  for (const unsigned workers : {2u, 8u}) {
    options.workers = workers;
    const auto there = RunTests<Shop, Stock, Stock>(options);
    EXPECT_TRUE(there.ok()) << there;
    ASSERT_EQ(there.states.size(), 64u);
    EXPECT_EQ(there.states, here.states);
  }
}

// Variants of described types, in each other and in containers: every alternative with every other.
struct Dot {
  int x = 0;
  friend bool operator==(const Dot&, const Dot&) = default;
};
BOOST_DESCRIBE_STRUCT(Dot, (), (x))
struct Line {
  Dot from, to;
  friend bool operator==(const Line&, const Line&) = default;
};
BOOST_DESCRIBE_STRUCT(Line, (), (from, to))
using Shape = std::variant<bool, Dot, Line, Package, Color, std::vector<Dot>, std::string>;
struct Sheet {
  Shape shape;
  std::variant<std::int64_t, Shape, std::map<std::string, Shape>> more;
  std::vector<std::optional<Shape>> all;
};
BOOST_DESCRIBE_STRUCT(Sheet, (), (shape, more, all))

Shape ShapeOf(int kind) {
  const std::array<Shape, 7> shapes{true,
                                    Dot{7},
                                    Line{{1}, {2}},
                                    Package{"p", {1, 2}, {}},
                                    Color::kBlue,
                                    std::vector{Dot{3}, Dot{4}},
                                    std::string("text")};
  return shapes[static_cast<std::size_t>(kind)];
}
struct Draw : Action {
  static constexpr std::array kOptions = {0, 1, 2, 3, 4, 5, 6};
  void Run(int kind, Sheet& sheet) const {
    sheet.shape = ShapeOf(kind);
    sheet.all = {sheet.shape, std::nullopt};
  }
};
struct Turn : SerialAction {
  static constexpr std::array kOptions = {0, 1};
  static constexpr Scope kScope = Scope::kOnce;
  void Run(int) const {}
};
struct Add : Action {
  static constexpr std::array kOptions = {0, 1, 2, 3, 4, 5, 6};
  void Run(int kind, Sheet& sheet) const {
    const Shape drawn = std::exchange(sheet.shape, ShapeOf(kind));
    if (sheet.all.at(0) != drawn) throw std::logic_error("it isn't what was drawn");
    sheet.all.push_back(drawn);
    if (kind == 0) sheet.more = std::int64_t{-5};
    if (kind % 2 == 1) sheet.more = drawn;
    if (kind % 2 == 0 && kind > 0) sheet.more = std::map<std::string, Shape>{{"drawn", drawn}};
  }
};

TEST(RoundTripTest, VariantsGoFromWorkerToWorker) {
  RunOptions<Sheet> options;
  options.gather_states = true;
  const auto here = RunTests<Sheet, Draw, Turn, Add>(options);
  ASSERT_TRUE(here.ok()) << here;
  ASSERT_EQ(here.states.size(), 98u);
  for (const unsigned workers : {1u, 2u, 8u}) {
    options.workers = workers;
    const auto there = RunTests<Sheet, Draw, Turn, Add>(options);
    EXPECT_TRUE(there.ok()) << workers << "\n" << there;
    EXPECT_EQ(there.ledger.lost, 0u);
    ASSERT_EQ(there.states.size(), here.states.size());
    for (std::size_t i = 0; i < here.states.size(); ++i)
      EXPECT_EQ(ToJson(there.states[i]), ToJson(here.states[i])) << workers << ", state " << i;
  }
}

}  // namespace
}  // namespace combtest::test
