// Copies by a shell of this machine; ssh_test.cc has those by ssh.
#include "src/launcher/program_copy.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "combtest/action.h"
#include "test/support/text.h"

namespace combtest::internal {
namespace {

class ProgramCopyTest : public testing::Test {
 protected:
  ProgramCopyTest() {
    std::string pattern = std::filesystem::temp_directory_path() / "combtest-copy-XXXXXX";
    directory_ = ::mkdtemp(pattern.data());
    ::setenv("TMPDIR", directory_.c_str(), 1);
    std::ofstream(program()) << "abc";
  }
  ~ProgramCopyTest() override {
    ::setenv("PATH", path_.c_str(), 1);
    ::unsetenv("TMPDIR");
    std::filesystem::remove_all(directory_);
  }

  std::string program() const { return directory_ / "program"; }
  // A sha256sum that is this script.
  void SetSha256sum(const std::string& script) const {
    const auto file = directory_ / "sha256sum";
    std::ofstream(file) << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    ::setenv("PATH", (directory_.string() + ":" + path_).c_str(), 1);
  }
  // For this run alone; empty: for all.
  CopyTarget Copied(const std::string& run = {}) const {
    std::vector<CopyTarget> targets{{"here", {"sh", "-c"}}};
    CopyProgram(program(), run, targets);
    return targets[0];
  }

 private:
  const std::string path_ = ::getenv("PATH");
  std::filesystem::path directory_;
};

TEST_F(ProgramCopyTest, StandsUnderItsHash) {
  const CopyTarget copy = Copied();
  EXPECT_EQ(copy.error, "");
  // FIPS 180-4's example.
  EXPECT_TRUE(test::Contains(
      copy.path, "/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad/program"));
  std::string text;
  std::ifstream(copy.path) >> text;
  EXPECT_EQ(text, "abc");
  RemoveCopy({"sh", "-c"}, copy.path);
  EXPECT_FALSE(std::filesystem::exists(copy.path));
}

// Two at once that remove their copies.
TEST_F(ProgramCopyTest, ARunsOwnOutlivesTheEndOfAnother) {
  const CopyTarget first = Copied("first");
  const CopyTarget second = Copied("second");
  EXPECT_NE(first.path, second.path);
  RemoveCopy({"sh", "-c"}, first.path);
  EXPECT_FALSE(std::filesystem::exists(first.path));
  EXPECT_TRUE(std::filesystem::exists(second.path));
}

TEST_F(ProgramCopyTest, NeedsAHash) {
  SetSha256sum("echo nonsense");
  EXPECT_EQ(test::MessageOf<Error>([&] { Copied(); }),
            "the program can't be copied: sha256sum's answer is no hash: nonsense\n");
  SetSha256sum("cat >/dev/null; exit 3");
  EXPECT_EQ(test::MessageOf<Error>([&] { Copied(); }),
            "the program can't be copied: sha256sum: exit code 3");
}

}  // namespace
}  // namespace combtest::internal
