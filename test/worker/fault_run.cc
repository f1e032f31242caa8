#include "test/worker/fault_run.h"

#include <gtest/gtest.h>

#include <sstream>

namespace combtest::test {
namespace {

int NumberIn(const Variables& variables, const std::string& name, int otherwise) {
  const auto found = variables.find(name);
  return found == variables.end() ? otherwise : std::stoi(found->second);
}

std::string Place(const char* action, std::initializer_list<int> options) {
  std::string place = action;
  for (const char* separator = "("; const int option : options) {
    place += separator + std::to_string(option);
    separator = ",";
  }
  return place + ")";
}

int Count(const FaultRun& run, const std::string& place) {
  const auto found = run.log.find(place);
  return found == run.log.end() ? 0 : found->second;
}

}  // namespace

FaultWalk WalkOf(std::uint64_t id) {
  const int i = static_cast<int>(id);
  return {i / 24, i / 12 % 2, i / 4 % 3, i / 2 % 2, i % 2};
}

std::uint64_t FaultRun::OnlyFailed() const {
  EXPECT_EQ(failed.size(), 1u);
  for (const auto& [id, text] : failed) {
    if (failed.size() > 1) ADD_FAILURE() << id << " " << text;
  }
  return failed.empty() ? ~std::uint64_t{} : failed.begin()->first;
}

FaultRun ResultsOf(Program& program, const Variables& variables) {
  FaultRun run;
  run.exit_code = program.Wait();
  run.left_behind = program.Descendants();
  run.opens = NumberIn(variables, "FAULT_OPENS", 8);
  run.ballast = NumberIn(variables, "FAULT_BALLAST", 0);
  run.err = program.err();
  std::istringstream out(program.out());
  for (std::string line; std::getline(out, line);) {
    std::istringstream words(line);
    std::string kind;
    std::uint64_t id = 0;
    words >> kind;
    const std::string rest = line.substr(std::min(line.size(), kind.size() + 1));
    if (kind == "ledger") run.ledger = rest;
    if (kind == "run") run.run_failures.push_back(rest);
    if (kind != "failed" && kind != "state") continue;
    words >> id;
    words.get();
    std::string text;
    std::getline(words, text);
    (kind == "failed" ? run.failed : run.states)[id] = text;
  }
  std::istringstream log(program.File("log"));
  for (std::string place; std::getline(log, place);) ++run.log[place];
  return run;
}

FaultRun RunFaults(const Variables& variables, bool opaque_state) {
  Variables all{{"COMBTEST_WORKERS", "2"}};
  for (const auto& [name, value] : variables) all[name] = value;
  Program program(opaque_state ? COMBTEST_OPAQUE_SUITE : COMBTEST_FAULT_SUITE, all);
  return ResultsOf(program, all);
}

FaultRun RunFaultsBy(const std::vector<std::string>& starter, const Variables& variables) {
  Variables all{{"COMBTEST_WORKERS", "2"}};
  for (const auto& [name, value] : variables) all[name] = value;
  std::vector<std::string> arguments(starter.begin() + 1, starter.end());
  arguments.push_back(COMBTEST_FAULT_SUITE);
  Program program(starter.front(), all, arguments);
  return ResultsOf(program, all);
}

void ExpectNothingRanTwice(const FaultRun& run) {
  for (const auto& [place, count] : run.log) {
    const int most = place.starts_with("Open")      ? 24
                     : place.starts_with("Write")   ? 4
                     : place.starts_with("Sync")    ? 2
                     : place.starts_with("Remount") ? 1
                                                    : 1;
    EXPECT_LE(count, most) << place;
  }
}

void ExpectTheRestUnharmed(const FaultRun& run) {
  SCOPED_TRACE("stderr:\n" + run.err.substr(0, 4000));
  ExpectNothingRanTwice(run);
  EXPECT_TRUE(run.left_behind.empty());
  const std::size_t failed = run.failed.size();
  const std::string balance = std::to_string(run.walks()) +
                              " selected = " + std::to_string(run.walks() - failed) + " passed";
  EXPECT_TRUE(run.ledger.starts_with(balance)) << run.ledger;
  EXPECT_TRUE(run.ledger.ends_with("; balanced")) << run.ledger;
  for (int open = 0; open < run.opens; ++open) EXPECT_EQ(Count(run, Place("Open", {open})), 24);
  for (std::uint64_t id = 0; id < run.walks(); ++id) {
    if (run.failed.contains(id)) continue;
    const FaultWalk w = WalkOf(id);
    const auto state = run.states.find(id);
    ASSERT_NE(state, run.states.end()) << "walk " << id;
    std::ostringstream expected;
    expected << "passed " << w.open << "," << w.remount << "," << w.write << "," << w.sync << ","
             << w.read << "," << run.ballast;
    EXPECT_EQ(state->second, expected.str()) << "walk " << id;
    EXPECT_EQ(Count(run, Place("Read", {w.open, w.remount, w.write, w.sync, w.read})), 1);
  }
  for (const char* serial : {"Remount(0)", "Remount(1)"}) EXPECT_EQ(Count(run, serial), 1);
  for (const char* serial : {"Sync(0)", "Sync(1)"}) EXPECT_EQ(Count(run, serial), 2);
}

}  // namespace combtest::test
