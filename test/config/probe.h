// The program that tells its options, started in a directory of its own.
#ifndef COMBTEST_TEST_CONFIG_PROBE_H_
#define COMBTEST_TEST_CONFIG_PROBE_H_

#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

namespace combtest::test {

class ProbeTest : public testing::Test {
 protected:
  ProbeTest() {
    std::string pattern = std::filesystem::temp_directory_path() / "combtest-config-XXXXXX";
    directory_ = ::mkdtemp(pattern.data());
  }
  ~ProbeTest() override { std::filesystem::remove_all(directory_); }

  std::filesystem::path path() const { return std::filesystem::path(directory_) / "combtest.cfg"; }
  void File(const std::string& text) const { std::ofstream(path(), std::ios::binary) << text; }
  // What the probe prints, started in the directory with these variables and arguments, which a
  // shell reads.
  std::string Probe(const std::string& variables = "", const std::string& arguments = "") const {
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
  // What it says of a combtest.cfg with this text.
  std::string Told(const std::string& text) const {
    File(text);
    return Probe();
  }

 private:
  std::string directory_;
};

}  // namespace combtest::test

#endif  // COMBTEST_TEST_CONFIG_PROBE_H_
