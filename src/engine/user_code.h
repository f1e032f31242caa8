// The user's code that runs on a thread, in a walk or in a serial action: what it asks of whoever
// runs it, and what is told of it from threads that it has started.
#ifndef COMBTEST_SRC_ENGINE_USER_CODE_H_
#define COMBTEST_SRC_ENGINE_USER_CODE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "combtest/integration.h"
#include "combtest/outcome.h"

namespace combtest::internal {

struct CodePlace;

// Belongs to the thread that made it, which destroys it. Costs a few stores for each scope.
class UserCode {
 public:
  // `capture` may be null. `place`: where the code runs, as it is at that time.
  UserCode(FailureCapture* capture, const CodePlace& place);
  ~UserCode();
  UserCode(const UserCode&) = delete;
  UserCode& operator=(const UserCode&) = delete;

  // Around the user's code.
  class Scope {
   public:
    // `failed_before`: the walk has had failures, in segments that are over.
    Scope(UserCode& code, bool failed_before) : code_(code) {
      code.scope_.store(code.scope_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
      if (code.capture_ != nullptr) code.capture_->BeginScope(failed_before);
      code.inside_.store(true, std::memory_order_relaxed);
    }
    ~Scope() { code_.inside_.store(false, std::memory_order_relaxed); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    UserCode& code_;
  };

  // In a scope: as if it ended and another one began.
  void NextScope() {
    scope_.store(scope_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    if (capture_ != nullptr) capture_->BeginScope(false);
  }

  // Calls `use` with the code of this thread; where the thread runs none, with the only one that
  // runs in this process, which may have started it. False: there is none, or several.
  static bool Use(const std::function<void(UserCode&)>& use);

  // Of the code that runs on this thread; null: none does.
  static const CodePlace* PlaceOfThread();

  // --- For `use` ---
  bool Has(Failure::Severity severity) const;
  void AddProperty(std::string_view key, std::string_view value);
  // As an assertion that fails.
  void AddFailure(Failure failure);
  // It runs in the body of a test that is its walk's own.
  bool in_test_body() const { return capture_ != nullptr && capture_->in_test_body(); }

  // --- For whoever runs it ---
  bool has_properties() const { return has_properties_.load(std::memory_order_relaxed); }
  std::vector<Property> TakeProperties();
  // Appends what AddFailure was given in this scope.
  void TakeFailures(std::vector<Failure>& failures);

  // --- Failures that are no walk's ---
  // On a thread that nobody knows: it is that of the only code that runs, or a stray.
  static void AddForeignFailure(Failure failure);
  // Those of which nobody can tell whose they are.
  static std::vector<Failure> TakeStrays();

 private:
  static UserCode* OfThread();
  static UserCode* OnlyOne();

  FailureCapture* const capture_;
  const CodePlace& place_;
  UserCode* const outer_;  // on this thread
  std::atomic<std::uint64_t> scope_{0};
  std::atomic<bool> inside_{false};
  std::atomic<bool> has_properties_{false};
  // Both guarded by the mutex that guards all of them.
  std::vector<Property> properties_;
  std::vector<std::pair<std::uint64_t, Failure>> failures_;  // with their scopes
};

// Of a stray, where there is room for text alone.
std::string StrayText(const Failure& failure);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_USER_CODE_H_
