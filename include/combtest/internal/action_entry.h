// The type-erased form of an action with its options, and of a state: plain records of function
// pointers, on which everything behind the templates works.
#ifndef COMBTEST_INTERNAL_ACTION_ENTRY_H_
#define COMBTEST_INTERNAL_ACTION_ENTRY_H_

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <typeinfo>
#include <vector>

#include "combtest/action.h"

namespace combtest {

class Walk;

namespace internal {

// A Resource that owns its name.
struct NeededResource {
  std::string name;
  unsigned count = 1;
};

struct ActionEntry {
  std::string name;
  bool serial = false;
  Scope scope = Scope::kOnce;  // of a serial action
  bool says_scope = false;     // else nobody has thought of it
  bool repeatable = true;      // its walks may be run once more
  const std::type_info* type = nullptr;
  const std::type_info* option_type = nullptr;
  std::vector<NeededResource> needs;  // whatever the option

  std::vector<const void*> options;
  std::shared_ptr<const void> storage;  // owns the options where they aren't static

  std::string (*label)(const void* option) = nullptr;
  std::string (*text)(const void* option) = nullptr;
  void (*json)(const void* option, boost::json::value& json) = nullptr;
  bool (*equal)(const void* a, const void* b) = nullptr;                 // null: not comparable
  bool (*should_cancel)(const Walk& walk, std::size_t index) = nullptr;  // null: never

  // Bound to a state type; null in a space without one.
  void (*run)(const void* option, void* state) = nullptr;
  // Serial actions: true where there is an update, which `update` then is. `state` may be null
  // where it isn't taken.
  bool (*run_serial)(const void* option, void* state, boost::json::value& update) = nullptr;
  void (*undo)(const void* option, void* state) = nullptr;  // null: nothing to undo
  bool run_takes_state = false;                             // of a serial action
  bool undo_takes_state = false;
  std::shared_ptr<const void> (*parse_update)(const boost::json::value& update) = nullptr;
  void (*apply_update)(const void* update, void* state) = nullptr;

  boost::json::value OptionJson(std::size_t option) const;
  std::optional<boost::json::value> RunSerial(std::size_t option, void* state) const;
};

struct StateOps {
  const std::type_info* type = nullptr;
  std::size_t size = 0;
  std::size_t align = 1;
  void (*copy)(void* to, const void* from) = nullptr;  // constructs
  void (*move)(void* to, void* from) = nullptr;  // constructs; copies where the type can't move
  void (*destroy)(void* state) = nullptr;
  bool trivial = false;  // copying is memcpy, nothing to destroy
  void (*to_json)(const void* state, boost::json::value& json) = nullptr;  // null: not JSON-able
  // Appends it as text. Null where to_json may throw, or give NaN, infinity or great depth.
  void (*to_json_text)(const void* state, std::string& text) = nullptr;
  void (*from_json)(void* to,
                    const boost::json::value&) = nullptr;  // constructs; null: not JSON-able
  std::string (*json_obstacle)() = nullptr;  // where it isn't JSON-able: what to do about what

  boost::json::value Json(const void* state) const;
  bool always_plain_json() const { return to_json_text != nullptr; }
};

// Objects that live like walks' states, for what the test framework calls a fixture.
struct FixtureOps {
  std::string (*name)() = nullptr;
  void* (*make)() = nullptr;
  void (*set_up)(void* fixture) = nullptr;
  void (*tear_down)(void* fixture) = nullptr;
  void (*destroy)(void* fixture) = nullptr;
};

}  // namespace internal
}  // namespace combtest

#endif  // COMBTEST_INTERNAL_ACTION_ENTRY_H_
