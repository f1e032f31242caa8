// What Walks<…>() is told beside its actions, without their types: constraints, strengths, walks to
// include, costs. Actions stand as their places.
#ifndef COMBTEST_INTERNAL_DECLARED_H_
#define COMBTEST_INTERNAL_DECLARED_H_

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "combtest/internal/action_entry.h"
#include "combtest/walk.h"

namespace combtest::internal {

// A value of the action's option type, which its list should have.
struct DeclaredOption {
  std::size_t action = 0;
  std::shared_ptr<const void> value;
};

struct DeclaredRule {
  enum class Kind {
    kForbid,    // no walk has all of `options`
    kRequires,  // a walk with the first of `options` has one of the others
    kWhere,     // `allows` holds of the options of `actions`
  };
  Kind kind = Kind::kForbid;
  std::vector<std::size_t> actions;
  std::vector<DeclaredOption> options;
  std::function<bool(const void* const* options)> allows;  // in the order of `actions`
};

struct DeclaredStrength {
  unsigned strength = 0;
  std::vector<std::size_t> actions;
};

struct DeclaredCost {
  std::size_t action = 0;
  std::chrono::nanoseconds cost{};
};

struct DeclaredNeed {
  DeclaredOption option;
  NeededResource resource;
};

struct Declared {
  std::vector<DeclaredRule> rules;
  std::optional<unsigned> strength;  // nothing: all walks
  std::vector<DeclaredStrength> strengths;
  std::vector<std::vector<DeclaredOption>> included;
  std::vector<Walk> included_walks;
  std::vector<DeclaredCost> serial_costs;
  std::optional<std::chrono::nanoseconds> walk_cost;
  std::vector<DeclaredNeed> needs;
  std::vector<std::vector<std::size_t>> together;  // one for each call
};

}  // namespace combtest::internal

#endif  // COMBTEST_INTERNAL_DECLARED_H_
