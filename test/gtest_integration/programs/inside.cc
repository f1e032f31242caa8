// What actions ask and say of their walks: failures of helpers, properties, threads of their own.
#include <combtest/gtest.h>

#include <barrier>
#include <string>
#include <thread>

namespace {

void Helper(int option) { ASSERT_NE(option, 1) << "the helper's"; }

struct Ask : combtest::Action {
  static constexpr std::array kOptions = {0, 1, 2, 3};
  void Run(int option) const {
    EXPECT_FALSE(HasFailure());
    RecordProperty("option", option);
    Helper(option);
    if (HasFatalFailure()) return RecordProperty("seen", "fatal");
    EXPECT_NE(option, 2);
    if (HasNonfatalFailure()) RecordProperty("seen", std::string("non-fatal"));
  }
};

#ifdef INSIDE_WITH_SERIAL
struct Step : combtest::SerialAction {
  static constexpr std::array kOptions = {0, 1};
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  void Run(int option) const {
    EXPECT_FALSE(HasFailure());
    Helper(0);
    RecordProperty("step", option);
  }
};
#define INSIDE_STEP Step,
#else
#define INSIDE_STEP
#endif

struct AskAgain : combtest::Action {
  static constexpr std::array kOptions = {10, 11};
  void Run(int option) const {
    EXPECT_FALSE(HasFatalFailure());
    RecordProperty("again", HasFailure());
    RecordProperty("option", option);
    if (option == 11) GTEST_SKIP() << "skipped";
  }
};

COMBTEST_WALKS(Own, combtest::NoState, Ask, INSIDE_STEP AskAgain);

struct AskGoogleTest : combtest::Action {
  static constexpr std::array kOptions = {0, 1, 2, 3};
  void Run(int option, std::string& seen) const {
    Helper(option);
    if (testing::Test::HasFatalFailure()) seen += "fatal";
    EXPECT_NE(option, 2);
    if (testing::Test::HasNonfatalFailure()) seen += "non-fatal";
    if (testing::Test::HasFailure()) seen += ", failed";
    if (testing::Test::IsSkipped()) seen += ", skipped";
    if (option == 3) [] { GTEST_SKIP() << "skipped"; }();
    if (testing::Test::IsSkipped()) seen += "skipped now";
    RecordProperty("seen", seen);
  }
};
COMBTEST_WALKS(Qualified, std::string, INSIDE_STEP AskGoogleTest);

struct RecordInGoogleTest : combtest::Action {
  static constexpr std::array kOptions = {0, 1};
  void Run(int option) const {
    if (option == 1) testing::Test::RecordProperty("qualified", option);
  }
};
COMBTEST_WALKS(QualifiedProperty, combtest::NoState, INSIDE_STEP RecordInGoogleTest);

struct RecordReserved : combtest::Action {
  static constexpr std::array kOptions = {"name", "label"};
  void Run(const char* key) const { RecordProperty(key, 1); }
};
COMBTEST_WALKS(Reserved, combtest::NoState, INSIDE_STEP RecordReserved);

struct StartThread : combtest::Action {
  static constexpr std::array kOptions = {0, 1, 2};
  void Run(int option) const {
    std::thread([option] {
      RecordProperty("thread", option);
      EXPECT_NE(option, 1) << "in the thread";
      if (HasFailure()) RecordProperty("thread", "has failed");
    }).join();
    EXPECT_EQ(HasNonfatalFailure(), option == 1);
  }
};
COMBTEST_WALKS(Threads, combtest::NoState, INSIDE_STEP StartThread);

// Both walks are in it while one's thread fails an assertion.
struct Meet : combtest::Action {
  static constexpr std::array kOptions = {0, 1};
  void Run(int option) const {
    static std::barrier both(2);
    both.arrive_and_wait();
    if (option == 1) std::thread([] { ADD_FAILURE() << "in one of two"; }).join();
    both.arrive_and_wait();
  }
};
COMBTEST_WALKS(Together, combtest::NoState, INSIDE_STEP Meet);

TEST(Outside, Throws) { EXPECT_THROW(combtest::Action::HasFailure(), combtest::Error); }

TEST(Outside, OfCall) {
  const auto results = combtest::RunTests<combtest::NoState, Ask, AskAgain>({});
  EXPECT_EQ(results.error_count, 4);
}

}  // namespace
