// All that a run leaves to be read, and whether it tells one story.
#ifndef COMBTEST_TEST_CHAOS_ACCOUNT_H_
#define COMBTEST_TEST_CHAOS_ACCOUNT_H_

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "test/worker/program.h"

namespace combtest::test {

struct Account {
  int exit_code = 0;  // minus the signal that ended it
  std::string out, err;
  std::map<std::string, std::string>
      cases;  // by walk, of GoogleTest's report: passed, failed, skipped
  bool has_report = false;
  std::map<std::string, std::string> outcomes;  // by walk, of the trace
  std::uint64_t shown = 0;                      // walks of the trace, other than those not run
  std::optional<boost::json::object> end;       // its last record
  std::string trace;                            // the file
  std::map<std::string, std::string> states;    // by walk: JSON
  std::map<std::string, int> visits;            // by place
};

// How to ask a program of walks for all that.
struct Asked {
  std::string suite;  // "Chaos1"
  Variables variables;
  std::vector<std::string> flags;
  bool xml = true;  // GoogleTest's report; else JSON
  bool states = false;
};
std::vector<std::string> FlagsOf(const Asked& asked);

// Of a program that has ended.
Account AccountOf(const Asked& asked, const Program& program, int exit_code);

// Whether the console, GoogleTest's report, the trace and the exit code say the same; what doesn't,
// in lines. `walks`: all that were to run, by name.
std::string Contradictions(const Account& account, const std::set<std::string>& walks);
// Whether --combtest_rerun selects what the trace says hasn't passed.
std::string RerunContradictions(const std::string& program, const Asked& asked,
                                const Account& account, const std::set<std::string>& walks);

}  // namespace combtest::test

#endif  // COMBTEST_TEST_CHAOS_ACCOUNT_H_
