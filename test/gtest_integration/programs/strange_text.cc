// Walks whose options, states, failures and output hold bytes that aren't UTF-8 and control
// characters, in a program whose locale groups digits where $STRANGE_LOCALE is set.
#include <combtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <iostream>
#include <locale>
#include <stdexcept>

namespace {

struct Grouping : std::numpunct<char> {
  char do_thousands_sep() const override { return '_'; }
  char do_decimal_point() const override { return ','; }
  std::string do_grouping() const override { return "\1"; }
};

const bool kLocaleIsSet = [] {
  if (std::getenv("STRANGE_LOCALE") == nullptr) return false;
  const std::locale grouping(std::locale(), new Grouping);
  std::locale::global(grouping);
  for (std::ostream* out : {&std::cout, &std::cerr}) out->imbue(grouping);
  return true;
}();

struct State {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(State, (), (text))

struct Printed {
  int number;
  friend bool operator==(const Printed&, const Printed&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Printed& p) { return out << p.number; }
};

struct Number : combtest::Action {
  static constexpr std::array kOptions = {Printed{1234567}};
  void Run(const Printed&, State&) const {}
};

struct Write : combtest::Action {
  static constexpr std::array kOptions = {"gr\xFCn", "gr\xFBn", "\x1B[31mred\x7F\xEF\xBF\xBE"};
  void Run(std::string_view text, State& state) const { state.text += text; }
};

struct Open : combtest::Action {
  static std::vector<std::filesystem::path> Options() { return {"/tmp/\xFF\n", "/tmp/plain"}; }
  void Run(const std::filesystem::path&, State&) const {}
};

struct End : combtest::Action {
  static constexpr std::array kOptions = {"pass", "expect", "throw", "skip", "cancel"};
  void Run(std::string_view how, State& state) const {
    COMBTEST_LOG(warning) << "has \x1B[1m" << state.text << " and " << 1234567;
    EXPECT_TRUE(how != "expect") << "said \xFE\x01 of " << state.text;
    if (how == "throw") throw std::runtime_error("threw \xFE\x01");
    if (how == "skip") GTEST_SKIP() << "skips \xFE\x01";
    if (how == "cancel") throw combtest::CancelWalk("cancels \xFE\x01");
  }
};

struct Crash : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int, State&) const {
    std::cerr << "last words: \xFE\x01" << std::endl;
    std::raise(SIGKILL);
  }
};

}  // namespace

class Strange : public combtest::WalkTest<State> {};
TEST_P(Strange, Text) {
  RunWalk();
  RecordProperty("strange", "value \xFE\x01");
}
INSTANTIATE_TEST_SUITE_P(All, Strange, (combtest::Walks<State, Number, Write, Open, End>()),
                         combtest::WalkName());
COMBTEST_WALKS(Crashing, State, Write, Crash);
