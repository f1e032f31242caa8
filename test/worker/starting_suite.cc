// A program whose main does what it likes before its tests run: MODE says what. Each walk, test and
// call adds a line to the file `ran`, which is in the directory that the program was started in.
#include <combtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

namespace {

bool Is(std::string_view mode) {
  const char* given = std::getenv("MODE");
  return given != nullptr && given == mode;
}

void Note(const std::string& line) {
  std::ofstream(std::string(std::getenv("FAULT_DIR")) + "/ran", std::ios::app) << line + "\n";
}

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "(none)" : value;
}

struct Look : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3, 4};
  void Run(int option) const {
    Note("walk " + std::to_string(option) + " of " + program_invocation_short_name + " in " +
         std::filesystem::relative(".", std::getenv("FAULT_DIR")).string() + " filter " +
         Variable("GTEST_FILTER") + " shards " + Variable("GTEST_TOTAL_SHARDS") + " resource " +
         Variable("GTEST_RESOURCE_DIR"));
    if (Is("walks move")) std::filesystem::current_path("/");
  }
};
COMBTEST_WALKS(LookWalks, combtest::NoState, Look);
COMBTEST_WALKS(SlowWalks, combtest::NoState, Look);

// Whose actions, serial ones too, go elsewhere. An array of them is kept in a file.
struct Go : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int, int& steps) const {
    if (Is("walks move")) std::filesystem::current_path("/");
    ++steps;
  }
};
struct GoAll : combtest::SerialAction {
  static constexpr std::array kOptions = {"a", "b"};
  static constexpr combtest::Scope kScope = combtest::Scope::kEveryProcess;
  void Run(const char*) const {
    if (Is("walks move")) std::filesystem::current_path("/usr");
  }
};
struct Return : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int, int& steps) const { EXPECT_EQ(++steps, 2); }
};
COMBTEST_WALKS(MovingWalks, int, Go, GoAll, Return);

TEST(Plain, Test) { Note("test"); }

struct Add : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int option) const { Note("call " + std::to_string(option)); }
};

void Call(const char* name) {
  const auto results = combtest::RunTests<combtest::NoState, Add>({.name = name});
  EXPECT_TRUE(results.ok()) << results;
}

class InSuite : public testing::Test {
 public:
  static void SetUpTestSuite() {
    if (Is("calls")) Call("suite");
    if (Is("calls")) Call("suite again");
  }
};
TEST_F(InSuite, Test) { Note("test in suite"); }

class InEnvironment : public testing::Environment {
  void SetUp() override {
    if (Is("calls")) Call("environment");
  }
  void TearDown() override {
    if (Is("late")) Call("late");
  }
};

// Prints what the default printer does, after a word of its own.
class Wrapper : public testing::EmptyTestEventListener {
 public:
  explicit Wrapper(testing::TestEventListener* printer) : printer_(printer) {}
  void OnTestStart(const testing::TestInfo& info) override {
    std::cout << "starting" << std::endl;
    printer_->OnTestStart(info);
  }
  void OnTestEnd(const testing::TestInfo& info) override { printer_->OnTestEnd(info); }

 private:
  const std::unique_ptr<testing::TestEventListener> printer_;
};

}  // namespace

int main(int argc, char** argv) {
  if (Is("directory")) {
    std::filesystem::create_directory("elsewhere");  // which then isn't where we are
    if (::chdir("elsewhere") != 0) return 3;
  }
  char* own[] = {argv[0], nullptr};
  int one = 1;
  if (Is("own arguments")) {
    testing::InitGoogleTest(&one, own);
  } else {
    testing::InitGoogleTest(&argc, argv);
    for (int i = 1; i < argc; ++i) std::memset(argv[i], 'x', std::strlen(argv[i]));
  }
  testing::AddGlobalTestEnvironment(new InEnvironment);
  if (Is("filter")) GTEST_FLAG_SET(filter, "-SlowWalks*:All/SlowWalks*");
  if (Is("repeat")) GTEST_FLAG_SET(repeat, 2);
  testing::TestEventListeners& listeners = testing::UnitTest::GetInstance()->listeners();
  if (Is("printer"))
    listeners.Append(new Wrapper(listeners.Release(listeners.default_result_printer())));
  if (Is("files") && !combtest::IsWorker()) Note("a listener's file");
  int failed = 0;
  if (Is("twice")) {
    GTEST_FLAG_SET(filter, "Plain*");
    failed = RUN_ALL_TESTS();
    if (!combtest::IsWorker()) Note("between");
    GTEST_FLAG_SET(filter, "All/LookWalks*");
  }
  failed += RUN_ALL_TESTS();
  if (Is("calls")) Call("after");
  return failed;
}
