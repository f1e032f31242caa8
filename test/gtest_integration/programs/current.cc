// Asks for all that CurrentWalk tells, in walks that end in different ways, and writes it down.
#include <combtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

namespace {

namespace fs = std::filesystem;
using combtest::CurrentWalk;

// For workers, before they are started.
const bool kTold = [] {
  if (!combtest::IsWorker()) ::setenv("ORCHESTRATOR", std::to_string(::getpid()).c_str(), 1);
  return true;
}();

std::string Text(const char* variable) {
  const char* const value = std::getenv(variable);
  return value == nullptr ? "unset" : value;
}

void Log(const std::string& line) {
  if (const char* path = std::getenv("CURRENT_LOG"))
    std::ofstream(path, std::ios::app) << (line + "\n") << std::flush;
}

std::string Numbers(const CurrentWalk& here) {
  return std::to_string(here.worker()) + " of " + std::to_string(here.worker_count()) + ", " +
         std::to_string(here.thread()) + " of " + std::to_string(here.thread_count()) + ", " +
         Text("COMBTEST_WORKER") + " of " + Text("COMBTEST_WORKER_COUNT");
}

struct Place {
  std::string directory;
};
BOOST_DESCRIBE_STRUCT(Place, (), (directory))

struct Make : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int option, Place& place) const {
    const CurrentWalk& here = CurrentWalk::Get();
    place.directory = here.ScratchDir();
    EXPECT_EQ(here.ScratchDir(), place.directory);
    EXPECT_TRUE(fs::is_empty(place.directory));
    struct stat found {};
    ASSERT_EQ(::stat(place.directory.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0700u);
    std::ofstream(place.directory + "/made") << option;
    EXPECT_EQ(*here.walk().Option<Make>(), option);
    std::string elsewhere;
    std::thread([&] {
      EXPECT_THROW(CurrentWalk::Get(), combtest::Error);
      elsewhere = here.ScratchDir();
    }).join();
    EXPECT_EQ(elsewhere, place.directory);
    Log("made " + here.test_name() + " " + place.directory);
    Log("numbers " + Numbers(here));
    Log("branch " + here.branch());
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    EXPECT_EQ(here.host(), host.data());
  }
};

#ifdef CURRENT_WITH_SERIAL
struct Serve : combtest::SerialAction {
  static constexpr std::array kOptions = {true, false};
#ifdef CURRENT_EVERYWHERE
  static constexpr combtest::Scope kScope = combtest::Scope::kEveryProcess;
#else
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
#endif
  void Run(bool option) const {
    const CurrentWalk& here = CurrentWalk::Get();
    EXPECT_THROW(here.walk(), combtest::Error);
    EXPECT_THROW(here.test_name(), combtest::Error);
    EXPECT_EQ(here.branch(), "");
    std::ofstream(here.ScratchDir() + "/served") << option;
    Log("serial " + Numbers(here));
    Log("server " + here.ScratchDir());
  }
  void Undo(bool) const { EXPECT_TRUE(fs::exists(CurrentWalk::Get().ScratchDir() + "/served")); }
};
#define CURRENT_SERVE Serve,
#else
#define CURRENT_SERVE
#endif

enum class Ending { kPass, kSkip, kFail, kThrow, kCrash, kInterrupt };
BOOST_DESCRIBE_ENUM(Ending, kPass, kSkip, kFail, kThrow, kCrash, kInterrupt)

struct End : combtest::Action {
  static std::vector<Ending> Options() {
    std::vector<Ending> endings = {Ending::kPass, Ending::kSkip};
    const std::string more = Text("CURRENT_ENDINGS");
    if (more == "fail") endings.insert(endings.end(), {Ending::kFail, Ending::kThrow});
    if (more == "crash") endings.push_back(Ending::kCrash);
    if (more == "interrupt") endings.push_back(Ending::kInterrupt);
    return endings;
  }
  void Run(Ending ending, const Place& place) const {
    const CurrentWalk& here = CurrentWalk::Get();
    Log("kept? " + here.test_name() + " " + place.directory);
    Log("end-branch " + here.branch());
    EXPECT_TRUE(fs::exists(place.directory + "/made"));
    EXPECT_EQ(here.ScratchDir(), place.directory);
    // As tests of permissions leave it.
    fs::create_directory(place.directory + "/closed");
    std::ofstream(place.directory + "/closed/file") << "closed";
    fs::permissions(place.directory + "/closed", fs::perms::none);
    if (ending == Ending::kSkip) GTEST_SKIP() << "skipped";
    EXPECT_NE(ending, Ending::kFail);
    if (ending == Ending::kThrow) throw std::runtime_error("thrown");
    if (ending == Ending::kCrash) std::abort();
    // A second signal would end the program at once.
    if (ending == Ending::kInterrupt && *here.walk().Option<Make>() == 1)
      ::kill(std::atoi(std::getenv("ORCHESTRATOR")), SIGINT);
  }
};

COMBTEST_WALKS(Current, Place, Make, CURRENT_SERVE End);

TEST(Outside, Throws) {
  try {
    CurrentWalk::Get();
    FAIL();
  } catch (const combtest::Error& error) {
    EXPECT_STREQ(error.what(),
                 "CurrentWalk::Get() was called on a thread that runs no walk and no serial "
                 "action; call it in an action, on the thread that runs that");
  }
}

// Of a call it is the call's name; in a child process nothing is made.
struct Fork : combtest::Action {
  static constexpr std::array kOptions = {0};
  void Run(int) const {
    EXPECT_EQ(CurrentWalk::Get().test_name(), "the call/Fork_0");
    const pid_t child = ::fork();
    if (child == 0) {
      try {
        CurrentWalk::Get().ScratchDir();
      } catch (const combtest::Error&) {
        ::_exit(7);
      }
      ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(WEXITSTATUS(status), 7);
  }
};
TEST(Outside, OfCall) {
  combtest::RunOptions<combtest::NoState> options;
  options.name = "the call";
  const auto results = combtest::RunTests<combtest::NoState, Fork>(options);
  EXPECT_EQ(results.error_count, 0u) << combtest::ToString(results.ledger);
}

}  // namespace
