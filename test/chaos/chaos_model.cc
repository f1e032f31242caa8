#include "test/chaos/chaos_model.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace combtest::test {
namespace {

// The phases of a run in their order: the serial options that are in force. A phase comes before
// those of the branches that it leads to.
using Phase = std::vector<int>;

// A walk's life if it were alone in its process.
struct Life {
  std::string name;
  Phase branch;  // all its serial options
  std::string outcome = "passed";
  Phase last;                                         // it ended here
  std::vector<std::pair<Phase, std::string>> visits;  // phase and place
  std::optional<Fault> killer;                        // took its process down, in the last phase
  std::optional<Phase> poisoned;                      // its state isn't JSON from here on
  bool unreadable = false;                            // that is, can't be read
  std::string state;
};

bool IsPrefix(const Phase& phase, const Phase& branch) {
  return phase.size() <= branch.size() && std::equal(phase.begin(), phase.end(), branch.begin());
}

std::optional<Fault> FaultAt(const ChaosPlan& plan, const std::string& place) {
  const auto found = plan.faults.find(place);
  return found == plan.faults.end() ? std::nullopt : std::optional(found->second);
}

std::string OutcomeOfKiller(Fault fault) {
  switch (fault) {
    case Fault::kHang:
      return "timed out";
    case Fault::kExit0:
    case Fault::kUnderscoreExit7:
    case Fault::kClose:
      return "exited";
    default:
      return "crashed";
  }
}

Life Live(const ChaosPlan& plan, const std::vector<int>& options) {
  Life life;
  std::string place, serial_place;
  bool tainted = false, over = false, unwritable = false;
  const auto end = [&](const std::string& outcome) {
    life.outcome = outcome == "cancelled" && tainted ? "failed" : outcome;
    over = true;
  };
  for (std::size_t a = 0; a < plan.actions.size(); ++a) {
    const ChaosAction& action = plan.actions[a];
    const std::string own = action.letter + std::to_string(options[a]);
    life.name +=
        (a == 0 ? "" : "__") + std::string(1, action.letter) + "_" + std::to_string(options[a]);
    if (action.serial) life.branch.push_back(options[a]);
    if (over) continue;
    if (action.serial) {
      life.last.push_back(options[a]);
      serial_place += own;
      place += own;
      const auto fault = FaultAt(plan, serial_place);
      if (fault) {
        end(fault == Fault::kCancel ? "cancelled" : "failed");
      } else {
        life.state += own;
      }
      continue;
    }
    place += own;
    life.state += own;
    life.visits.emplace_back(life.last, place);
    const auto fault = FaultAt(plan, place);
    if (!fault) continue;
    if (Kills(*fault)) {
      life.killer = fault;
      end(OutcomeOfKiller(*fault));
    } else if (fault == Fault::kFail || fault == Fault::kThrow) {
      end("failed");
    } else if (fault == Fault::kCancel || fault == Fault::kSkip) {
      end("cancelled");
    } else if (fault == Fault::kExpect || fault == Fault::kComeback) {
      tainted = true;
    } else if (fault == Fault::kUnwritable || fault == Fault::kUnreadable) {
      if (!life.poisoned) life.poisoned = life.last;
      life.unreadable = life.unreadable || fault == Fault::kUnreadable;
      unwritable = unwritable || fault == Fault::kUnwritable;
      life.state += fault == Fault::kUnwritable ? '!' : '?';
    }
  }
  if (!over) life.outcome = tainted || (unwritable && plan.states) ? "failed" : "passed";
  if (unwritable) life.state.clear();
  return life;
}

std::vector<Life> AllLives(const ChaosPlan& plan) {
  std::vector<Life> lives;
  std::vector<int> options(plan.actions.size());
  while (true) {
    lives.push_back(Live(plan, options));
    std::size_t a = plan.actions.size();
    while (a > 0 && ++options[a - 1] == plan.actions[a - 1].options) options[--a] = 0;
    if (a == 0) return lives;
  }
}

// Whether this death may take the walk with it.
bool MayTake(const ChaosPlan& plan, const Life& death, const Life& walk) {
  const Phase& when = death.last;
  if (plan.threads > 1 && IsPrefix(when, walk.branch) && walk.last >= when) return true;
  // What lives in memory only: of the walks that go on behind the phase, and those that come from
  // an earlier one.
  const auto in_memory = [&](const Phase& since) {
    return since <= when && (walk.last > when || (walk.last == when && since < when));
  };
  if (!plan.checkpoint) return in_memory({});
  return walk.poisoned && in_memory(*walk.poisoned);
}

// With several threads it isn't always known who took a process down.
bool MayBeUnknown(const ChaosPlan& plan, const Life& death, const std::vector<Life>& lives) {
  if (plan.threads == 1) return false;
  switch (*death.killer) {
    case Fault::kTerm:
    case Fault::kKill:
    case Fault::kClose:
    case Fault::kUnderscoreExit7:
      return true;
    default:
      return std::count_if(lives.begin(), lives.end(), [&](const Life& life) {
               return life.killer && life.last == death.last;
             }) > 1;
  }
}

// Serial actions run once in each branch that is entered, and are undone once where they were done.
void ForetellSerials(const ChaosPlan& plan, std::size_t from, const std::string& branch,
                     Prophecy& prophecy) {
  std::size_t at = from;
  while (at < plan.actions.size() && !plan.actions[at].serial) ++at;
  if (at == plan.actions.size()) return;
  for (int option = 0; option < plan.actions[at].options; ++option) {
    const std::string place = branch + plan.actions[at].letter + std::to_string(option);
    prophecy.visits[place] = {1, 1};
    if (FaultAt(plan, place)) continue;
    ForetellSerials(plan, at + 1, place, prophecy);
    prophecy.visits["-" + place] = {1, 1};
    if (FaultAt(plan, "-" + place)) prophecy.fails = true;
  }
}

}  // namespace

Prophecy Foretell(const ChaosPlan& plan) {
  Prophecy prophecy;
  ForetellSerials(plan, 0, "", prophecy);
  const std::vector<Life> lives = AllLives(plan);
  std::vector<const Life*> deaths;
  for (const Life& life : lives) {
    if (life.killer) deaths.push_back(&life);
  }
  for (const Life& walk : lives) {
    std::optional<Phase> taken;  // from here on it may be gone
    for (const Life* death : deaths) {
      if (death == &walk ? MayBeUnknown(plan, *death, lives) : MayTake(plan, *death, walk))
        taken = taken ? std::min(*taken, death->last) : death->last;
    }
    Foretold& foretold = prophecy.walks[walk.name];
    foretold.outcomes = {walk.outcome};
    foretold.state = walk.killer ? "" : walk.state;
    if (taken) foretold.outcomes.insert("lost");
    if (taken && walk.unreadable) foretold.outcomes.insert("failed");
    // Its own descriptors are closed, too.
    if (taken && plan.threads > 1 && plan.Has(Fault::kClose)) foretold.outcomes.insert("failed");
    for (const auto& [phase, place] : walk.visits) {
      Count& count = prophecy.visits[place];
      ++count.most;
      if (!taken || phase < *taken) ++count.least;
    }
  }
  return prophecy;
}

}  // namespace combtest::test
