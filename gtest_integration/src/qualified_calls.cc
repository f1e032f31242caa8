// testing::Test::HasFatalFailure() and the like, called in actions. GoogleTest asks the test that
// runs in the process; where walks run elsewhere than in their own test bodies, that is none of
// theirs, and it is the same for all threads. Programs are linked so that calls from outside of
// GoogleTest come here (--wrap, see CMakeLists.txt); where no walk runs on the thread they go on to
// GoogleTest's own functions.
#include <string>

#include "gtest_integration/src/walk_so_far.h"
#include "src/api/framework.h"

#define COMBTEST_STRING "NSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE"

namespace combtest::internal {

using Text = std::string;

// Weak, since a library may be linked without.
bool RealHasFatalFailure() __asm__("__real__ZN7testing4Test15HasFatalFailureEv")
    __attribute__((weak));
bool RealHasNonfatalFailure() __asm__("__real__ZN7testing4Test18HasNonfatalFailureEv")
    __attribute__((weak));
bool RealIsSkipped() __asm__("__real__ZN7testing4Test9IsSkippedEv") __attribute__((weak));
void RealRecordText(const Text& key, const Text& value) __asm__(
    "__real__ZN7testing4Test14RecordPropertyERK" COMBTEST_STRING "S8_") __attribute__((weak));
void RealRecordNumber(const Text& key, int value) __asm__(
    "__real__ZN7testing4Test14RecordPropertyERK" COMBTEST_STRING "i") __attribute__((weak));

bool WrapHasFatalFailure() __asm__("__wrap__ZN7testing4Test15HasFatalFailureEv");
bool WrapHasNonfatalFailure() __asm__("__wrap__ZN7testing4Test18HasNonfatalFailureEv");
bool WrapIsSkipped() __asm__("__wrap__ZN7testing4Test9IsSkippedEv");
void WrapRecordText(const Text& key, const Text& value) __asm__(
    "__wrap__ZN7testing4Test14RecordPropertyERK" COMBTEST_STRING "S8_");
void WrapRecordNumber(const Text& key, int value) __asm__(
    "__wrap__ZN7testing4Test14RecordPropertyERK" COMBTEST_STRING "i");

namespace {

// True: the calling thread's walk doesn't run in its own test body, and `use` has been called.
bool UseWalk(const std::function<void(UserCode&)>& use) {
  bool used = false;
  UserCode::Use([&](UserCode& code) {
    if (code.in_test_body()) return;
    use(code);
    used = true;
  });
  return used;
}

bool Has(Failure::Severity severity, bool (*otherwise)()) {
  bool has = false;
  const bool used = UseWalk([&](UserCode& code) { has = code.Has(severity); });
  if (used) return has;
  return otherwise() || WalkSoFar::Has(severity);
}

// True: it isn't for GoogleTest to record.
bool RefuseProperty(const Text& key) {
  return UseWalk([&](UserCode& code) {
    code.AddFailure(
        {Failure::Severity::kNonFatal, Failure::Origin::kException, "", 0,
         "testing::Test::RecordProperty(\"" + key +
             "\", …) can't tell whose property it is where walks don't run in their own "
             "test bodies; write RecordProperty(\"" +
             key + "\", …), which actions have",
         ""});
  });
}

}  // namespace

bool WrapHasFatalFailure() { return Has(Failure::Severity::kFatal, RealHasFatalFailure); }
bool WrapHasNonfatalFailure() { return Has(Failure::Severity::kNonFatal, RealHasNonfatalFailure); }
bool WrapIsSkipped() { return Has(Failure::Severity::kSkip, RealIsSkipped); }
void WrapRecordText(const Text& key, const Text& value) {
  if (!RefuseProperty(key)) RealRecordText(key, value);
}
void WrapRecordNumber(const Text& key, int value) {
  if (!RefuseProperty(key)) RealRecordNumber(key, value);
}

}  // namespace combtest::internal
