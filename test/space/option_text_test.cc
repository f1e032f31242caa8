// What options may be, and how each kind is written.
#include "combtest/internal/option_text.h"

#include <gtest/gtest.h>

#include <boost/json/value.hpp>
#include <cmath>
#include <complex>
#include <filesystem>
#include <limits>
#include <list>
#include <locale>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <sstream>
#include <variant>

#include "combtest/run_tests.h"

namespace combtest {
namespace {

// Every option of A as names have it, as people read it, and as JSON.
template <class A>
std::vector<std::string> Names() {
  std::vector<std::string> names;
  for (const Walk& walk : WalkSpace::Of<A>()) {
    std::string name = walk.name();
    names.push_back(name.substr(WalkSpace::Of<A>().ActionName(0).size() + 1));
  }
  return names;
}
template <class A>
std::vector<std::string> Texts() {
  std::vector<std::string> texts;
  for (const Walk& walk : WalkSpace::Of<A>()) texts.push_back(walk.OptionText(0));
  return texts;
}
template <class A>
std::string Jsons() {
  std::string jsons;
  for (const Walk& walk : WalkSpace::Of<A>()) jsons += internal::JsonText(walk.OptionJson(0)) + " ";
  return jsons;
}
using Strings = std::vector<std::string>;

struct Numbers : Action {
  static constexpr std::array kOptions = {512, 0, -5};
  void Run(int) const {}
};
struct Floats : Action {
  static constexpr double kOptions[] = {0.1, -2.5, 1e-9, 1e300};
  void Run(double) const {}
};
struct SingleFloats : Action {
  static constexpr std::array kOptions = {0.1f, 3.0f};
  void Run(float) const {}
};
struct Infinities : Action {
  static constexpr std::array kOptions = {std::numeric_limits<double>::infinity(),
                                          -std::numeric_limits<double>::infinity(),
                                          std::numeric_limits<double>::quiet_NaN(),
                                          -std::numeric_limits<double>::quiet_NaN(),
                                          0.0,
                                          -0.0};
  void Run(double) const {}
};
struct Bools : Action {
  static constexpr std::initializer_list<bool> kOptions = {true, false};
  void Run(bool) const {}
};
struct Chars : Action {
  static constexpr char kOptions[] = {'a', '+', '\n'};
  void Run(char) const {}
};
struct Bytes : Action {
  static constexpr std::array<std::uint8_t, 2> kOptions = {0, 255};
  void Run(std::uint8_t) const {}
};

TEST(OptionTextTest, Numbers) {
  EXPECT_EQ(Names<Numbers>(), (Strings{"512", "0", "minus_5"}));
  EXPECT_EQ(Texts<Numbers>(), (Strings{"512", "0", "-5"}));
  EXPECT_EQ(Jsons<Numbers>(), "512 0 -5 ");
  EXPECT_EQ(Names<Floats>(), (Strings{"0_1", "minus_2_5", "1e_09", "1e_300"}));
  EXPECT_EQ(Texts<Floats>(), (Strings{"0.1", "-2.5", "1e-09", "1e+300"}));
  EXPECT_EQ(Texts<SingleFloats>(), (Strings{"0.1", "3"}));
  EXPECT_EQ(Texts<Infinities>(), (Strings{"inf", "-inf", "nan", "-nan", "0", "-0"}));
  EXPECT_EQ(Names<Infinities>(), (Strings{"inf", "minus_inf", "nan", "minus_nan", "0", "minus_0"}));
  EXPECT_EQ(Names<Bools>(), (Strings{"true", "false"}));
  EXPECT_EQ(Jsons<Bools>(), "true false ");
  EXPECT_EQ(Names<Bytes>(), (Strings{"0", "255"}));
}

TEST(OptionTextTest, Characters) {
  EXPECT_EQ(Texts<Chars>(), (Strings{"a", "+", "\\n"}));
  EXPECT_EQ(Names<Chars>()[0], "a");
  EXPECT_EQ(Jsons<Chars>(), "\"a\" \"+\" \"\\n\" ");
}

struct Literals : Action {
  static constexpr std::array kOptions = {"hello", "a b", ""};
  void Run(std::string_view) const {}
};
struct StdStrings : Action {
  static std::vector<std::string> Options() { return {"hello", "q\"q"}; }
  void Run(const std::string&) const {}
};
struct Views : Action {
  static constexpr std::array<std::string_view, 2> kOptions = {"x", "y"};
  void Run(std::string_view) const {}
};
struct MaybeNull : Action {
  static constexpr std::array<const char*, 2> kOptions = {nullptr, "x"};
  void Run(const char*) const {}
};
struct Paths : Action {
  static std::vector<std::filesystem::path> Options() { return {"/tmp/a", "b.txt"}; }
  void Run(const std::filesystem::path&) const {}
};

// Latin-1, a control character, a label of two lines, and a number that prints itself.
struct Counted {
  int number;
  friend bool operator==(const Counted&, const Counted&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Counted& s) { return out << s.number; }
};
struct Strange : Action {
  static constexpr std::array kOptions = {"gr\xFCn", "gr\xFBn", "gr?n",
                                          "a\x1B"
                                          "b\x7F"};
  void Run(const char*) const {}
};
struct StrangeLabels : Action {
  static constexpr std::string_view kName = "Str\xFFnge";
  static constexpr std::array kOptions = {1, 2};
  static std::string Label(int option) { return option == 1 ? "two\nlines" : "gr\xFCn"; }
  void Run(int) const {}
};
struct CountedNumbers : Action {
  static constexpr std::array kOptions = {Counted{1234567}};
  void Run(const Counted&) const {}
};

TEST(OptionTextTest, OfBytesThatAreNotUtf8AreShownAndNamesStayDifferent) {
  EXPECT_EQ(Texts<Strange>(),
            (Strings{"\"gr\\xFCn\"", "\"gr\\xFBn\"", "\"gr?n\"", "\"a\\u001bb\\x7F\""}));
  const Strings names = Names<Strange>();
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), 4u);
  for (const Walk& walk : WalkSpace::Of<Strange>())
    EXPECT_EQ(WalkSpace::Of<Strange>().Find(walk.name()), walk);
  EXPECT_EQ(ToString(WalkSpace::Of<StrangeLabels>()[0]), "Str\\xFFnge(two\\nlines)");
  EXPECT_EQ(ToString(WalkSpace::Of<StrangeLabels>()[1]), "Str\\xFFnge(gr\\xFCn)");
}

TEST(OptionTextTest, DoesNotDependOnTheLocale) {
  struct Grouping : std::numpunct<char> {
    char do_thousands_sep() const override { return '_'; }
    std::string do_grouping() const override { return "\3"; }
  };
  const std::locale before = std::locale::global(std::locale(std::locale(), new Grouping));
  const Strings names = Names<CountedNumbers>();
  const Strings texts = Texts<CountedNumbers>();
  std::locale::global(before);
  EXPECT_EQ(names, Strings{"1234567"});
  EXPECT_EQ(texts, Strings{"1234567"});
}

TEST(OptionTextTest, StringsAndPaths) {
  EXPECT_EQ(Names<Literals>(), (Strings{"hello", "a_b", "empty"}));
  EXPECT_EQ(Texts<Literals>(), (Strings{"\"hello\"", "\"a b\"", "\"\""}));
  EXPECT_EQ(Jsons<Literals>(), "\"hello\" \"a b\" \"\" ");
  EXPECT_EQ(Texts<StdStrings>(), (Strings{"\"hello\"", "\"q\\\"q\""}));
  EXPECT_EQ(Names<Views>(), (Strings{"x", "y"}));
  EXPECT_EQ(Texts<MaybeNull>(), (Strings{"null", "\"x\""}));
  EXPECT_EQ(Texts<Paths>(), (Strings{"\"/tmp/a\"", "\"b.txt\""}));
  EXPECT_EQ(Names<Paths>(), (Strings{"tmp_a", "b_txt"}));
  EXPECT_EQ(Jsons<Paths>(), "\"/tmp/a\" \"b.txt\" ");
}

enum class Mode { kFast, kSlow = 7 };
enum Plain { kRed, kGreen };
enum class Described { kOne, kTwo };
BOOST_DESCRIBE_ENUM(Described, kOne, kTwo)

struct Modes : Action {
  static constexpr std::array kOptions = {Mode::kFast, Mode::kSlow};
  void Run(Mode) const {}
};
struct ModesAtRunTime : Action {
  static std::vector<Mode> Options() { return {Mode::kFast, Mode::kSlow}; }
  void Run(Mode) const {}
};
struct Plains : Action {
  static constexpr std::array kOptions = {kRed, kGreen};
  void Run(Plain) const {}
};
struct DescribedOnes : Action {
  static std::vector<Described> Options() {
    return {Described::kOne, Described::kTwo, static_cast<Described>(9)};
  }
  void Run(Described) const {}
};

TEST(OptionTextTest, Enumerations) {
  EXPECT_EQ(Names<Modes>(), (Strings{"kFast", "kSlow"}));
  EXPECT_EQ(Texts<Modes>(), (Strings{"kFast", "kSlow"}));
  EXPECT_EQ(Names<ModesAtRunTime>(), (Strings{"0", "7"}));
  EXPECT_EQ(Names<Plains>(), (Strings{"kRed", "kGreen"}));
  EXPECT_EQ(Names<DescribedOnes>(), (Strings{"kOne", "kTwo", "9"}));
}

int Twice(int x) { return 2 * x; }
int Square(int x) { return x * x; }
template <int kBy>
int Shift(int x) {
  return x + kBy;
}
struct Disk {
  int Read(int x) const { return x + 1; }
  int Write(int x) const { return x - 1; }
};

struct Functions : Action {
  static constexpr std::array kOptions = {&Twice, &Square};
  void Run(int (*function)(int), int& state) const { state = function(state); }
};
struct Templates : Action {
  static constexpr std::array kOptions = {&Shift<1>, &Shift<20>};
  // Clang before 16 spells both alike.
  static std::string Label(int (*option)(int)) { return option(0) == 1 ? "Shift_1" : "Shift_20"; }
  void Run(int (*function)(int), int& state) const { state = function(state); }
};
struct Methods : Action {
  static constexpr std::array kOptions = {&Disk::Read, &Disk::Write};
  void Run(int (Disk::*method)(int) const, int& state) const { state = (Disk().*method)(state); }
};

TEST(OptionTextTest, FunctionsAreNamedAsInTheSource) {
  EXPECT_EQ(Names<Functions>(), (Strings{"Twice", "Square"}));
  EXPECT_EQ(Texts<Functions>(), (Strings{"Twice", "Square"}));
  EXPECT_EQ(Names<Methods>(), (Strings{"Read", "Write"}));
  const auto results =
      RunTests<int, Functions, Templates, Methods>({.initial_state = 5, .gather_states = true});
  EXPECT_EQ(results.states, (std::vector<int>{12, 10, 31, 29, 27, 25, 46, 44}));
}

struct Point {
  int x = 0;
  std::string name;
  friend bool operator==(const Point&, const Point&) = default;
};
BOOST_DESCRIBE_STRUCT(Point, (), (x, name))
struct Shape : JsonSerializable {
  int sides = 0;
  explicit Shape(int n) : sides(n) {}
  int to_json() const { return sides; }
  static Shape from_json(const boost::json::value& value) { return Shape(value.to_number<int>()); }
};
struct Structs : Action {
  static std::vector<Point> Options() { return {{1, "a"}, {-1, "b"}}; }
  void Run(const Point&) const {}
};
struct Serializables : Action {
  static std::vector<Shape> Options() { return {Shape(3), Shape(4)}; }
  void Run(const Shape&) const {}
};
struct Pairs : Action {
  static constexpr std::array kOptions = {std::pair(1, true), std::pair(2, false)};
  void Run(std::pair<int, bool>) const {}
};
struct Optionals : Action {
  static constexpr std::array<std::optional<int>, 2> kOptions = {std::nullopt, 3};
  void Run(std::optional<int>) const {}
};
struct Containers : Action {
  static std::vector<std::map<std::string, std::vector<int>>> Options() {
    return {{}, {{"k", {1, 2}}}};
  }
  void Run(const std::map<std::string, std::vector<int>>&) const {}
};
struct Printables : Action {
  static std::vector<std::complex<int>> Options() { return {{1, 2}}; }
  void Run(std::complex<int>) const {}
};

TEST(OptionTextTest, StructuredOptionsAreLabelledByTheirJsonOrPrinter) {
  EXPECT_EQ(Texts<Structs>(), (Strings{R"({"x":1,"name":"a"})", R"({"x":-1,"name":"b"})"}));
  EXPECT_EQ(Names<Structs>(), (Strings{"x_1_name_a", "x_minus_1_name_b"}));
  EXPECT_EQ(Texts<Serializables>(), (Strings{"3", "4"}));
  EXPECT_EQ(Texts<Pairs>(), (Strings{"[1,true]", "[2,false]"}));
  EXPECT_EQ(Names<Optionals>(), (Strings{"null", "3"}));
  EXPECT_EQ(Texts<Containers>(), (Strings{"{}", R"({"k":[1,2]})"}));
  EXPECT_EQ(Texts<Printables>(), (Strings{"(1,2)"}));
}

// Of these nothing is known but, of some, how they print.
struct Unknown {
  int number = 0;
};
struct Streamed {
  int number = 0;
  friend std::ostream& operator<<(std::ostream& out, const Streamed& s) {
    return out << "<" << s.number << ">";
  }
};
struct PrintedTo {
  int number = 0;
};
void PrintTo(const PrintedTo& value, std::ostream* out) { *out << "#" << value.number; }

template <class T>
struct LabelledUnknowns : Action {
  static std::vector<T> Options() { return {T()}; }
  static std::string Label(const T&) { return "first"; }
  void Run(const T&) const {}
};
struct StreamedVectors : Action {
  static std::vector<std::vector<Streamed>> Options() { return {{}, {{1}, {2}}}; }
  void Run(const std::vector<Streamed>&) const {}
};
using Mixed = std::variant<Streamed, PrintedTo, std::pair<Mode, std::optional<PrintedTo>>>;
struct MixedOnes : Action {
  static std::vector<Mixed> Options() {
    return {Streamed{1}, PrintedTo{2}, std::pair(Mode::kSlow, std::optional(PrintedTo{3}))};
  }
  void Run(const Mixed&) const {}
};
struct PrintedOnes : Action {
  static std::vector<PrintedTo> Options() { return {{1}, {2}}; }
  void Run(const PrintedTo&) const {}
};

TEST(OptionTextTest, OfUnknownTypesALabelOrAPrinterIsEnough) {
  EXPECT_EQ(Texts<LabelledUnknowns<std::optional<Unknown>>>(), Strings{"first"});
  EXPECT_EQ(Texts<LabelledUnknowns<std::vector<Unknown>>>(), Strings{"first"});
  EXPECT_EQ((Texts<LabelledUnknowns<std::pair<Unknown, int>>>()), Strings{"first"});
  EXPECT_EQ((Texts<LabelledUnknowns<std::variant<int, Unknown>>>()), Strings{"first"});
  EXPECT_EQ((Jsons<LabelledUnknowns<std::map<std::string, Unknown>>>()), "\"first\" ");
  EXPECT_EQ(Texts<StreamedVectors>(), (Strings{"[]", R"(["<1>","<2>"])"}));
  EXPECT_EQ(Texts<MixedOnes>(), (Strings{R"("<1>")", R"("#2")", R"([7,"#3"])"}));
  EXPECT_EQ(Texts<PrintedOnes>(), (Strings{"#1", "#2"}));
  EXPECT_EQ(Names<PrintedOnes>(), (Strings{"1", "2"}));
}

struct WideNumbers : Action {
  static std::vector<internal::Int128> Options() { return {-1, internal::Int128(1) << 100}; }
  void Run(const internal::Int128&) const {}
};
struct LongFloats : Action {
  static std::vector<long double> Options() { return {0.5L, 1 / 3.0L}; }
  void Run(long double) const {}
};

TEST(OptionTextTest, NumbersOfUnusualWidth) {
  EXPECT_EQ(Texts<WideNumbers>(), (Strings{"-1", "1267650600228229401496703205376"}));
  EXPECT_EQ(Jsons<WideNumbers>(), "-1 \"1267650600228229401496703205376\" ");
  EXPECT_EQ(Texts<LongFloats>()[0], "0.5");
  EXPECT_GT(Texts<LongFloats>()[1].size(), std::string("0.3333333333333333").size());
}

struct Labelled : Action {
  static constexpr std::array kOptions = {1, 2};
  static constexpr std::string_view kName = "Count to";
  static std::string Label(const int& option) { return option == 1 ? "one" : "two or more"; }
  void Run(int) const {}
};

TEST(OptionTextTest, ALabelAndANameOfItsOwn) {
  const Walk walk = WalkSpace::Of<Labelled>()[1];
  EXPECT_EQ(walk.name(), "Count_to_two_or_more");
  EXPECT_EQ(ToString(walk), "Count to(two or more)");
  EXPECT_EQ(walk.OptionJson(0), boost::json::value(2));
}

template <class T>
struct Typed : Action {
  static constexpr std::array kOptions = {T{}};
  void Run(T) const {}
};

TEST(OptionTextTest, AnActionTemplateIsNamedWithItsArguments) {
  EXPECT_EQ(WalkSpace::Of<Typed<int>>().ActionName(0), "Typed<int>");
  EXPECT_EQ(WalkSpace::Of<Typed<long>>()[0].name(), "Typed_long_0");
}

struct LongText : Action {
  static std::vector<std::string> Options() { return {std::string(5000, 'x')}; }
  void Run(const std::string&) const {}
};

TEST(OptionTextTest, WhatStandsInMessagesStaysShort) {
  EXPECT_LT(WalkSpace::Of<LongText>()[0].OptionText(0).size(), 200u);
  EXPECT_LT(WalkSpace::Of<LongText>()[0].name().size(), 250u);
}

}  // namespace
}  // namespace combtest
