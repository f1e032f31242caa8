#include "gtest_integration/src/read_states.h"

#include <set>
#include <typeindex>

#include "combtest/gtest/walk_test.h"

namespace combtest::internal {
namespace {

std::set<std::type_index>& ReadStates() {
  static std::set<std::type_index> types;
  return types;
}

}  // namespace

bool MarkStateRead(const std::type_info& state) {
  ReadStates().insert(state);
  return true;
}

bool IsStateRead(const std::type_info& state) { return ReadStates().contains(state); }

}  // namespace combtest::internal
