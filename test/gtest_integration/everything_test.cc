// The same world wherever a walk runs: one program with everything, compared over all ways to run
// it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <regex>
#include <set>
#include <string>

#include "test/gtest_integration/suite_run.h"

namespace combtest::test {
namespace {

using testing::HasSubstr;

struct Outcome {
  BinaryRun run;
  std::string xml;
  std::string states;
  std::map<std::string, Words> effects;  // by walk, in their order
  Words announced;                       // by serial actions
  // By the option that walks run together on: who ran them.
  std::map<int, std::set<std::string>> processes;
};

// Each time it is there, from `begin` to `end`.
void Erase(std::string& text, const std::string& begin, const std::string& end) {
  for (auto at = text.find(begin); at != text.npos; at = text.find(begin, at))
    text.erase(at, text.find(end, at) - at);
}

// All but times, workers, threads, the random part of directories' names, and what is caught of
// walks' output in workers: GoogleTest's warning that a death test forks where there are threads.
std::string WithoutVarying(std::string text) {
  Erase(text, "\n  output:", "\n  replay:");
  Erase(text, "&#x0A;  output:", "&#x0A;  replay:");
  static const std::regex kVarying(
      R"re( (time|timestamp)="[^"]*"|--combtest_(workers|threads)=\d+|[^ ,]*/combtest-[0-9a-f]{16})re");
  return std::regex_replace(text, kVarying, "");
}

Outcome RunEverything(const std::string& program, int workers, int threads, bool states) {
  const std::string directory = FreshDirectory();
  Words argv = {program, "--gtest_output=xml:out.xml",
                "--combtest_workers=" + std::to_string(workers),
                "--combtest_threads=" + std::to_string(threads)};
  if (states) argv.push_back("--combtest_states=states.jsonl");
  Outcome outcome;
  outcome.run =
      RunBinary({argv, {{"EVERYTHING_LOG", directory + "/log"}, {"TMPDIR", directory}}, directory});
  outcome.xml = WithoutVarying(ReadFile(directory + "/out.xml"));
  if (states) {
    Words lines = Sorted(Lines(ReadFile(directory + "/states.jsonl")));
    for (const std::string& line : lines) outcome.states += line + "\n";
  }
  for (const std::string& line : Lines(ReadFile(directory + "/log"))) {
    const auto space = line.find(' ');
    if (line.starts_with("All/")) {
      outcome.effects[line.substr(0, space)].push_back(line.substr(space + 1));
    } else {
      outcome.announced.push_back(line);
    }
  }
  for (int deed = 0; deed < 10; ++deed) {
    const Words lines = Lines(ReadFile(directory + "/log.deed-" + std::to_string(deed)));
    outcome.processes[deed].insert(lines.begin(), lines.end());
  }
  return outcome;
}

struct Program {
  std::string name;
  std::string path;
};
void PrintTo(const Program& program, std::ostream* out) { *out << program.name; }

class TheSameWorld : public testing::TestWithParam<Program> {};

TEST_P(TheSameWorld, WhateverRunsTheWalks) {
  const Outcome here = RunEverything(GetParam().path, 0, 1, false);
  const bool serial = GetParam().name == "Serial";
  EXPECT_EQ(here.run.exit_code, 1);
  EXPECT_THAT(here.xml, HasSubstr(serial ? "tests=\"480\"" : "tests=\"120\""));
  EXPECT_THAT(here.xml, HasSubstr("caf\\xE9"));
  EXPECT_THAT(here.xml, HasSubstr("kept:   /"));
  EXPECT_THAT(here.xml, HasSubstr("while doing it"));
  EXPECT_EQ(here.effects.size(), serial ? 480u : 120u);
  EXPECT_EQ(here.announced.size(), serial ? 8u : 0u);
  const Outcome states = RunEverything(GetParam().path, 0, 1, true);
  EXPECT_EQ(states.xml, here.xml);
  EXPECT_THAT(states.states, HasSubstr("counted"));
  for (const int workers : {0, 1, 2, 8}) {
    for (const int threads : {1, 4}) {
      SCOPED_TRACE("workers " + std::to_string(workers) + ", threads " + std::to_string(threads));
      const Outcome there = RunEverything(GetParam().path, workers, threads, true);
      EXPECT_EQ(there.run.exit_code, 1) << there.run;
      EXPECT_EQ(there.xml, here.xml);
      EXPECT_EQ(there.states, states.states);
      EXPECT_EQ(there.effects, here.effects);
      EXPECT_EQ(there.announced, here.announced);
      std::set<std::string> all;
      for (const auto& [deed, processes] : there.processes) {
        EXPECT_EQ(processes.size(), 1u) << "walks of one deed ran apart: " << deed;
        all.insert(processes.begin(), processes.end());
      }
      EXPECT_GE(all.size(), workers > 1 ? 2u : 1u);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, TheSameWorld,
                         testing::Values(Program{"Plain", EVERYTHING_PROGRAM},
                                         Program{"Serial", EVERYTHING_SERIAL_PROGRAM}),
                         [](const auto& program) { return program.param.name; });

}  // namespace
}  // namespace combtest::test
