// A program that is stopped with all of its processes, as a container is that is paused: time in
// which nobody ran counts for no time limit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

struct Case {
  std::string where;  // it is frozen
  std::string suite;
  Variables variables;
  std::unique_ptr<Program> program;
  std::vector<int> others;  // processes of it

  bool IsThere() const {
    return ::access((program->directory() / "claimed.gate").c_str(), F_OK) == 0;
  }
  void Signal(int signal) const {
    program->Signal(signal);
    for (const int pid : others) ::kill(pid, signal);
  }
};

// By the suite of scopes.
Case Scopes(std::string where, const char* suite, const char* place, Variables variables) {
  variables["SUITE"] = suite;
  variables["FAULT"] = std::string("gate@") + place;
  return {std::move(where), COMBTEST_SCOPES_SUITE, std::move(variables), nullptr, {}};
}

TEST(Frozen, CountsForNoTimeLimit) {
  std::vector<Case> cases;
  const Variables workers{{"COMBTEST_WORKERS", "2"}};
  const Variables threads{{"COMBTEST_THREADS", "4"}};
  cases.push_back(Scopes("a walk in a worker", "once", "there:Write(1)", workers));
  cases.push_back(Scopes("a walk in a thread", "once", "Write(1)", threads));
  cases.push_back(Scopes("a serial action beside workers", "once", "SetLevel(1)", workers));
  cases.push_back(Scopes("an Undo beside workers", "once", "~SetLevel(1)", workers));
  cases.push_back(Scopes("a serial action without workers", "once", "SetLevel(1)", threads));
  cases.push_back(Scopes("a serial action in the stage", "own", "there:SetLevel(1)", workers));
  cases.push_back(Scopes("the stage without workers", "own", "there:~SetMode(0)", {}));
  cases.push_back(Scopes("a serial action in workers", "every", "there:SetMode(1)", workers));
  cases.push_back({"a start",
                   COMBTEST_FAULT_SUITE,
                   {{"COMBTEST_WORKERS", "2"}, {"FAULT_OPENS", "1"}, {"FAULT_START", "gate"}},
                   nullptr,
                   {}});
  for (Case& one : cases) {
    for (const char* limit : {"WALK", "SERIAL", "START"}) {
      if (one.variables.contains("COMBTEST_WORKERS") || limit == std::string("SERIAL"))
        one.variables[std::string("COMBTEST_") + limit + "_TIMEOUT"] = "5s";
    }
    one.variables["COMBTEST_HEARTBEAT"] = "5s";
    one.variables["COMBTEST_RUN_TIMEOUT"] = "8s";
    one.program = std::make_unique<Program>(one.suite, one.variables);
    ASSERT_TRUE(Eventually([&] { return one.IsThere(); })) << one.where << one.program->err();
    one.others = one.program->Descendants();
    one.Signal(SIGSTOP);
  }
  std::this_thread::sleep_for(std::chrono::seconds(9));
  for (const Case& one : cases) {
    std::ofstream(one.program->directory() / "gate").flush();
    one.Signal(SIGCONT);
    EXPECT_EQ(one.program->Wait(), 0) << one.where << ":\n"
                                      << one.program->out() << one.program->err();
  }
}

}  // namespace
}  // namespace combtest::test
