// Walks that share resources. In the directory RESOURCES_DIR they note how many use one at a time;
// RESOURCES_WANTED is how many should. RESOURCES_CUT says what the first to use it does then.
#include <combtest/gtest.h>
#include <fcntl.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <mutex>
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

bool IsFirst(const std::string& name) {
  const std::string path = Asked("RESOURCES_DIR") + "/" + name;
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0) return false;
  ::close(file);
  return true;
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
  if (cut == "interrupt" && IsFirst("first")) ::kill(std::stoi(Asked("RESOURCES_PID")), SIGINT);
  if (cut == "hang") {
    while (true) ::pause();
  }
  if (cut == "slow") std::this_thread::sleep_for(400ms);
  if (cut == "fail") {
    // Whole, whatever other threads print.
    std::cout << "licensed " + std::to_string(combtest::CurrentWalk::Get().walk().id()) + ";\n";
    ADD_FAILURE() << "as it was told";
  }
  if (cut == "flaky") {
    std::this_thread::sleep_for(2ms);  // in which nobody else should come
    EXPECT_FALSE(IsFirst("attempt-" + combtest::CurrentWalk::Get().walk().name()));
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

// As many walks at a time in this process as it has threads: each waits until all others of its
// round are there.
class Meeting {
 public:
  // False: the others haven't come, to this round or to an earlier one. From `rounds` rounds on
  // nobody waits.
  bool Join(unsigned wanted, std::uint64_t rounds) {
    std::unique_lock lock(mutex_);
    if (missed_ || rounds_ >= rounds) return !missed_;
    const std::uint64_t round = rounds_;
    if (++inside_ == wanted) {
      inside_ = 0;
      ++rounds_;
      all_there_.notify_all();
      return true;
    }
    if (all_there_.wait_for(lock, 20s, [&] { return missed_ || rounds_ > round; })) return !missed_;
    missed_ = true;
    all_there_.notify_all();
    return false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_there_;
  unsigned inside_ = 0;
  std::uint64_t rounds_ = 0;
  bool missed_ = false;
};
template <int Rounds>
struct Meet : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3, 4};
  void Run(int, int&) const {
    static Meeting meeting;
    const unsigned threads = combtest::CurrentWalk::Get().thread_count();
    EXPECT_TRUE(meeting.Join(threads, Rounds)) << "fewer than " << threads << " walks at a time";
  }
};
class MeetPlainly : public combtest::WalkTest<int> {};
TEST_P(MeetPlainly, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, MeetPlainly, (combtest::Walks<int, Number, Meet<3>>()),
                         combtest::WalkName());
class MeetInPhases : public combtest::WalkTest<int> {};
TEST_P(MeetInPhases, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, MeetInPhases, (combtest::Walks<int, Number, Mount, Meet<3>>()),
                         combtest::WalkName());
class MeetInRooms : public combtest::WalkTest<int> {};
TEST_P(MeetInRooms, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, MeetInRooms,
                         (combtest::Walks<int, Number, Meet<1000>>()
                              .Needs<Meet<1000>>(1, {"room", 100})
                              .Needs<Meet<1000>>(2, {"room", 100})),
                         combtest::WalkName());
class MeetTogether : public combtest::WalkTest<int> {};
TEST_P(MeetTogether, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, MeetTogether,
                         (combtest::Walks<int, Number, Meet<3>>().TogetherOn<Meet<3>>()),
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
