// Kills and signals at random moments of runs in which nothing else goes wrong: each run ends, and
// all that it leaves tells one story. CHAOS_ROUNDS=200 or 7-200 says which of the rounds.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "test/chaos/account.h"
#include "test/chaos/chaos_model.h"
#include "test/chaos/chaos_plan.h"
#include "test/chaos/seeds.h"
#include "test/worker/program.h"

namespace combtest::test {
namespace {

constexpr auto kBound = std::chrono::seconds(60);

class Round {
 public:
  Round(std::uint64_t number, int least_workers)
      : random_(number),
        plan_(CalmPlanOf(number, least_workers)),
        prophecy_(Foretell(plan_)),
        asked_(AskedOf(plan_)) {
    for (const auto& [walk, foretold] : prophecy_.walks) walks_.insert(walk);
    asked_.variables["CHAOS_CALM"] = "1";
    asked_.variables["CHAOS_STAY"] = std::to_string(Below(3000));
    program_.emplace(CHAOS_SUITE, asked_.variables, FlagsOf(asked_));
  }

  // From 0 to limit - 1.
  int Below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
  void Pause(int most_milliseconds) {
    std::this_thread::sleep_for(std::chrono::microseconds(Below(most_milliseconds * 1000)));
  }
  bool over() {
    if (exit_code_ == -1000) exit_code_ = program_->Wait(std::chrono::seconds(0));
    return exit_code_ != -1000;
  }
  Program& program() { return *program_; }
  std::vector<int> Children() const {
    std::vector<int> children;
    std::error_code gone;
    const std::string tasks = "/proc/" + std::to_string(program_->pid()) + "/task";
    for (const auto& task : std::filesystem::directory_iterator(tasks, gone)) {
      std::istringstream pids(ReadFile(task.path() / "children"));
      for (int pid = 0; pids >> pid;) children.push_back(pid);
    }
    return children;
  }

  // Waits for its end, and says what is wrong with it. `may`: how walks may end that don't pass.
  std::string Judge(const std::set<std::string>& may) {
    if (!over()) exit_code_ = program_->Wait(kBound);
    if (exit_code_ == -1000) return "it hasn't ended\n";
    std::string said;
    if (!Eventually([this] { return program_->Descendants().empty(); }))
      said += "it left processes behind\n";
    account_ = AccountOf(asked_, *program_, exit_code_);
    // Of a program that dies of a signal there is only what it had written.
    if (exit_code_ >= 0) said += Contradictions(account_, walks_);
    if (!account_.trace.empty()) said += RerunContradictions(CHAOS_SUITE, asked_, account_, walks_);
    return said + Wrong(may);
  }

  std::string Text() const {
    return plan_.Text() + " " + asked_.variables.at("CHAOS_STAY") + " us in each action";
  }
  const ChaosPlan& plan() const { return plan_; }
  const Account& account() const { return account_; }

 private:
  std::string Wrong(const std::set<std::string>& may) const {
    std::ostringstream said;
    for (const auto& [walk, outcome] : account_.outcomes) {
      if (outcome != "passed" && !may.contains(outcome)) said << walk << " is " << outcome << "\n";
      const Foretold& foretold = prophecy_.walks.at(walk);
      if (outcome != "passed") continue;
      const auto last = account_.visits.find(foretold.state);  // it is where the walk has been
      if (last == account_.visits.end() || last->second != 1)
        said << walk << " passed, and didn't come to its end once\n";
      if (!plan_.states || !account_.end) continue;
      const auto state = account_.states.find(walk);
      if (state == account_.states.end() || state->second != "\"" + foretold.state + "\"")
        said << walk << " has another state than its own\n";
    }
    for (const auto& [place, count] : account_.visits) {
      if (count > prophecy_.visits.at(place).most) said << place << " was come to too often\n";
    }
    return said.str();
  }

  std::mt19937_64 random_;
  const ChaosPlan plan_;
  const Prophecy prophecy_;
  Asked asked_;
  std::set<std::string> walks_;
  std::optional<Program> program_;
  int exit_code_ = -1000;
  Account account_;
};

std::string Told(std::uint64_t round, const Round& run, const std::string& what,
                 const std::string& said) {
  return run.Text() + "; " + what + "\n" + said + "exit code " +
         std::to_string(run.account().exit_code) +
         "; to see it again: CHAOS_ROUNDS=" + std::to_string(round) + "-" + std::to_string(round) +
         "\n" + run.account().out.substr(0, 4000) + run.account().err.substr(0, 4000);
}

TEST(Rounds, WorkersAreKilledAtRandomMoments) {
  const Seeds rounds = SeedsOf("CHAOS_ROUNDS", 3);
  for (std::uint64_t number = rounds.first; number <= rounds.last; ++number) {
    Round round(number, 1);
    std::uint64_t kills = 0;
    for (auto left = 1 + round.Below(6); left > 0 && !round.over(); --left) {
      round.Pause(150);
      const std::vector<int> children = round.Children();
      if (children.empty()) continue;
      ::kill(children[static_cast<std::size_t>(round.Below(static_cast<int>(children.size())))],
             SIGKILL);
      ++kills;
    }
    // Where all of them die too soon the run ends, and says so.
    const bool keeps = round.plan().threads == 1 && round.plan().checkpoint;
    std::string said = round.Judge(keeps ? std::set<std::string>{"crashed", "not run"}
                                         : std::set<std::string>{"crashed", "not run", "lost"});
    const Account& account = round.account();
    if (account.exit_code < 0) said += "it died itself\n";
    const auto crashed = static_cast<std::uint64_t>(
        std::count_if(account.outcomes.begin(), account.outcomes.end(),
                      [](const auto& walk) { return walk.second == "crashed"; }));
    if (crashed > kills) said += "more walks crashed than workers were killed\n";
    if (!said.empty())
      ADD_FAILURE() << Told(number, round, std::to_string(kills) + " workers killed", said);
  }
}

TEST(Rounds, SignalsComeAtRandomMoments) {
  const Seeds rounds = SeedsOf("CHAOS_ROUNDS", 3);
  for (std::uint64_t number = rounds.first; number <= rounds.last; ++number) {
    Round round(number, 0);
    const int signals = 1 + round.Below(2);
    for (int i = 0; i < signals && !round.over(); ++i) {
      round.Pause(i == 0 ? 500 : 100);
      round.program().Signal(round.Below(2) == 0 ? SIGINT : SIGTERM);
    }
    std::string said = round.Judge({"not run"});
    const int code = round.account().exit_code;
    constexpr std::array kRight = {0, 1, -SIGINT, -SIGTERM};
    if (std::find(kRight.begin(), kRight.end(), code) == kRight.end())
      said += "that is no right exit code\n";
    if (!said.empty())
      ADD_FAILURE() << Told(number, round, std::to_string(signals) + " signals", said);
  }
}

}  // namespace
}  // namespace combtest::test
