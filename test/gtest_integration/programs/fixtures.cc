// Fixtures of the user's own in walk suites: each event of a walk is written down.
#include <combtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

void Log(const std::string& line) {
  if (const char* path = std::getenv("FIXTURES_LOG"))
    std::ofstream(path, std::ios::app) << (line + "\n") << std::flush;
}
void Note(const std::string& event) { Log(combtest::CurrentWalk::Get().test_name() + " " + event); }

enum class What {
  kNothing,
  kExpectInSetUp,
  kAssertInSetUp,
  kSkipInSetUp,
  kThrowInSetUp,
  kCancelInSetUp,
  kAssertInRun,
  kExpectInTearDown,
  kAssertInTearDown,
  kThrowInTearDown,
  kFailBoth,
  kCrashInSetUp,
  kCrashInTearDown,
};
BOOST_DESCRIBE_ENUM(What, kNothing, kExpectInSetUp, kAssertInSetUp, kSkipInSetUp, kThrowInSetUp,
                    kCancelInSetUp, kAssertInRun, kExpectInTearDown, kAssertInTearDown,
                    kThrowInTearDown, kFailBoth, kCrashInSetUp, kCrashInTearDown)

struct Choose : combtest::Action {
  static std::vector<What> Options() {
    std::vector<What> all = {
        What::kNothing,         What::kExpectInSetUp,    What::kAssertInSetUp,
        What::kSkipInSetUp,     What::kThrowInSetUp,     What::kCancelInSetUp,
        What::kAssertInRun,     What::kExpectInTearDown, What::kAssertInTearDown,
        What::kThrowInTearDown, What::kFailBoth};
    if (std::getenv("FIXTURES_CRASH") != nullptr)
      all.insert(all.end(), {What::kCrashInSetUp, What::kCrashInTearDown});
    return all;
  }
  void Run(What what, int& steps) const {
    Note("first");
    ++steps;
    EXPECT_EQ(HasFailure(), what == What::kExpectInSetUp);
    EXPECT_NE(what, What::kFailBoth);
    ASSERT_NE(what, What::kAssertInRun);
  }
};

bool EndedWithBranch();

class Lab : public testing::Test {
 public:
  static void SetUpTestSuite() { Log("SetUpTestSuite"); }
  static void TearDownTestSuite() { Log("TearDownTestSuite"); }

 protected:
  ~Lab() override { EXPECT_TRUE(!is_set_up_ || is_torn_down_); }
  void SetUp() override {
    Note("SetUp");
    is_set_up_ = true;
    EXPECT_FALSE(HasFailure());
    EXPECT_NE(what(), What::kExpectInSetUp);
    ASSERT_NE(what(), What::kAssertInSetUp);
    if (what() == What::kSkipInSetUp) GTEST_SKIP() << "not today";
    if (what() == What::kThrowInSetUp) throw std::runtime_error("thrown in SetUp");
    if (what() == What::kCancelInSetUp) throw combtest::CancelWalk("cancelled in SetUp");
    if (what() == What::kCrashInSetUp) std::abort();
  }
  void TearDown() override {
    Note(std::string("TearDown") + (HasFatalFailure() ? ", fatal" : "") +
         (HasNonfatalFailure() ? ", non-fatal" : ""));
    is_torn_down_ = true;
    EXPECT_TRUE(is_set_up_);
    // Of a walk that has ended with its branch, a failure is the run's.
    if (EndedWithBranch() && std::getenv("FIXTURES_LATE") == nullptr) return;
    EXPECT_NE(what(), What::kExpectInTearDown);
    EXPECT_NE(what(), What::kFailBoth);
    ASSERT_NE(what(), What::kAssertInTearDown);
    if (what() == What::kThrowInTearDown) throw std::runtime_error("thrown in TearDown");
    if (what() == What::kCrashInTearDown) std::abort();
  }

 private:
  static What what() { return *combtest::CurrentWalk::Get().walk().Option<Choose>(); }
  bool is_set_up_ = false;
  bool is_torn_down_ = false;
};

#ifdef FIXTURES_WITH_SERIAL
struct Between : combtest::SerialAction {
  static constexpr std::array kOptions = {1, 2, 3};
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  void Run(int option) const {
    if (option == 3) throw std::runtime_error("the branch fails");
  }
};
#define FIXTURES_BETWEEN Between,
bool EndedWithBranch() {
  const int* const between = combtest::CurrentWalk::Get().walk().Option<Between>();
  return between != nullptr && *between == 3;
}
#else
#define FIXTURES_BETWEEN
bool EndedWithBranch() { return false; }
#endif

struct Second : combtest::Action {
  static constexpr std::array kOptions = {10, 20};
  void Run(int, int& steps) const {
    Note("second");
    ++steps;
  }
};

class Fixtures : public combtest::WalkTest<int, Lab> {};
TEST_P(Fixtures, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, Fixtures, (combtest::Walks<int, Choose, FIXTURES_BETWEEN Second>()),
                         combtest::WalkName());

// Its body writes down what it is told of a walk that has ended in some way.
struct EndBy : combtest::Action {
  static inline const std::vector<std::string> kOptions = {"pass",  "expect", "assert",
                                                           "throw", "cancel", "skip"};
  void Run(const std::string& end, int&) const {
    EXPECT_NE(end, "expect");
    ASSERT_NE(end, "assert");
    if (end == "throw") throw std::runtime_error("thrown in Run");
    if (end == "cancel") throw combtest::CancelWalk("cancelled in Run");
    if (end == "skip") GTEST_SKIP() << "not today";
  }
};
class Bench : public testing::Test {
 protected:
  void TearDown() override {
    const std::string& end = *combtest::CurrentWalk::Get().walk().Option<EndBy>();
    EXPECT_EQ(HasFatalFailure(), end == "assert") << "as in every mode: what was asserted";
  }
};
class ToldBodies : public combtest::WalkTest<int, Bench> {};
TEST_P(ToldBodies, Pass) {
  RunWalk();
  Log(*GetParam().Option<EndBy>() + " " + (HasFailure() ? "failed" : "not_failed") +
      (HasFatalFailure() ? ",fatal" : "") + (HasNonfatalFailure() ? ",non-fatal" : "") +
      (IsSkipped() ? ",skipped" : ""));
}
INSTANTIATE_TEST_SUITE_P(All, ToldBodies, (combtest::Walks<int, EndBy>()), combtest::WalkName());

class ForgottenBody : public combtest::WalkTest<int, Lab> {};
TEST_P(ForgottenBody, Pass) {}
INSTANTIATE_TEST_SUITE_P(All, ForgottenBody,
                         (combtest::Walks<int, Choose>().Where([](const combtest::Walk& walk) {
                           return *walk.Option<Choose>() == What::kNothing;
                         })),
                         combtest::WalkName());

class Hiding : public combtest::WalkTest<int, Lab> {
  void TearDown() override {}
};
TEST_P(Hiding, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, Hiding,
                         (combtest::Walks<int, Choose>().Where([](const combtest::Walk& walk) {
                           return *walk.Option<Choose>() == What::kNothing;
                         })),
                         combtest::WalkName());

}  // namespace
