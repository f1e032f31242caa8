// The code of docs/writing-actions.md.
#include <combtest/gtest.h>

#include <array>
#include <bit>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace parts {

struct Text {
  std::string content;
};

struct Fill : combtest::Action {
  static constexpr std::array kOptions = {"", "hello", "a b"};
  void Run(std::string_view content, Text& text) const { text.content = content; }
};

}  // namespace parts

namespace ranges {

struct Sizes : combtest::Action {
  static auto Options() {
    std::vector<int> powers;
    for (int power = 1; power <= 4096; power *= 8) powers.push_back(power);
    return powers;
  }
  void Run(int size) const { EXPECT_TRUE(std::has_single_bit(static_cast<unsigned>(size))); }
};

std::vector<std::string> NamesFromSomewhere() { return {"one.txt", "two.txt"}; }

struct Open : combtest::Action {
  static std::vector<std::string> Options() { return NamesFromSomewhere(); }
  void Run(const std::string& name) const { EXPECT_FALSE(name.empty()); }
};

COMBTEST_WALKS(RangeWalks, combtest::NoState, Sizes, Open);

}  // namespace ranges

namespace labels {

enum class Mode { kRead, kAppend };

struct Geometry {
  int rows = 0;
  int columns = 0;
};
BOOST_DESCRIBE_STRUCT(Geometry, (), (rows, columns))

struct SetMode : combtest::Action {
  static constexpr std::array kOptions = {Mode::kRead, Mode::kAppend};
  void Run(Mode) const {}
};

struct Resize : combtest::Action {
  static constexpr std::array kOptions = {Geometry{24, 80}, Geometry{1, 1}};
  static std::string Label(const Geometry& g) {
    return std::to_string(g.rows) + "x" + std::to_string(g.columns);
  }
  void Run(const Geometry& geometry) const { EXPECT_GT(geometry.rows, 0); }
};

struct Scale : combtest::Action {
  static constexpr std::string_view kName = "ScaleBy";
  static constexpr std::array kOptions = {-1.5, 0.0, 2.0};
  void Run(double) const {}
};

double Twice(double x) { return 2 * x; }
double Half(double x) { return x / 2; }

struct Apply : combtest::Action {
  static constexpr std::array kOptions = {&Twice, &Half};
  void Run(double (*function)(double)) const { EXPECT_EQ(function(0), 0); }
};

COMBTEST_WALKS(LabelWalks, combtest::NoState, SetMode, Resize, Scale, Apply);

}  // namespace labels

namespace unlabelled {

struct Geometry {
  int rows = 0;
  int columns = 0;
};
BOOST_DESCRIBE_STRUCT(Geometry, (), (rows, columns))

struct Resize : combtest::Action {
  static constexpr std::array kOptions = {Geometry{24, 80}, Geometry{1, 1}};
  void Run(const Geometry& geometry) const { EXPECT_GT(geometry.rows, 0); }
};
struct Greet : combtest::Action {
  static constexpr std::array kOptions = {"a b", "a-b", "ab", ""};
  void Run(std::string_view) const {}
};

COMBTEST_WALKS(NameWalks, combtest::NoState, Resize, Greet);

}  // namespace unlabelled

namespace ends {

struct Account {
  int balance = 0;
};
BOOST_DESCRIBE_STRUCT(Account, (), (balance))

struct Deposit : combtest::Action {
  static constexpr std::array kOptions = {0, 10};
  void Run(int amount, Account& account) const { account.balance += amount; }
};

struct Withdraw : combtest::Action {
  static constexpr std::array kOptions = {1, 5};
  void Run(int amount, Account& account) const {
    if (account.balance == 0) throw combtest::CancelWalk("nothing to withdraw");
    if (amount > account.balance) GTEST_SKIP() << "would overdraw";
    account.balance -= amount;
    EXPECT_GE(account.balance, 0);    // goes on after a failure
    ASSERT_LE(account.balance, 100);  // ends the walk
  }
};

class AccountWalks : public combtest::WalkTest<Account> {};

TEST_P(AccountWalks, Balances) {
  const combtest::WalkResult& result = RunWalk();
  if (!result.passed()) return;
  EXPECT_GE(state().balance, *GetParam().Option<Deposit>() - *GetParam().Option<Withdraw>());
}

INSTANTIATE_TEST_SUITE_P(All, AccountWalks, (combtest::Walks<Account, Deposit, Withdraw>()),
                         combtest::WalkName());
INSTANTIATE_TEST_SUITE_P(Rich, AccountWalks,
                         (combtest::Walks<Account, Deposit, Withdraw>().InitialState({50}).Where(
                             [](const combtest::Walk& walk) {
                               return *walk.Option<Deposit>() == 10;
                             })),
                         combtest::WalkName());

}  // namespace ends

namespace asks {

void OpenDevice(const std::string& name, std::ifstream& device) {
  device.open(name);
  ASSERT_TRUE(device.is_open()) << "can't open " << name;
}

struct ReadDevice : combtest::Action {
  static constexpr std::array kOptions = {"/dev/zero", "/dev/null"};
  void Run(const char* name) const {
    std::ifstream device;
    OpenDevice(name, device);
    if (HasFatalFailure()) return;
    RecordProperty("first_byte", device.get());
  }
};

COMBTEST_WALKS(DeviceWalks, combtest::NoState, ReadDevice);

}  // namespace asks

namespace scratch {

struct Unpack : combtest::Action {
  static constexpr std::array kOptions = {"one", "two"};
  void Run(const std::string& content, std::string& directory) const {
    directory = combtest::CurrentWalk::Get().ScratchDir();
    std::ofstream(directory + "/content") << content;
  }
};

COMBTEST_WALKS(ScratchWalks, std::string, Unpack);

}  // namespace scratch

namespace fixtures {

class Library : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(OpenCount(), 0) << "somebody has left something open"; }
  void TearDown() override { EXPECT_EQ(OpenCount(), 0); }

 private:
  static int OpenCount() { return 0; }
};

struct Borrow : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int books, int& borrowed) const { borrowed += books; }
};

class LibraryWalks : public combtest::WalkTest<int, Library> {};
TEST_P(LibraryWalks, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, LibraryWalks, (combtest::Walks<int, Borrow>()), combtest::WalkName());

}  // namespace fixtures
