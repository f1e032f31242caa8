// Walks and serial actions that cut a run short, as the environment says: CUT_STEP=6 is the walk
// that does CUT_WALK, CUT_SERIAL what Mount("ro") does, CUT_UNDO what its Undo does.
#include <combtest/gtest.h>
#include <combtest/run_listener.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::string Asked(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? std::string() : value;
}

// Workers inherit the orchestrator's.
const bool kPidIsKnown = [] {
  if (Asked("COMBTEST_INTERNAL_ID").empty())
    ::setenv("CUT_PID", std::to_string(::getpid()).c_str(), 1);
  return true;
}();

void Interrupt(int signal) { ::kill(std::stoi(Asked("CUT_PID")), signal); }

volatile int* volatile null = nullptr;

void Cut(const std::string& how) {
  if (how == "interrupt") Interrupt(SIGINT);
  if (how == "terminate") Interrupt(SIGTERM);
  if (how == "interrupt and hang") Interrupt(SIGINT);
  if (how == "exit 0") std::exit(0);
  if (how == "exit 3") std::exit(3);
  if (how == "quick exit") std::quick_exit(0);
  if (how == "abort") std::abort();
  if (how == "fault") *null = 1;
  if (how == "raise") ::raise(SIGFPE);
  if (how == "read") {
    std::array<int, 2> ends{};
    char byte = 0;
    if (::pipe(ends.data()) == 0 && ::read(ends[0], &byte, 1) < 0) std::abort();
  }
  if (how.ends_with("hang")) {
    while (true) ::pause();
  }
}

struct Page {
  int step = 0;
};
BOOST_DESCRIBE_STRUCT(Page, (), (step))

struct Step : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  void Run(int step, Page& page) const {
    page.step = step;
    EXPECT_NE(step, 3);
    if (std::to_string(step) == Asked("CUT_STEP")) Cut(Asked("CUT_WALK"));
  }
};

struct Drive : combtest::Action {
  static std::vector<int> Options() {
    Cut(Asked("CUT_OPTIONS"));
    return {1, 2};
  }
  static std::string Label(int option) {
    Cut(Asked("CUT_LABEL"));
    return std::to_string(option);
  }
  bool ShouldCancel(const combtest::Walk& walk, std::size_t) const {
    Cut(Asked("CUT_PREDICATE"));
    return *walk.Option<Drive>() == 2;
  }
  void Run(int) const {}
};

class Environment : public testing::Environment {
  void SetUp() override { Cut(Asked("CUT_ENVIRONMENT")); }
};
const bool kEnvironmentIsAdded = testing::AddGlobalTestEnvironment(new Environment) != nullptr;

class Listener : public combtest::RunListener {
  void OnSerialBegin(const combtest::SerialInfo&) override { Cut(Asked("CUT_LISTENER")); }
  void OnRunEnd(const combtest::RunSummary& run) override {
    std::cerr << "listener: " << run.ledger << std::endl;
  }
};
const bool kListenerIsAdded = [] {
  if (!Asked("CUT_LISTENS").empty()) combtest::AddListener(std::make_shared<Listener>());
  return true;
}();

struct Mount : combtest::SerialAction {
  static constexpr std::array kOptions = {"rw", "ro"};
  void Run(std::string_view mode) const {
    if (mode == "ro") Cut(Asked("CUT_SERIAL"));
  }
  void Undo(std::string_view mode) const {
    if (mode == "ro") Cut(Asked("CUT_UNDO"));
  }
};

}  // namespace

COMBTEST_WALKS(Steps, Page, Step);
COMBTEST_WALKS(Drives, combtest::NoState, Drive);
COMBTEST_WALKS(Mounts, Page, Mount, Step);

class Reads : public combtest::WalkTest<Page> {};
TEST_P(Reads, First) {
  RunWalk();
  EXPECT_GT(state().step, 0);
}
TEST_P(Reads, Second) {
  RunWalk();
  EXPECT_GT(state().step, 0);
}
INSTANTIATE_TEST_SUITE_P(All, Reads, (combtest::Walks<Page, Step>()), combtest::WalkName());
