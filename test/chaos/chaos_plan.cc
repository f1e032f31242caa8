#include "test/chaos/chaos_plan.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <random>

namespace combtest::test {
namespace {

constexpr std::array kNames = {"expect",  "fail",       "throw",      "cancel", "skip",
                               "child",   "unwritable", "unreadable", "flood",  "long-line",
                               "leaves",  "SIGSEGV",    "abort",      "SIGFPE", "SIGTERM",
                               "SIGKILL", "exit(0)",    "_exit(7)",   "close",  "hang"};

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  // From 0 to sides - 1.
  int Roll(int sides) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(sides)); }
  int From(int least, int most) { return least + Roll(most - least + 1); }

 private:
  std::mt19937_64 engine_;
};

// How many walks may do it in one run, for it takes its time.
int MostWalks(Fault fault) {
  if (fault == Fault::kHang) return 1;
  if (Kills(fault)) return 4;
  return fault >= Fault::kFlood || fault == Fault::kComeback ? 3 : 1000;
}

Fault AnyFault(Dice& dice, bool workers) {
  const int last = static_cast<int>(workers ? Fault::kHang : Fault::kLongLine);
  const auto fault = static_cast<Fault>(dice.Roll(last + 1));
  // Seconds of waiting are for a few only.
  return fault == Fault::kHang && dice.Roll(3) != 0 ? Fault::kSegv : fault;
}

void AddFault(ChaosPlan& plan, Dice& dice) {
  const std::size_t last = plan.actions.size() - 1;
  const std::size_t at =
      dice.Roll(2) == 0
          ? last
          : static_cast<std::size_t>(dice.Roll(static_cast<int>(plan.actions.size())));
  const bool serial = plan.actions[at].serial;
  std::string place;
  int walks = 1;  // that come by
  for (std::size_t a = 0; a < plan.actions.size(); ++a) {
    const ChaosAction& action = plan.actions[a];
    if (a > at) {
      walks *= action.options;
    } else if (!serial || action.serial) {
      place += action.letter + std::to_string(dice.Roll(action.options));
    }
  }
  if (serial) {
    const bool undo = dice.Roll(4) == 0;
    const std::array kinds = {Fault::kFail, Fault::kThrow, Fault::kCancel, Fault::kExpect};
    plan.faults[undo ? "-" + place : place] = undo ? Fault::kFail : kinds[dice.Roll(4)];
    return;
  }
  const Fault fault = AnyFault(dice, plan.workers > 0);
  if (walks <= MostWalks(fault) && !(fault == Fault::kHang && plan.Has(fault)))
    plan.faults[place] = fault;
}

ChaosPlan CalmPlan(std::uint64_t seed, Dice& dice) {
  ChaosPlan plan;
  plan.seed = seed;
  plan.depth = dice.Roll(3);
  constexpr std::array kWorkers = {0, 1, 2, 3, 8};
  plan.workers = kWorkers[static_cast<std::size_t>(dice.Roll(5))];
  plan.threads = dice.Roll(3) == 0 ? 4 : 1;
  plan.checkpoint = dice.Roll(3) != 0;
  plan.states = dice.Roll(3) != 0;
  plan.actions.push_back({'A', false, dice.From(2, 5)});
  if (plan.depth > 0) plan.actions.push_back({'S', true, dice.From(1, 3)});
  plan.actions.push_back({'B', false, dice.From(1, 4)});
  if (plan.depth > 1) plan.actions.push_back({'T', true, dice.From(1, 2)});
  plan.actions.push_back({'C', false, dice.From(1, 3)});
  return plan;
}

}  // namespace

bool Kills(Fault fault) { return fault >= Fault::kSegv; }

bool ChaosPlan::Has(Fault fault) const {
  return std::any_of(faults.begin(), faults.end(),
                     [fault](const auto& entry) { return entry.second == fault; });
}

std::string ChaosPlan::Text() const {
  std::string text = "seed " + std::to_string(seed) + ":";
  for (const ChaosAction& action : actions)
    text += std::string(" ") + action.letter + "*" + std::to_string(action.options);
  text += ", workers " + std::to_string(workers) + ", threads " + std::to_string(threads) +
          (checkpoint ? ", checkpoint" : "") + (states ? ", states" : "") + ";";
  for (const auto& [place, fault] : faults)
    text += " " + place + " " + kNames[static_cast<std::size_t>(fault)] + ",";
  text.pop_back();
  return text;
}

ChaosPlan PlanOf(std::uint64_t seed) {
  Dice dice(seed);
  ChaosPlan plan = CalmPlan(seed, dice);
  for (int faults = dice.Roll(7); faults > 0; --faults) AddFault(plan, dice);
  return plan;
}

ChaosPlan CalmPlanOf(std::uint64_t seed, int least_workers) {
  Dice dice(seed);
  ChaosPlan plan = CalmPlan(seed, dice);
  plan.workers = std::max(plan.workers, least_workers);
  return plan;
}

}  // namespace combtest::test
