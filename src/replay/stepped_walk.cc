#include "src/replay/stepped_walk.h"

#include <boost/json/serialize.hpp>
#include <deque>
#include <exception>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "src/os/terminal.h"
#include "src/space/space_data.h"

namespace combtest::internal {
namespace {

struct Steps;

// Stands in for an option: the action's functions get it instead, and pass the real one on.
struct StepOption {
  const ActionEntry* action;
  const void* option;
  std::size_t index;
  const Steps* steps;
};

struct Steps {
  WalkSpace space;  // keeps the options
  BeforeAction before;
  std::deque<StepOption> options;
};

const StepOption& Of(const void* option) { return *static_cast<const StepOption*>(option); }

ActionEntry Wrapped(const ActionEntry& action, const StepOption* option,
                    std::shared_ptr<const void> storage) {
  ActionEntry entry;
  entry.name = action.name;
  entry.serial = action.serial;
  entry.type = &typeid(StepOption);
  entry.option_type = &typeid(StepOption);
  entry.options = {option};
  entry.storage = std::move(storage);
  entry.label = [](const void* o) { return Of(o).action->label(Of(o).option); };
  entry.text = [](const void* o) { return Of(o).action->text(Of(o).option); };
  entry.json = [](const void* o, boost::json::value& json) {
    Of(o).action->json(Of(o).option, json);
  };
  if (action.run != nullptr) {
    entry.run = [](const void* o, void* state) {
      Of(o).steps->before(Of(o).index, state);
      Of(o).action->run(Of(o).option, state);
    };
  }
  if (action.run_serial != nullptr) {
    entry.run_serial = [](const void* o, void* state, boost::json::value& update) {
      Of(o).steps->before(Of(o).index, state);
      return Of(o).action->run_serial(Of(o).option, state, update);
    };
  }
  if (action.undo != nullptr) {
    entry.undo = [](const void* o, void* state) { Of(o).action->undo(Of(o).option, state); };
  }
  entry.parse_update = action.parse_update;
  entry.apply_update = action.apply_update;
  return entry;
}

std::string StateText(const StateOps& ops, const void* state) {
  if (ops.to_json == nullptr) return "(the state isn't JSON-able)";
  try {
    return boost::json::serialize(ops.Json(state));
  } catch (const std::exception& error) {
    return std::string("(can't be written as JSON: ") + error.what() + ")";
  }
}

}  // namespace

Walk Stepped(const Walk& walk, BeforeAction before) {
  const auto steps = std::make_shared<Steps>(Steps{walk.space(), std::move(before), {}});
  const SpaceData& data = *WalkAccess::Data(steps->space);
  std::vector<ActionEntry> entries;
  for (std::size_t a = 0; a < data.actions.size(); ++a) {
    const ActionEntry& action = data.actions[a];
    steps->options.push_back({&action, action.options[walk.OptionIndex(a)], a, steps.get()});
    entries.push_back(Wrapped(action, &steps->options.back(), steps));
  }
  return WalkAccess::WithFixtures(
      WalkAccess::Space(std::move(entries), data.state, data.initial_state, {}), data.fixtures)[0];
}

Walk SteppedByHand(const Walk& walk) {
  bool stops = true;
  return Stepped(walk, [walk, stops](std::size_t index, const void* state) mutable {
    std::cout << "[  STEP    ] " << std::to_string(index + 1) << " of "
              << std::to_string(walk.size()) << ": " << walk.ActionText(index)
              << (walk.IsSerial(index) ? "  (serial)" : "") << "\n[  STEP    ] state: "
              << StateText(*WalkAccess::Data(walk.space())->state, state) << std::endl;
    if (!stops) return;
    std::cout << "[  STEP    ] press a key (c: go on to the end) " << std::flush;
    const std::optional<char> key = ReadKey();
    std::cout << std::endl;
    if (!key || *key == 'c') stops = false;
  });
}

}  // namespace combtest::internal
