// What is quoted comes out of a real shell as it went in.
#include "src/text/shell_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <random>

#include "combtest/action.h"
#include "combtest/launcher.h"
#include "src/launcher/pasted_word.h"

namespace combtest {
namespace {

using testing::ElementsAre;

std::string OutputOf(const std::string& command) {
  // As an argument, the way ssh's server hands it to the shell.
  std::string script = "exec sh -c " + ShellQuoted(command);
  std::FILE* pipe = ::popen(script.c_str(), "r");
  std::string out;
  for (int c = 0; (c = std::fgetc(pipe)) != EOF;) out += static_cast<char>(c);
  ::pclose(pipe);
  return out;
}

// Anything but NUL, the shell's own characters more often than others.
std::string Hostile(std::mt19937& random, bool name) {
  constexpr std::string_view kLikely = "'\"\\$`!*?[]{}()<>|&;#~ \t\n-=%";
  std::string text;
  for (auto left = random() % 12 + (name ? 1 : 0); left > 0; --left) {
    const char c = random() % 3 == 0 ? static_cast<char>(random() % 255 + 1)
                                     : kLikely[random() % kLikely.size()];
    if (!name || c != '=') text += c;
  }
  return text.empty() && name ? "-" : text;
}

TEST(ShellWords, HostileNamesAndValuesArriveUnharmed) {
  for (unsigned seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    WorkerRequest request;
    request.program = "/usr/bin/env";
    request.arguments = {"-0"};
    for (int i = 0; i < 6; ++i) {
      request.variables.push_back("COMBTEST_FUZZ" + std::to_string(i) + Hostile(random, true) +
                                  "=" + Hostile(random, false));
    }
    request.variables.push_back(Hostile(random, true) + "=" + Hostile(random, false));
    const std::string seen =
        std::string(1, '\0') + OutputOf(WorkerShellCommand(request, Hostile(random, false)));
    for (const std::string& variable : request.variables) {
      EXPECT_NE(seen.find(std::string(1, '\0') + variable + std::string(1, '\0')), seen.npos)
          << variable;
    }
  }
}

TEST(ShellWords, HostileArgumentsToo) {
  for (unsigned seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(1000 + seed);
    WorkerRequest request;
    request.program = "/usr/bin/printf";
    request.arguments = {"%s\\n--\\n"};
    std::string expected;
    for (int i = 0; i < 4; ++i) {
      request.arguments.push_back(Hostile(random, false));
      expected += request.arguments.back() + "\n--\n";
    }
    EXPECT_EQ(OutputOf(WorkerShellCommand(request)), expected);
  }
}

// What a person is shown is UTF-8, and what the shell makes of it is what was meant.
TEST(ShellWords, WordsToPasteAreText) {
  EXPECT_EQ(internal::PastedWord("build/disk test"), "'build/disk test'");
  EXPECT_EQ(internal::PastedWord("caf\u00E9/test"), "'caf\u00E9/test'");
  EXPECT_EQ(internal::PastedWord("caf\xE9/te st"), "\"$(printf 'caf\\351/te\\040st')\"");
  for (unsigned seed = 0; seed < 150; ++seed) {
    std::mt19937 random(2000 + seed);
    const std::string text = Hostile(random, false) + ".";
    EXPECT_EQ(OutputOf("printf %s " + internal::PastedWord(text)), text) << seed;
  }
}

TEST(ShellWords, AProgramWithAnEqualSign) {
  WorkerRequest request;
  request.program = "/bin/no=such/../echo";
  EXPECT_EQ(WorkerWords(request)[2], "sh");
}

TEST(ShellWords, ATemplateIsDividedAsByAShell) {
  EXPECT_THAT(internal::SplitWords("docker exec -i {host} {command}"),
              ElementsAre("docker", "exec", "-i", "{host}", "{command}"));
  EXPECT_THAT(internal::SplitWords(R"(a 'b c' "d \" e"f '' \g  )"),
              ElementsAre("a", "b c", "d \" ef", "", "g"));
  EXPECT_THAT(internal::SplitWords("$HOME `x` *"), ElementsAre("$HOME", "`x`", "*"));
  EXPECT_THROW(internal::SplitWords("a 'b"), Error);
}

}  // namespace
}  // namespace combtest
