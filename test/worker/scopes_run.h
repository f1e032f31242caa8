// One run of the suite of scopes, and what came of it.
#ifndef COMBTEST_TEST_WORKER_SCOPES_RUN_H_
#define COMBTEST_TEST_WORKER_SCOPES_RUN_H_

#include <map>
#include <string>
#include <vector>

#include "test/worker/program.h"

namespace combtest::test {

struct ScopesRun {
  int exit_code = 0;
  std::map<std::string, int> failed;  // how walks failed: "SetMode(1) in worker 0: crashed: …"
  std::vector<std::string> run_failures;
  std::string ledger;
  // Places, as `there:SetMode(1)`, with the processes that reached them, in order.
  std::vector<std::pair<std::string, int>> log;
  std::string err;
  std::vector<int> left_behind;

  int Count(const std::string& place) const;
  // Those of one process.
  std::vector<std::string> PlacesOf(int pid) const;
};

// Of 4 x 2 x 3 x 3 x 2 = 144 walks: 72 in a branch of SetMode, 24 in one of SetLevel.
ScopesRun RunScopes(const std::string& suite, Variables variables);
ScopesRun ResultsOfScopes(Program& program);

}  // namespace combtest::test

#endif  // COMBTEST_TEST_WORKER_SCOPES_RUN_H_
