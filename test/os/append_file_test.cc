#include "src/os/append_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

namespace combtest::internal {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class AppendFiles : public testing::Test {
 protected:
  AppendFiles() {
    std::string path = (fs::temp_directory_path() / "combtest-append-XXXXXX").string();
    directory_ = ::mkdtemp(path.data());
  }
  ~AppendFiles() override { fs::remove_all(directory_); }

  fs::path In(const std::string& name) const { return directory_ / name; }
  static std::string Read(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  fs::path Victim() const {
    std::ofstream(In("victim")) << "precious\n";
    return In("victim");
  }
  std::string WhyNot(const std::string& name) const {
    try {
      AppendFile(In(name).string()).Append("mine\n");
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return {};
  }

  fs::path directory_;
};

TEST_F(AppendFiles, AreContinued) {
  for (const char* line : {"one\n", "two\n"}) AppendFile(In("log").string()).Append(line);
  EXPECT_EQ(Read(In("log")), "one\ntwo\n");
}

TEST_F(AppendFiles, FollowNoLinkOfSomebodyElses) {
  const fs::path victim = Victim();
  fs::create_symlink(In("elsewhere"), In("link"));
  EXPECT_EQ(WhyNot("link"), "");  // nobody else can have made it
  EXPECT_EQ(Read(In("elsewhere")), "mine\n");
  fs::permissions(directory_, fs::perms::all | fs::perms::sticky_bit);
  fs::create_symlink(victim, In("log"));
  EXPECT_THAT(WhyNot("log"), HasSubstr("it is a symbolic link"));
  fs::create_symlink(In("nowhere"), In("dangling"));
  EXPECT_THAT(WhyNot("dangling"), HasSubstr("it is a symbolic link"));
  EXPECT_FALSE(fs::exists(In("nowhere")));
  EXPECT_EQ(Read(victim), "precious\n");
}

// Nor where one begins: under a name that anybody could have known.
TEST_F(AppendFiles, FollowNoLinkWhereTheyBegin) {
  const fs::path victim = Victim();
  for (const char* name : {"trace.beginning", "trace.jsonl"}) fs::create_symlink(victim, In(name));
  AppendFile file(In("trace").string(), ".jsonl", "begins\n");
  file.Append("goes on\n");
  EXPECT_EQ(file.path(), In("trace-2.jsonl"));
  EXPECT_EQ(Read(file.path()), "begins\ngoes on\n");
  EXPECT_EQ(Read(victim), "precious\n");
}

TEST_F(AppendFiles, ArentWrittenIntoAPipe) {
  ASSERT_EQ(::mkfifo(In("log").c_str(), 0600), 0);
  EXPECT_EQ(WhyNot("log"), "it is no regular file");
  fs::permissions(directory_, fs::perms::all | fs::perms::sticky_bit);
  EXPECT_EQ(WhyNot("log"), "it is no regular file");
}

TEST_F(AppendFiles, ArentSomebodyElsesInADirectoryThatOthersWriteTo) {
  const fs::path victim = Victim();
  fs::create_hard_link(victim, In("log"));
  EXPECT_EQ(WhyNot("log"), "");  // nobody else can have made it
  fs::permissions(directory_, fs::perms::all | fs::perms::sticky_bit);
  EXPECT_THAT(WhyNot("log"), HasSubstr("in a directory that others may write to"));
  EXPECT_EQ(WhyNot("another"), "");
  EXPECT_EQ(Read(victim), "precious\nmine\n");
  if (::geteuid() != 0) return;  // only root can give a file away
  std::ofstream(In("theirs"));
  ASSERT_EQ(::chown(In("theirs").c_str(), 65534, 65534), 0);
  EXPECT_THAT(WhyNot("theirs"), HasSubstr("belongs to somebody else"));
}

TEST_F(AppendFiles, ThatMayNotGrowAreAnErrorAndNoSignal) {
  const pid_t child = ::fork();
  if (child == 0) {
    AppendFile file(In("log").string());
    const rlimit limit{100, 100};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
      file.Append(std::string(1000, 'x'));
    } catch (const std::system_error& error) {
      ::_exit(error.code().value() == EFBIG ? 17 : 18);
    }
    ::_exit(19);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status)) << status;
  EXPECT_EQ(WEXITSTATUS(status), 17);
}

}  // namespace
}  // namespace combtest::internal
