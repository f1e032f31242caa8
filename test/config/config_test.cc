// Where settings come from. Each case is a process of its own, in a directory of its own.
#include "combtest/config.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "test/support/text.h"

namespace combtest {
namespace {

class ConfigTest : public testing::Test {
 protected:
  ConfigTest() {
    std::string pattern = std::filesystem::temp_directory_path() / "combtest-config-XXXXXX";
    directory_ = ::mkdtemp(pattern.data());
  }
  ~ConfigTest() override { std::filesystem::remove_all(directory_); }

  void File(const std::string& text) {
    std::ofstream(std::filesystem::path(directory_) / "combtest.cfg") << text;
  }
  // What the probe prints, started in the directory with these variables and arguments.
  std::string Probe(const std::string& variables, const std::string& arguments) {
    const std::string command = "cd '" + directory_ + "' && env -u COMBTEST_THREADS " + variables +
                                " '" COMBTEST_CONFIG_PROBE "' " + arguments;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return "can't start it";
    std::string output;
    char buffer[256];
    while (const std::size_t read = std::fread(buffer, 1, sizeof buffer, pipe))
      output.append(buffer, read);
    EXPECT_EQ(::pclose(pipe), 0) << command;
    return output;
  }

  std::string directory_;
};

TEST_F(ConfigTest, DefaultsDifferFromNothing) { EXPECT_EQ(Probe("", ""), "1\n"); }

TEST_F(ConfigTest, EachSourceIsRead) {
  EXPECT_EQ(Probe("", "set:2"), "2\nthreads=2 (config::Set)\n");
  EXPECT_EQ(Probe("COMBTEST_THREADS=4", ""), "4\nthreads=4 (COMBTEST_THREADS)\n");
  EXPECT_EQ(Probe("", "--combtest_threads=5"), "5\nthreads=5 (--combtest_threads)\n");
  File("[WORKER]\nthreads = 3\n");
  EXPECT_EQ(Probe("", ""), "3\nthreads=3 (combtest.cfg:2)\n");
  File("[worker]\nmax_thread_count: 10\n");
  EXPECT_EQ(Probe("", ""), "10\nthreads=10 (combtest.cfg:2)\n");
}

TEST_F(ConfigTest, TheStrongerSourceWins) {
  EXPECT_EQ(Probe("COMBTEST_THREADS=4", "set:2"), "4\nthreads=4 (COMBTEST_THREADS)\n");
  EXPECT_EQ(Probe("", "set:2 --combtest_threads=5"), "5\nthreads=5 (--combtest_threads)\n");
  EXPECT_EQ(Probe("COMBTEST_THREADS=4", "--combtest_threads=5"),
            "5\nthreads=5 (--combtest_threads)\n");
  File("[WORKER]\nthreads = 3\n");
  EXPECT_EQ(Probe("", "set:2"), "3\nthreads=3 (combtest.cfg:2)\n");
  EXPECT_EQ(Probe("COMBTEST_THREADS=4", ""), "4\nthreads=4 (COMBTEST_THREADS)\n");
  EXPECT_EQ(Probe("", "--combtest_threads=5"), "5\nthreads=5 (--combtest_threads)\n");
  // A default that is given again is no difference, but it does hide the weaker word.
  EXPECT_EQ(Probe("", "--combtest_threads=1"), "1\n");
}

TEST_F(ConfigTest, ErrorsNameTheOptionAndThePlace) {
  EXPECT_EQ(Probe("", "--combtest_threads=x"),
            "error: --combtest_threads: `x` is no value for threads; it takes 1 to 1024\n");
  EXPECT_EQ(Probe("", "--combtest_threads"),
            "error: --combtest_threads lacks its value: write --combtest_threads=VALUE\n");
  EXPECT_EQ(Probe("", "--combtest_thread=2"),
            "error: --combtest_thread: there is no option `thread`; did you mean `threads`?\n");
  EXPECT_EQ(Probe("", "set:0"),
            "error: config::Set: `0` is no value for threads; it takes 1 to 1024\n");
  EXPECT_EQ(Probe("COMBTEST_THREADS=", ""),
            "error: COMBTEST_THREADS: `` is no value for threads; it takes 1 to 1024\n");
  EXPECT_EQ(Probe("COMBTEST_NONSENSE=1", ""),
            "error: COMBTEST_NONSENSE: there is no option `nonsense`\n");
  EXPECT_EQ(Probe("COMBTEST_INTERNAL_ANYTHING=1", ""), "1\n");
  File("[WORKER]\n\nthreads = 0\n");
  EXPECT_EQ(Probe("", ""),
            "error: combtest.cfg:3: `0` is no value for threads; it takes 1 to 1024\n");
  File("[WORKER]\nthread = 2\n");
  EXPECT_EQ(Probe("", ""),
            "error: combtest.cfg:2: there is no key `thread` in section [WORKER]; did you mean "
            "`threads`?\n");
  File("[NET]\nthreads = 2\n");
  EXPECT_EQ(Probe("", ""),
            "error: combtest.cfg:2: there is no key `threads` in section [NET]; it belongs to "
            "[WORKER]\n");
  File("threads\n");
  EXPECT_EQ(Probe("", ""),
            "error: combtest.cfg:1: `threads` is neither a [SECTION] nor a `key = value`\n");
}

TEST_F(ConfigTest, InitTakesItsFlagsOutOfTheArguments) {
  EXPECT_EQ(Probe("", "init a --combtest_threads=6 --other=1 b"),
            "left: init a --other=1 b\n6\nthreads=6 (--combtest_threads)\n");
  EXPECT_EQ(Probe("COMBTEST_THREADS=2", "init a"),
            "left: init a\n2\nthreads=2 (COMBTEST_THREADS)\n");
  EXPECT_EQ(Probe("", "init --combtest_help"), config::HelpText());
}

}  // namespace
}  // namespace combtest
