#include "test/worker/scopes_run.h"

#include <algorithm>
#include <sstream>

namespace combtest::test {

int ScopesRun::Count(const std::string& place) const {
  return static_cast<int>(std::count_if(log.begin(), log.end(),
                                        [&](const auto& entry) { return entry.first == place; }));
}

std::vector<std::string> ScopesRun::PlacesOf(int pid) const {
  std::vector<std::string> places;
  for (const auto& [place, process] : log) {
    if (process == pid) places.push_back(place);
  }
  return places;
}

ScopesRun RunScopes(const std::string& suite, Variables variables) {
  variables["SUITE"] = suite;
  Program program(COMBTEST_SCOPES_SUITE, variables);
  return ResultsOfScopes(program);
}

ScopesRun ResultsOfScopes(Program& program) {
  ScopesRun run;
  run.exit_code = program.Wait();
  run.err = program.err();
  std::istringstream out(program.out());
  for (std::string line; std::getline(out, line);) {
    if (line.starts_with("failed ")) ++run.failed[line.substr(line.find(" at ") + 4)];
    if (line.starts_with("run failure: ")) run.run_failures.push_back(line.substr(13));
    if (line.starts_with("ledger ")) run.ledger = line.substr(7);
  }
  std::istringstream log(program.File("log"));
  std::string place;
  for (int pid = 0; log >> place >> pid;) run.log.emplace_back(place, pid);
  run.left_behind = program.Descendants();
  return run;
}

}  // namespace combtest::test
