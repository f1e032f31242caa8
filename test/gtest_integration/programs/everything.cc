// Everything that users write in actions, in one program: that it comes out the same wherever walks
// run is what everything_test.cc looks at.
#include <combtest/gtest.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using combtest::CurrentWalk;

// A side effect: each walk's lines are in the order in which it wrote them.
void Log(const std::string& line) {
  if (const char* path = std::getenv("EVERYTHING_LOG"))
    std::ofstream(path, std::ios::app) << (line + "\n") << std::flush;
}
void Note(const std::string& event) { Log(CurrentWalk::Get().test_name() + " " + event); }

// Plain types, of which JSON knows nothing.
struct Size {
  int rows = 0;
  int columns = 0;
  friend std::ostream& operator<<(std::ostream& out, const Size& size) {
    return out << size.rows << "x" << size.columns;
  }
};

struct Thing {
  std::string text;
  std::optional<int> rows;
  std::vector<long double> numbers;
  std::map<std::string, int> counts;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (text, rows, numbers, counts))

// A fixture of its own, with a file that lives as long as the walk.
class Desk : public testing::Test {
 protected:
  void SetUp() override {
    Note("SetUp");
    file_ = CurrentWalk::Get().ScratchDir() + "/notes";
    std::ofstream(file_) << "begun";
    EXPECT_FALSE(HasFailure());
  }
  void TearDown() override {
    Note(std::string("TearDown") + (HasFatalFailure() ? ", fatal" : "") +
         (HasNonfatalFailure() ? ", non-fatal" : ""));
    std::string notes;
    std::getline(std::ifstream(file_), notes);
    EXPECT_EQ(notes, "begun");
  }

 private:
  std::string file_;
};

struct SetText : combtest::Action {
  static inline const std::vector<std::string> kOptions = {"plain", "caf\xe9 \x01",
                                                           "a <b> & \"c\""};
  void Run(const std::string& text, Thing& thing) const {
    Note("text");
    thing.text = text;
    RecordProperty("text", text);
    RecordProperty("option", "first");
  }
};

struct Measure : combtest::Action {
  static std::vector<std::optional<Size>> Options() { return {std::nullopt, Size{24, 80}}; }
  void Run(const std::optional<Size>& size, Thing& thing) const {
    if (size) thing.rows = size->rows;
    thing.counts["measured"] = size ? 1 : 0;
  }
};

#ifdef EVERYTHING_WITH_SERIAL
struct SetFlag : combtest::SerialAction {
  static constexpr std::array kOptions = {1, 2};
  static constexpr combtest::Scope kScope = combtest::Scope::kEveryProcess;
  void Run(int flag) const { ::setenv("EVERYTHING_FLAG", std::to_string(flag).c_str(), 1); }
  void Undo(int) const { ::unsetenv("EVERYTHING_FLAG"); }
};
struct Announce : combtest::SerialAction {
  static constexpr std::array kOptions = {'a', 'b'};
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  void Run(char which) const {
    const CurrentWalk here = CurrentWalk::Get();
    std::ofstream(here.ScratchDir() + "/announced") << which;
    Log(std::string("announced ") + which + " in " + here.branch());
    RecordProperty("announced", std::string(1, which));
  }
  void Undo(char which) const { Log(std::string("undone ") + which); }
};
#define EVERYTHING_SERIAL SetFlag, Announce,
void CheckFlag() {
  const int flag = *CurrentWalk::Get().walk().Option<SetFlag>();
  const char* const found = std::getenv("EVERYTHING_FLAG");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found, std::to_string(flag));
  EXPECT_EQ(CurrentWalk::Get().branch().substr(0, 10), "SetFlag(" + std::to_string(flag) + ")");
}
#else
#define EVERYTHING_SERIAL
void CheckFlag() { EXPECT_EQ(CurrentWalk::Get().branch(), ""); }
#endif

enum class Deed {
  kPass,
  kExpect,
  kHelper,
  kSkip,
  kCancel,
  kThrow,
  kThrowStrange,
  kDie,
  kFailToDie,
  kQualified
};
BOOST_DESCRIBE_ENUM(Deed, kPass, kExpect, kHelper, kSkip, kCancel, kThrow, kThrowStrange, kDie,
                    kFailToDie, kQualified)

// All walks with a deed write down the same process.
void NoteProcess(Deed deed) {
  const char* const path = std::getenv("EVERYTHING_LOG");
  if (path == nullptr) return;
  std::ofstream(path + (".deed-" + std::to_string(static_cast<int>(deed))), std::ios::app)
      << (std::to_string(::getpid()) + "\n") << std::flush;
}

void Helper() { FAIL() << "the helper's, caf\xe9"; }

struct Do : combtest::Action {
  static constexpr std::array kOptions = {
      Deed::kPass,  Deed::kExpect,       Deed::kHelper, Deed::kSkip,      Deed::kCancel,
      Deed::kThrow, Deed::kThrowStrange, Deed::kDie,    Deed::kFailToDie, Deed::kQualified};
  void Run(Deed deed, Thing& thing) const {
    Note("do");
    NoteProcess(deed);
    CheckFlag();
    RecordProperty("option", "second");
    SCOPED_TRACE("while doing it");
    if (deed == Deed::kExpect) {
      EXPECT_EQ(thing.text, "\xff other") << "caf\xe9";
    }
    if (deed == Deed::kHelper) Helper();
    if (HasFatalFailure()) return RecordProperty("seen", "fatal");
    if (HasNonfatalFailure()) RecordProperty("seen", "non-fatal");
    if (deed == Deed::kSkip) GTEST_SKIP() << "skipped, caf\xe9";
    if (deed == Deed::kCancel) throw combtest::CancelWalk("cancelled, caf\xe9");
    if (deed == Deed::kThrow) throw std::runtime_error("thrown");
    if (deed == Deed::kThrowStrange) throw std::runtime_error("thrown, caf\xe9 \x02");
    if (deed == Deed::kDie) {
      EXPECT_EXIT(std::_Exit(3), testing::ExitedWithCode(3), "");
    }
    if (deed == Deed::kFailToDie) {
      EXPECT_EXIT(std::_Exit(4), testing::ExitedWithCode(3), "");
    }
    if (deed == Deed::kQualified) {
      EXPECT_FALSE(testing::Test::HasFailure());
      Helper();
      EXPECT_TRUE(testing::Test::HasFatalFailure());
    }
  }
};

// What only one walk holds at a time, wherever the others run.
class Counter {
 public:
  Counter() {
    if (const char* path = std::getenv("EVERYTHING_LOG")) path_ = std::string(path) + ".counter";
    if (path_.empty()) return;
    const int file = ::open(path_.c_str(), O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    EXPECT_GE(file, 0) << "another walk holds the counter";
    ::close(file);
  }
  ~Counter() { ::unlink(path_.c_str()); }
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;

 private:
  std::string path_;
};

struct Count : combtest::Action {
  static inline const std::vector<long double> kOptions = {0.5L, 1e-9L};
  void Run(long double number, Thing& thing) const {
    std::optional<Counter> counter;
    if (number == 1e-9L) counter.emplace();
    Note("count" + std::string(HasFailure() ? ", has failed" : ""));
    thing.numbers.push_back(number);
    ++thing.counts["counted"];
    EXPECT_EQ(*CurrentWalk::Get().walk().Option<Count>(), number);
  }
};

class Everything : public combtest::WalkTest<Thing, Desk> {};
TEST_P(Everything, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, Everything,
                         (combtest::Walks<Thing, SetText, Measure, EVERYTHING_SERIAL Do, Count>()
                              .TogetherOn<Do>()
                              .Needs<Count>(1e-9L, {"counter", 1})),
                         combtest::WalkName());

}  // namespace
