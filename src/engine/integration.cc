#include "combtest/integration.h"

#include <atomic>
#include <utility>

#include "src/engine/user_code.h"

namespace combtest {
namespace {

std::atomic<Integration*>& Slot() {
  static std::atomic<Integration*> slot = nullptr;
  return slot;
}

}  // namespace

void SetIntegration(Integration* integration) { Slot() = integration; }

Integration& CurrentIntegration() {
  static Integration none;
  Integration* current = Slot();
  return current != nullptr ? *current : none;
}

void AddForeignFailure(Failure failure) {
  internal::UserCode::AddForeignFailure(std::move(failure));
}

}  // namespace combtest
