// Suites that shards run. Serial actions append to the file named by MERGE_RECORD.
#include <fcntl.h>
#include <unistd.h>

#include <boost/describe/class.hpp>
#include <csignal>
#include <cstdlib>
#include <string>

#include "combtest/gtest.h"

namespace {

struct Sum {
  int sum = 0;
  int mode = -1;
  void Update(int mode_in) { mode = mode_in; }
};
BOOST_DESCRIBE_STRUCT(Sum, (), (sum, mode))

bool Is(const char* variable) { return std::getenv(variable) != nullptr; }

struct Ten : combtest::Action {
  static constexpr std::array kOptions = {10, 20, 30, 40, 50};
  void Run(int ten, Sum& state) const { state.sum += ten; }
};
struct Mode : combtest::SerialAction {
  static constexpr std::array kOptions = {0, 1, 2};
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  int Run(int mode) const {
    const char* path = std::getenv("MERGE_RECORD");
    if (path == nullptr) return mode;
    const std::string line = std::to_string(mode) + "\n";
    const int file = ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (::write(file, line.data(), line.size()) != static_cast<ssize_t>(line.size())) std::abort();
    ::close(file);
    return mode;
  }
  void Undo(int) const {}
};
struct One : combtest::Action {
#ifdef MERGE_SUITE_MORE_OPTIONS
  static constexpr std::array kOptions = {1, 2, 3, 4, 5, 6};
#else
  static constexpr std::array kOptions = {1, 2, 3, 4, 5};
#endif
  void Run(int one, Sum& state) const {
    state.sum += one;
    if (Is("MERGE_HEALED")) return;
    EXPECT_NE(state.sum, 33);
    if (state.sum == 44) throw std::runtime_error("forty-four");
    if (state.sum == 22) throw combtest::CancelWalk("two of two");
    if (state.sum == 51 && Is("MERGE_DIE")) std::raise(SIGKILL);
  }
};

}  // namespace

COMBTEST_WALKS(Plain, Sum, Ten, One);
COMBTEST_WALKS(Phased, Sum, Ten, Mode, One);

struct Only : combtest::Action {
  static constexpr std::array kOptions = {true};
  void Run(bool) const {}
};
COMBTEST_WALKS(Lone, combtest::NoState, Only);

// Cases that are numbered.
class Numbered : public combtest::WalkTest<Sum> {};
TEST_P(Numbered, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, Numbered, (combtest::Walks<Sum, Ten, One>()));

TEST(Beside, RunsWalks) {
  combtest::RunOptions<Sum> options;
  options.name = "beside";
  EXPECT_TRUE((combtest::RunTests<Sum, Ten>(options).ok()));
}
TEST(Beside, MayFail) { EXPECT_FALSE(Is("MERGE_BESIDE_FAILS")); }
