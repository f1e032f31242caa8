#include "src/engine/user_code.h"

#include <algorithm>
#include <string_view>

#include "combtest/action.h"

namespace combtest::internal {
namespace {

constexpr const char* kNobody =
    "a thread of which nobody can tell whose it is, since several walks ran in its process, or "
    "none";

// Never destroyed: threads of the user's may go on to the process's end.
struct Registry {
  std::recursive_mutex mutex;  // `use` of another thread's code may come back for it
  std::vector<UserCode*> all;
  std::vector<Failure> strays;
  static Registry& Get() {
    static Registry& registry = *new Registry;
    return registry;
  }
};

thread_local UserCode* innermost = nullptr;

void AddStray(Registry& registry, Failure failure) {
  if (failure.severity == Failure::Severity::kSkip) return;
  failure.where = kNobody;
  registry.strays.push_back(std::move(failure));
}

}  // namespace

UserCode::UserCode(FailureCapture* capture, const CodePlace& place)
    : capture_(capture), place_(place), outer_(std::exchange(innermost, this)) {
  Registry& registry = Registry::Get();
  const std::lock_guard lock(registry.mutex);
  registry.all.push_back(this);
}

UserCode::~UserCode() {
  innermost = outer_;
  Registry& registry = Registry::Get();
  const std::lock_guard lock(registry.mutex);
  std::erase(registry.all, this);
  for (auto& [scope, failure] : failures_) AddStray(registry, std::move(failure));
}

bool UserCode::Use(const std::function<void(UserCode&)>& use) {
  if (UserCode* const code = OfThread()) {
    use(*code);
    return true;
  }
  const std::lock_guard lock(Registry::Get().mutex);  // so that it isn't destroyed meanwhile
  UserCode* const only = OnlyOne();
  if (only != nullptr) use(*only);
  return only != nullptr;
}

const CodePlace* UserCode::PlaceOfThread() {
  const UserCode* const code = OfThread();
  return code != nullptr ? &code->place_ : nullptr;
}

UserCode* UserCode::OfThread() {
  UserCode* code = innermost;
  while (code != nullptr && !code->inside_.load(std::memory_order_relaxed)) code = code->outer_;
  return code;
}

UserCode* UserCode::OnlyOne() {
  UserCode* only = nullptr;
  for (UserCode* const code : Registry::Get().all) {
    if (!code->inside_.load(std::memory_order_relaxed)) continue;
    if (only != nullptr) return nullptr;
    only = code;
  }
  return only;
}

bool UserCode::Has(Failure::Severity severity) const {
  return capture_ != nullptr && capture_->Has(severity);
}

void UserCode::AddProperty(std::string_view key, std::string_view value) {
  const std::lock_guard lock(Registry::Get().mutex);
  const auto same = std::find_if(properties_.begin(), properties_.end(),
                                 [key](const Property& property) { return property.key == key; });
  if (same != properties_.end()) {
    same->value = value;
  } else {
    properties_.push_back({std::string(key), std::string(value)});
  }
  has_properties_.store(true, std::memory_order_relaxed);
}

void UserCode::AddFailure(Failure failure) {
  const std::lock_guard lock(Registry::Get().mutex);
  if (capture_ != nullptr) capture_->Announce(failure.severity);
  failures_.emplace_back(scope_.load(std::memory_order_relaxed), std::move(failure));
}

std::vector<Property> UserCode::TakeProperties() {
  const std::lock_guard lock(Registry::Get().mutex);
  has_properties_.store(false, std::memory_order_relaxed);
  return std::exchange(properties_, {});
}

void UserCode::TakeFailures(std::vector<Failure>& failures) {
  Registry& registry = Registry::Get();
  const std::lock_guard lock(registry.mutex);
  for (auto& [scope, failure] : std::exchange(failures_, {})) {
    if (scope == scope_.load(std::memory_order_relaxed)) {
      failures.push_back(std::move(failure));
    } else {
      AddStray(registry, std::move(failure));
    }
  }
}

void UserCode::AddForeignFailure(Failure failure) {
  Registry& registry = Registry::Get();
  const std::lock_guard lock(registry.mutex);
  if (UserCode* const only = OnlyOne()) return only->AddFailure(std::move(failure));
  AddStray(registry, std::move(failure));
}

std::vector<Failure> UserCode::TakeStrays() {
  Registry& registry = Registry::Get();
  const std::lock_guard lock(registry.mutex);
  return std::exchange(registry.strays, {});
}

std::string StrayText(const Failure& failure) {
  const std::string place =
      failure.file.empty() ? "" : failure.file + ":" + std::to_string(failure.line) + ": ";
  return "an assertion failed in " + failure.where + ":\n" + place + failure.message;
}

}  // namespace combtest::internal
