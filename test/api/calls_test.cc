// Calls of RunTests whose workers are this program: what they gather, how they are told apart, and
// which options they refuse.
#include <combtest/gtest.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <boost/json/value.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Text {
  std::string text;
  double number = 0;
  boost::json::value tree;
};
BOOST_DESCRIBE_STRUCT(Text, (), (text, number, tree))

struct Write : Action {
  static std::vector<std::string> Options() { return {"plain", "\xff\xfe", "\xed\xa0\x80"}; }
  static std::string Label(const std::string& option) { return std::to_string(option.size()); }
  void Run(const std::string& option, Text& state) const { state.text = option; }
};

struct Nest : Action {
  static constexpr std::array kOptions = {1, 31, 32, 200};
  void Run(int depth, Text& state) const {
    for (int i = 0; i < depth; ++i) state.tree = boost::json::array{state.tree};
  }
};

struct Between : SerialAction {
  static constexpr std::array kOptions = {1, 2};
  void Run(int) const {}
};

void AppendTo(const char* path, std::string line) {
  const int file = ::open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  line += '\n';
  EXPECT_EQ(::write(file, line.data(), line.size()), static_cast<ssize_t>(line.size()));
  ::close(file);
}

// Notes each run in the file that RUNS_OF_DIVIDE names, as "1\n".
struct Divide : Action {
  static constexpr std::array kOptions = {1, 2, 3, 4, 5, 6, 7, 8};
  void Run(int by, Text& state) const {
    if (const char* path = std::getenv("RUNS_OF_DIVIDE")) AppendTo(path, std::to_string(by));
    state.number = by == 4 ? std::numeric_limits<double>::quiet_NaN() : 1.0 / by;
  }
};

struct Say : Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int option) const { EXPECT_EQ(option, 1) << "bytes \xff\xfe"; }
};

TEST(Gathering, StatesOfAnyBytes) {
  const auto results = RunTests<Text, Write, Between>({.workers = 2, .gather_states = true});
  ASSERT_TRUE(results.ok()) << results;
  std::vector<std::string> texts;
  for (const Text& state : results.states) texts.push_back(state.text);
  EXPECT_THAT(
      texts, ElementsAre("plain", "plain", "\xff\xfe", "\xff\xfe", "\xed\xa0\x80", "\xed\xa0\x80"));
}

TEST(Gathering, StatesOfAnyDepth) {
  const auto results = RunTests<Text, Nest>({.workers = 2, .gather_states = true});
  ASSERT_TRUE(results.ok()) << results;
  EXPECT_EQ(results.states.size(), 4u);
}

TEST(Gathering, AStateThatIsNoJsonFailsItsWalkAlone) {
  const std::string runs = testing::TempDir() + "runs_of_divide_" + std::to_string(::getpid());
  ::setenv("RUNS_OF_DIVIDE", runs.c_str(), 0);  // a worker comes by with the variable set
  const auto results =
      RunTests<Text, Divide>({.workers = 2, .gather_states = true, .name = "divide"});
  ::unsetenv("RUNS_OF_DIVIDE");
  const std::string log = ReadFile(runs);
  ::unlink(runs.c_str());
  EXPECT_EQ(log.size(), 16u) << log;  // each once
  ASSERT_EQ(results.failed_walks.size(), 1u) << results;
  EXPECT_EQ(results.failed_walks[0].id, 3u);
  EXPECT_THAT(ToString(results, results.space),
              HasSubstr("can't be written as JSON: state.number is NaN"));
  EXPECT_EQ(results.ledger.passed, 7u);
  EXPECT_EQ(results.states.size(), 7u);
  EXPECT_EQ(results.run_failures.size(), 0u);
}

TEST(Messages, OfAnyBytes) {
  const auto results = RunTests<NoState, Say>({.workers = 2});
  ASSERT_EQ(results.failed_walks.size(), 1u) << results;
  EXPECT_THAT(results.failed_walks[0].failures.at(0).message, HasSubstr("bytes \\xFF\\xFE"));
}

// On its way to the second call a worker passes the first one.
TEST(Calls, ASecondOneBehindAnAssertionOnTheFirst) {
  const auto first = RunTests<NoState, Say>({.workers = 2});
  ASSERT_EQ(first.walk_count, 2u);
  const auto second = RunTests<Text, Divide>({.workers = 2});
  EXPECT_TRUE(second.ok()) << second;
  EXPECT_EQ(second.walk_count, 8u);
}

TEST(Calls, InARepeatedTest) {
  Program program(
      "/proc/self/exe", {},
      {"--gtest_filter=Calls.ASecondOneBehindAnAssertionOnTheFirst", "--gtest_repeat=3"});
  EXPECT_EQ(program.Wait(), 0) << program.out() << program.err();
}

// Notes in the file that WRITTEN_STATES names when it becomes JSON.
struct Written : JsonSerializable {
  boost::json::value to_json() const {
    AppendTo(std::getenv("WRITTEN_STATES"), "written");
    return nullptr;
  }
  static Written from_json(const boost::json::value&) { return {}; }
};
struct Wait : Action {
  static constexpr std::array kOptions = {1};
  void Run(int, Written&) const {}
};

// Whether states leave their worker before the serial action.
TEST(Calls, TheirCheckpointGoesBeforeTheSetting) {
  const std::string file = testing::TempDir() + "/written." + std::to_string(::getpid());
  ::setenv("WRITTEN_STATES", file.c_str(), 0);  // in a worker it is set already
  const auto leave = [&](const std::string& setting, std::optional<bool> option) {
    std::filesystem::remove(file);
    config::Set("checkpoint", setting);
    const auto results = RunTests<Written, Wait, Between>({.workers = 2, .checkpoint = option});
    config::Set("checkpoint", "true");
    EXPECT_TRUE(results.ok()) << results;
    return std::filesystem::exists(file);
  };
  EXPECT_TRUE(leave("false", true));
  EXPECT_FALSE(leave("true", false));
  EXPECT_FALSE(leave("false", std::nullopt));
  EXPECT_TRUE(leave("true", std::nullopt));
  std::filesystem::remove(file);
}

TEST(Calls, RefuseNumbersBeyondTheOptions) {
  const auto error = [](const RunOptions<NoState>& options) -> std::string {
    try {
      RunTests<NoState, Say>(options);
    } catch (const Error& wrong) {
      return wrong.what();
    }
    return "";
  };
  EXPECT_EQ(error({.threads = 0}), "RunOptions::threads is 0; it takes 1 to 1024");
  EXPECT_EQ(error({.threads = 2000}), "RunOptions::threads is 2000; it takes 1 to 1024");
  EXPECT_EQ(error({.workers = 2000}), "RunOptions::workers is 2000; it takes 0 to 1024");
  EXPECT_EQ(error({.verbosity = 3}), "RunOptions::verbosity is 3; it takes 0 to 2");
}

}  // namespace
}  // namespace combtest::test
