// g++: a program prints the same whatever flags it was compiled with. 30 flags that may be there or
// not, and four levels of optimisation: 4,294,967,296 walks, of which an array of strength 3 runs
// some dozens.
//
// What they show: three flags together break W. Kahan's compensated sum. One or two of them change
// nothing, as g++ passes over -fassociative-math unless both others are there. So a pairwise array
// finds it by luck.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "combtest/gtest.h"

namespace compiler_sample {
namespace {

struct Command {
  std::vector<std::string> flags;
};
BOOST_DESCRIBE_STRUCT(Command, (), (flags))

template <std::size_t kSize>
struct Text {
  constexpr Text(const char (&text)[kSize]) { std::copy_n(text, kSize, chars); }
  char chars[kSize];
};

template <Text kFlag>
struct Flag : combtest::Action {
  static constexpr std::string_view kName{kFlag.chars};
  static constexpr std::array kOptions = {false, true};
  void Run(bool on, Command& command) const {
    if (on) command.flags.push_back("-" + std::string(kName));
  }
};

struct Optimize : combtest::Action {
  static constexpr std::array<std::string_view, 4> kOptions = {"O1", "O2", "O3", "Os"};
  void Run(std::string_view level, Command& command) const {
    command.flags.push_back("-" + std::string(level));
  }
};

// What a shell command prints, both outputs.
std::string Printed(const std::string& command, int& status) {
  std::string text;
  std::FILE* const pipe = popen(("(" + command + ") 2>&1").c_str(), "r");
  if (pipe == nullptr) {
    status = -1;
    return "popen failed";
  }
  std::array<char, 4096> buffer;
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe))
    text.append(buffer.data(), size);
  status = pclose(pipe);
  return text;
}

// Compiled with the flags in a directory, and run.
std::string OutputWith(const std::vector<std::string>& flags, const std::string& directory) {
  std::string command = "cd '" + directory + "' && '" COMPILER "' -std=c++20 -w";
  for (const std::string& flag : flags) command += " " + flag;
  command += " '" PROGRAMS "/main.cc' '" PROGRAMS "/programs.cc' -o program && ./program";
  int status = 0;
  std::string output = Printed(command, status);
  EXPECT_EQ(status, 0) << command << "\n" << output;
  return output;
}

struct CompileAndRun : combtest::Action {
  static constexpr std::array kOptions = {true};
  void Run(bool, const Command& command) const {
    const std::string directory = combtest::CurrentWalk::Get().ScratchDir();
    static const std::string kPlain = OutputWith({"-O0"}, directory);
    EXPECT_EQ(OutputWith(command.flags, directory), kPlain);
  }
};

using Compilations = combtest::Walks<
    Command, Optimize, Flag<"fassociative-math">, Flag<"fno-signed-zeros">,
    Flag<"fno-trapping-math">, Flag<"fno-math-errno">, Flag<"fwrapv">, Flag<"fno-strict-aliasing">,
    Flag<"funroll-loops">, Flag<"ftree-vectorize">, Flag<"fno-inline">, Flag<"fno-gcse">,
    Flag<"fno-tree-pre">, Flag<"fno-ivopts">, Flag<"fipa-pta">, Flag<"fmodulo-sched">,
    Flag<"fsched-pressure">, Flag<"fweb">, Flag<"frename-registers">, Flag<"fsplit-loops">,
    Flag<"floop-interchange">, Flag<"falign-functions=64">, Flag<"ffunction-sections">,
    Flag<"fdata-sections">, Flag<"fPIC">, Flag<"fno-plt">, Flag<"fstack-protector-all">,
    Flag<"fno-omit-frame-pointer">, Flag<"fno-rtti">, Flag<"fno-exceptions">,
    Flag<"fno-threadsafe-statics">, Flag<"fno-delete-null-pointer-checks">, CompileAndRun>;

class CompilerWalks : public combtest::WalkTest<Command> {};
TEST_P(CompilerWalks, PrintTheSame) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(Gcc, CompilerWalks, Compilations().Strength(3), combtest::WalkName());

}  // namespace
}  // namespace compiler_sample
