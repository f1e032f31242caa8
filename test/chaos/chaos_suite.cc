// Suites of no, one and two serial actions, whose shape and faults are those of the plan that
// CHAOS_SEED names; CHAOS_CALM: without the faults. CHAOS_STAY: so many microseconds are spent in
// each action. Each place that an action comes to is a line of the file `log`.
#include <combtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/value.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#include "test/chaos/chaos_plan.h"
#include "test/support/up_to.h"
#include "test/worker/misbehave.h"

namespace {

using combtest::test::ChaosPlan;
using combtest::test::Fault;

const ChaosPlan& ThePlan() {
  static const ChaosPlan plan = [] {
    const char* seed = std::getenv("CHAOS_SEED");
    const std::uint64_t number = seed == nullptr ? 0 : std::strtoull(seed, nullptr, 10);
    const bool calm = std::getenv("CHAOS_CALM") != nullptr;
    return calm ? combtest::test::CalmPlanOf(number, 0) : combtest::test::PlanOf(number);
  }();
  return plan;
}

int OptionsOf(char letter) {
  for (const combtest::test::ChaosAction& action : ThePlan().actions) {
    if (action.letter == letter) return action.options;
  }
  return 1;  // of another suite
}

// Where a walk has been: "A1S0B2", with a mark where its state can't be written or read any more.
struct Trail : combtest::JsonSerializable {
  std::string text;

  void Update(const std::string& more) { text += more; }
  std::string to_json() const {
    if (text.find('!') != std::string::npos) throw std::runtime_error("not to be written");
    return text;
  }
  static Trail from_json(const boost::json::value& json) {
    Trail trail;
    trail.text = json.as_string().c_str();
    if (trail.text.find('?') != std::string::npos) throw std::runtime_error("not to be read");
    return trail;
  }
  std::string Place() const {
    std::string place = text;
    std::erase_if(place, [](char c) { return c == '!' || c == '?'; });
    return place;
  }
};

void LeaveProcess() {
  if (::fork() != 0) return;
  ::setsid();
  ::execl("/bin/sleep", "sleep", "1000", nullptr);
  ::_exit(1);
}

void Print(std::size_t lines, std::size_t length) {
  const std::string line = std::string(length, 'x') + (lines > 1 ? "\n" : "");
  for (std::size_t i = 0; i < lines; ++i) std::fwrite(line.data(), 1, line.size(), stdout);
  std::fflush(stdout);
}

void Commit(Fault fault, Trail& trail) {
  switch (fault) {
    case Fault::kExpect:
      ADD_FAILURE() << "an expectation";
      break;
    case Fault::kFail:
      FAIL() << "an assertion";
    case Fault::kThrow:
      throw std::runtime_error("thrown");
    case Fault::kCancel:
      throw combtest::CancelWalk("cancelled");
    case Fault::kSkip:
      GTEST_SKIP() << "skipped";
    case Fault::kComeback:
      static_cast<void>(::fork());
      break;
    case Fault::kUnwritable:
      trail.text += '!';
      break;
    case Fault::kUnreadable:
      trail.text += '?';
      break;
    case Fault::kFlood:
      return Print(200, 10'000);
    case Fault::kLongLine:
      return Print(1, 1'000'000);
    case Fault::kLeftover:
      return LeaveProcess();
    case Fault::kUnderscoreExit7:
      return Misbehave("_exit7");
    case Fault::kSegv:
      return Misbehave("segv");
    case Fault::kAbort:
      return Misbehave("abort");
    case Fault::kFpe:
      return Misbehave("fpe");
    case Fault::kTerm:
      return Misbehave("term");
    case Fault::kKill:
      return Misbehave("kill");
    case Fault::kExit0:
      return Misbehave("exit0");
    case Fault::kClose:
      return Misbehave("close");
    case Fault::kHang:
      return Misbehave("hang");
  }
}

void Come(const std::string& place, Trail& trail) {
  static const char* const stay = std::getenv("CHAOS_STAY");
  AppendLine("log", place);
  if (stay != nullptr) ::usleep(static_cast<useconds_t>(std::atoi(stay)));
  const auto fault = ThePlan().faults.find(place);
  if (fault != ThePlan().faults.end()) Commit(fault->second, trail);
}

constexpr std::string_view kLetters = "ABCST";
constexpr std::string_view NameOf(char letter) { return kLetters.substr(kLetters.find(letter), 1); }

template <char kLetter>
struct Step : combtest::Action {
  static constexpr std::string_view kName = NameOf(kLetter);
  static auto Options() { return combtest::test::UpTo(OptionsOf(kLetter)); }
  void Run(int option, Trail& trail) const {
    trail.text += kLetter + std::to_string(option);
    Come(trail.Place(), trail);
  }
};

template <char kLetter>
struct Turn : combtest::SerialAction {
  static constexpr std::string_view kName = NameOf(kLetter);
  static auto Options() { return combtest::test::UpTo(OptionsOf(kLetter)); }
  std::string Run(int option, Trail& trail) const {
    const std::string own = kLetter + std::to_string(option);
    trail.text += own;
    Come(trail.text, trail);
    return own;
  }
  void Undo(int, Trail& trail) const { Come("-" + trail.text, trail); }
};

COMBTEST_WALKS(Chaos0, Trail, Step<'A'>, Step<'B'>, Step<'C'>);
COMBTEST_WALKS(Chaos1, Trail, Step<'A'>, Turn<'S'>, Step<'B'>, Step<'C'>);
COMBTEST_WALKS(Chaos2, Trail, Step<'A'>, Turn<'S'>, Step<'B'>, Turn<'T'>, Step<'C'>);

}  // namespace
