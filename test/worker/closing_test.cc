// Who closes all descriptors is known, however many walks are sent at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <sstream>
#include <string>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

using testing::HasSubstr;

struct Closed {
  std::set<int> failed;
  std::string ledger;
};

Closed Close(Variables variables, const std::string& why) {
  Program program(COMBTEST_CLOSING_SUITE, variables);
  EXPECT_EQ(program.Wait(), 0);
  SCOPED_TRACE(program.err().substr(0, 2000));
  Closed closed;
  std::istringstream out(program.out());
  for (std::string line; std::getline(out, line);) {
    if (line.starts_with("ledger ")) closed.ledger = line.substr(7);
    if (!line.starts_with("failed ")) continue;
    closed.failed.insert(std::stoi(line.substr(7)));
    EXPECT_THAT(line, HasSubstr(why));
  }
  return closed;
}

class Closing : public testing::TestWithParam<const char*> {};

TEST_P(Closing, IsBlamedOnTheWalkThatDidItAlwaysAndOnly) {
  std::set<int> culprits;
  for (int id = 0; id < 8000; ++id) {
    if (id / 400 % 10 == 3 && id / 20 % 20 % 7 == 2 && id % 20 % 6 == 1) culprits.insert(id);
  }
  ASSERT_EQ(culprits.size(), 24u);
  for (const char* workers : {"1", "3"}) {
    if (GetParam() != std::string("all") && workers == std::string("1")) continue;
    const Closed closed = Close({{"COMBTEST_WORKERS", workers}, {"CLOSE_KIND", GetParam()}},
                                "it closed descriptors that belong to its worker");
    EXPECT_EQ(closed.failed, culprits);
    EXPECT_THAT(closed.ledger, HasSubstr("8000 selected = 7976 passed + 24 crashed"));
  }
}

INSTANTIATE_TEST_SUITE_P(All, Closing,
                         testing::Values("all", "down", "range", "output", "thread", "replace",
                                         "reopen", "destructor"),
                         [](const auto& kind) { return std::string(kind.param); });

// The thread that reads from the channel has descriptors of its own.
TEST(ClosingInput, HarmsNobody) {
  const Closed closed = Close({{"COMBTEST_WORKERS", "2"}, {"CLOSE_KIND", "input"}}, "");
  EXPECT_THAT(closed.ledger, HasSubstr("8000 selected = 8000 passed"));
}

TEST(ClosingInTheStage, FailsTheBranch) {
  for (const char* kind : {"all", "output", "replace"}) {
    for (const char* workers : {"0", "2"}) {
      const Closed closed =
          Close({{"COMBTEST_WORKERS", workers}, {"CLOSE_KIND", kind}, {"CLOSE_SERIAL", "own"}},
                "it closed descriptors that belong to its process");
      EXPECT_THAT(closed.ledger, HasSubstr("1200 selected = 800 passed + 400 crashed")) << kind;
    }
  }
}

// Nothing can go on without them; what is known is told.
TEST(ClosingInTheProgram, EndsTheRun) {
  for (const char* kind : {"range", "reopen", "all", "down"}) {
    for (const char* workers : {"0", "2"}) {
      SCOPED_TRACE(std::string(kind) + ", workers: " + workers);
      Program program(
          COMBTEST_CLOSING_SUITE,
          {{"COMBTEST_WORKERS", workers}, {"CLOSE_KIND", kind}, {"CLOSE_SERIAL", "here"}});
      EXPECT_EQ(program.Wait(), 72);
      const bool can_say = kind == std::string("range") || kind == std::string("reopen");
      EXPECT_THAT(
          program.err(),
          HasSubstr(can_say ? "Turn(1) closed descriptors that belong to the program" : ""));
      EXPECT_TRUE(Eventually([&] { return program.Descendants().empty(); }));
      std::string trace;
      for (const auto& entry :
           std::filesystem::directory_iterator(program.directory() / "traces")) {
        if (entry.path().extension() == ".jsonl") trace = ReadFile(entry.path());
      }
      const auto last = trace.rfind('\n', trace.size() - 2) + 1;
      EXPECT_THAT(trace.substr(last), testing::StartsWith("{\"type\":\"end\""))
          << trace.substr(0, 3000);
      EXPECT_THAT(trace.substr(last), HasSubstr("\"failed\":400")) << trace.substr(last);
    }
  }
}

}  // namespace
}  // namespace combtest::test
