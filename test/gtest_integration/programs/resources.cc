// Walks that share resources. In the directory RESOURCES_DIR they note how many use one at a time;
// RESOURCES_WANTED is how many should. RESOURCES_CUT says what the first to use it does then.
#include <combtest/gtest.h>
#include <fcntl.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;

std::string Asked(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? std::string() : value;
}

// Workers inherit the orchestrator's.
const bool kPidIsKnown = [] {
  if (Asked("COMBTEST_INTERNAL_ID").empty())
    ::setenv("RESOURCES_PID", std::to_string(::getpid()).c_str(), 1);
  return true;
}();

// Two numbers in a file: how many are inside, and how many were at most.
class Gauge {
 public:
  explicit Gauge(const std::string& name) : path_(Asked("RESOURCES_DIR") + "/" + name) {}

  void Enter() { Change(1); }
  void Leave() { Change(-1); }
  int most() { return Change(0); }

 private:
  int Change(int by) {
    const int file = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    ::flock(file, LOCK_EX);
    std::array<int, 2> numbers{};
    if (::pread(file, numbers.data(), sizeof numbers, 0) < 0) std::abort();
    numbers[0] += by;
    numbers[1] = std::max(numbers[0], numbers[1]);
    if (by != 0 && ::pwrite(file, numbers.data(), sizeof numbers, 0) < 0) std::abort();
    ::close(file);
    return numbers[1];
  }

  const std::string path_;
};

bool IsFirst() {
  return ::open((Asked("RESOURCES_DIR") + "/first").c_str(), O_CREAT | O_EXCL, 0644) >= 0;
}

// Inside until as many were as should be.
void Use(const std::string& resource) {
  static const int wanted = std::max(1, std::atoi(Asked("RESOURCES_WANTED").c_str()));
  Gauge gauge(resource);
  gauge.Enter();
  const auto patience = std::chrono::steady_clock::now() + 20s;
  while (gauge.most() < wanted && std::chrono::steady_clock::now() < patience)
    std::this_thread::sleep_for(1ms);
  const std::string cut = Asked("RESOURCES_CUT");
  if (cut == "interrupt" && IsFirst()) ::kill(std::stoi(Asked("RESOURCES_PID")), SIGINT);
  if (cut == "hang") {
    while (true) ::pause();
  }
  if (cut == "slow") std::this_thread::sleep_for(400ms);
  if (cut == "fail") {
    // Whole, whatever other threads print.
    std::cout << "licensed " + std::to_string(combtest::CurrentWalk::Get().walk().id()) + ";\n";
    ADD_FAILURE() << "as it was told";
  }
  gauge.Leave();
}

struct Number : combtest::Action {
  static std::vector<int> Options() {
    std::vector<int> options(20);
    std::iota(options.begin(), options.end(), 0);
    return options;
  }
  void Run(int, int& state) const { ++state; }
};
struct License : combtest::Action {
  static constexpr std::array kOptions = {true, false};
  void Run(bool with, int& state) const {
    ++state;
    if (with) Use("license");
  }
};
struct Port : combtest::Action {
  static constexpr std::array kOptions = {80, 81};
  static constexpr std::array kNeeds = {combtest::Resource{"port", 2},
                                        combtest::Resource{"line", 3}};
  void Run(int, int& state) const {
    ++state;
    Use("port");
  }
};
struct Mount : combtest::SerialAction {
  static constexpr std::array kOptions = {1, 2};
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  void Run(int) const {}
};

class Licenses : public combtest::WalkTest<int> {};
TEST_P(Licenses, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, Licenses,
                         (combtest::Walks<int, Number, License>().Needs<License>(true,
                                                                                 {"license", 2})),
                         combtest::WalkName());

class Phases : public combtest::WalkTest<int> {};
TEST_P(Phases, Pass) {
  RunWalk();
  EXPECT_EQ(state(), 3);
}
INSTANTIATE_TEST_SUITE_P(
    All, Phases,
    (combtest::Walks<int, Number, License, Mount, Port>().Needs<License>(true, {"license", 2})),
    combtest::WalkName());

// Walks of one cache note the process that they run in.
struct Cache : combtest::Action {
  static constexpr std::array kOptions = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  void Run(int cache, int&) const {
    std::ofstream(Asked("RESOURCES_DIR") + "/cache-" + std::to_string(cache), std::ios::app)
        << ::getpid() << "\n";
    std::this_thread::sleep_for(2ms);
  }
};
struct Crash : combtest::Action {
  static std::vector<int> Options() { return Number::Options(); }
  void Run(int number, int&) const {
    if (Asked("RESOURCES_CUT") == "crash" && number == 7) std::abort();
  }
};
class Caches : public combtest::WalkTest<int> {};
TEST_P(Caches, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, Caches,
                         (combtest::Walks<int, Crash, Cache, Mount>().TogetherOn<Cache>()),
                         combtest::WalkName());

}  // namespace
