// What actions may ask and say: internal::WalkCalls.
#include <string>

#include "combtest/action.h"
#include "combtest/integration.h"
#include "src/engine/user_code.h"

namespace combtest::internal {
namespace {

void Use(const char* function, const std::function<void(UserCode&)>& use) {
  if (UserCode::Use(use)) return;
  throw Error(std::string(function) +
              " was called on a thread that runs no walk and no serial action, and of which nobody "
              "can tell whose it is; call it on the thread that runs the action");
}

bool Has(const char* function, Failure::Severity severity) {
  bool has = false;
  Use(function, [&](UserCode& code) { has = code.Has(severity); });
  return has;
}

}  // namespace

bool WalkCalls::HasFatalFailure() { return Has("HasFatalFailure", Failure::Severity::kFatal); }

bool WalkCalls::HasNonfatalFailure() {
  return Has("HasNonfatalFailure", Failure::Severity::kNonFatal);
}

void WalkCalls::RecordProperty(std::string_view key, std::string_view value) {
  if (!CurrentIntegration().TakesProperty(key)) {
    throw Error("RecordProperty: the reports have a meaning of their own for `" + std::string(key) +
                "`; give the property another name");
  }
  Use("RecordProperty", [&](UserCode& code) { code.AddProperty(key, value); });
}

}  // namespace combtest::internal
