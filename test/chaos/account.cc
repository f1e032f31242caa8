#include "test/chaos/account.h"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string_view>

#include "test/support/run_binary.h"

namespace combtest::test {
namespace {

std::string Piece(const std::string& text, const std::string& before, char after) {
  const auto at = text.find(before);
  if (at == text.npos) return {};
  const auto begin = at + before.size();
  return text.substr(begin, text.find(after, begin) - begin);
}

// "Pass/A_1__B_2" to "A_1__B_2".
std::string WalkOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

void ReadXml(const std::string& text, Account& account) {
  std::istringstream lines(text);
  std::string* result = nullptr;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("<testcase ") != line.npos) {
      result = &account.cases[WalkOf(Piece(line, " name=\"", '"'))];
      *result = Piece(line, " result=\"", '"') == "skipped" ? "skipped" : "passed";
    }
    if (result != nullptr && line.find("<failure ") != line.npos) *result = "failed";
    account.has_report = account.has_report || line.find("</testsuites>") != line.npos;
  }
}

void ReadJson(const std::string& text, Account& account) {
  boost::system::error_code error;
  const boost::json::value report = boost::json::parse(text, error);
  // GoogleTest 1.12 writes no valid JSON where something failed outside of all tests.
  if (error) return;
  account.has_report = true;
  for (const auto& suite : report.at("testsuites").as_array()) {
    for (const auto& entry : suite.at("testsuite").as_array()) {
      const boost::json::object& test = entry.as_object();
      account.cases[WalkOf(test.at("name").as_string().c_str())] =
          test.contains("failures")        ? "failed"
          : test.at("result") == "SKIPPED" ? "skipped"
                                           : "passed";
    }
  }
}

void ReadTrace(const std::string& path, Account& account) {
  account.trace = path;
  std::istringstream lines(ReadFile(path));
  for (std::string line; std::getline(lines, line);) {
    boost::system::error_code error;
    const boost::json::value record = boost::json::parse(line, error);
    if (error) return;  // the last one, of a program that was ended
    const boost::json::object& fields = record.as_object();
    if (fields.at("type") == "walk")
      account.outcomes[WalkOf(fields.at("name").as_string().c_str())] =
          fields.at("outcome").as_string().c_str();
    if (fields.at("type") == "end") account.end = fields;
  }
}

std::uint64_t CountOf(const std::map<std::string, std::string>& entries, std::string_view value) {
  return static_cast<std::uint64_t>(std::count_if(
      entries.begin(), entries.end(), [&](const auto& entry) { return entry.second == value; }));
}

bool CountsAsFailed(const std::string& outcome) {
  constexpr std::array<std::string_view, 5> kFailures = {"failed", "crashed", "exited", "timed out",
                                                         "lost"};
  return std::find(kFailures.begin(), kFailures.end(), outcome) != kFailures.end();
}

// As the summary has it: "9 selected = 8 passed + 1 crashed".
std::string LedgerText(const boost::json::object& ledger) {
  std::string text = std::to_string(ledger.at("selected").to_number<std::uint64_t>()) + " selected";
  const char* separator = " = ";
  for (const char* key :
       {"passed", "flaky", "failed", "cancelled", "crashed", "timed_out", "lost", "not_run"}) {
    const auto count = ledger.at(key).to_number<std::uint64_t>();
    if (count == 0) continue;
    std::string word = key;
    std::replace(word.begin(), word.end(), '_', ' ');
    text += separator + std::to_string(count) + " " + word;
    separator = " + ";
  }
  return text;
}

std::string OutcomeIn(const Account& account, const std::string& walk) {
  const auto outcome = account.outcomes.find(walk);
  return outcome == account.outcomes.end() ? "not run" : outcome->second;
}

std::uint64_t NumberBehind(const std::string& text, const std::string& mark) {
  const auto at = text.rfind(mark);
  return at == text.npos ? 0 : std::strtoull(text.c_str() + at + mark.size(), nullptr, 10);
}

}  // namespace

std::vector<std::string> FlagsOf(const Asked& asked) {
  std::vector<std::string> flags = {
      "--gtest_filter=*/" + asked.suite + ".*",
      std::string("--gtest_output=") + (asked.xml ? "xml:report.xml" : "json:report.json"),
      "--combtest_log_dir=logs"};
  if (asked.states) flags.push_back("--combtest_states=states");
  flags.insert(flags.end(), asked.flags.begin(), asked.flags.end());
  return flags;
}

Account AccountOf(const Asked& asked, const Program& program, int exit_code) {
  Account account;
  account.exit_code = exit_code;
  account.out = program.out();
  account.err = program.err();
  asked.xml ? ReadXml(program.File("report.xml"), account)
            : ReadJson(program.File("report.json"), account);
  if (std::filesystem::exists(program.directory() / "logs")) {
    for (const auto& entry : std::filesystem::directory_iterator(program.directory() / "logs")) {
      const std::string path = entry.path();
      if (path.ends_with(".trace.jsonl")) ReadTrace(path, account);
    }
  }
  std::istringstream states(program.File("states"));
  for (std::string line; std::getline(states, line);) {
    const boost::json::value record = boost::json::parse(line);
    account.states[WalkOf(record.at("name").as_string().c_str())] =
        boost::json::serialize(record.at("state"));
  }
  std::istringstream visits(program.File("log"));
  for (std::string place; std::getline(visits, place);) ++account.visits[place];
  return account;
}

std::string Contradictions(const Account& account, const std::set<std::string>& walks) {
  std::ostringstream said;
  if (!account.end) return "the trace has no end\n";
  for (const auto& [walk, outcome] : account.outcomes) {
    if (!walks.contains(walk)) said << "a walk that wasn't to run: " << walk << "\n";
  }
  std::map<std::string, std::string> outcomes;
  for (const std::string& walk : walks) outcomes[walk] = OutcomeIn(account, walk);
  const boost::json::object& ledger = account.end->at("ledger").as_object();
  const std::map<std::string, std::uint64_t> counts = {
      {"passed", CountOf(outcomes, "passed")},
      {"failed", CountOf(outcomes, "failed")},
      {"cancelled", CountOf(outcomes, "cancelled")},
      {"crashed", CountOf(outcomes, "crashed") + CountOf(outcomes, "exited")},
      {"timed_out", CountOf(outcomes, "timed out")},
      {"lost", CountOf(outcomes, "lost")},
      {"not_run", CountOf(outcomes, "not run")},
      {"selected", walks.size()}};
  for (const auto& [name, count] : counts) {
    const auto told = ledger.at(name).to_number<std::uint64_t>();
    if (told != count)
      said << "the ledger has " << told << " " << name << ", the walks of the trace " << count
           << "\n";
  }
  if (account.out.find(" selected = ") != std::string::npos &&
      account.out.find(LedgerText(ledger) + ";") == std::string::npos)
    said << "the summary doesn't say: " << LedgerText(ledger) << "\n";

  std::uint64_t failed = 0, passed = 0;
  for (const auto& [walk, outcome] : outcomes) {
    const bool fails = CountsAsFailed(outcome);
    failed += fails ? 1 : 0;
    passed += outcome == "passed" ? 1 : 0;
    if (!account.has_report) continue;
    const auto reported = account.cases.find(walk);
    const std::string result = reported == account.cases.end() ? "absent" : reported->second;
    if (result != (fails ? "failed" : outcome == "passed" ? "passed" : "skipped"))
      said << walk << " is " << outcome << " in the trace and " << result << " in the report\n";
  }
  if (NumberBehind(account.out, "[  PASSED  ] ") != passed)
    said << "the console tells of another number than " << passed << " that passed\n";
  if (failed > 0 &&
      account.out.find("[  FAILED  ] " + std::to_string(failed) + " test") == std::string::npos)
    said << "the console tells of another number than " << failed << " that failed\n";
  const bool fails = failed > 0 || !account.end->at("failures").as_array().empty();
  if (account.exit_code == 0 && counts.at("not_run") > 0)
    said << "not all has run, and the exit code is 0\n";
  if (account.exit_code != (fails ? 1 : 0))
    said << "the exit code is " << account.exit_code << " where " << failed
         << " failed and there are " << account.end->at("failures").as_array().size()
         << " failures of the run\n";
  return said.str();
}

std::string RerunContradictions(const std::string& program, const Asked& asked,
                                const Account& account, const std::set<std::string>& walks) {
  Binary list;
  list.argv = {program, "--gtest_list_tests", "--gtest_filter=*/" + asked.suite + ".*",
               "--combtest_rerun=" + account.trace};
  list.environment = {asked.variables.begin(), asked.variables.end()};
  const BinaryRun run = RunBinary(list);
  std::set<std::string> selected;
  std::istringstream lines(run.out);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("  ")) selected.insert(WalkOf(line.substr(0, line.find("  #"))));
  }
  std::set<std::string> right;
  for (const std::string& walk : walks) {
    const std::string outcome = OutcomeIn(account, walk);
    if (outcome != "passed" && outcome != "cancelled") right.insert(walk);
  }
  if (selected == right && run.exit_code == 0) return {};
  std::ostringstream said;
  said << "rerun selects " << selected.size() << " walks, not " << right.size() << "\n" << run;
  return said.str();
}

}  // namespace combtest::test
