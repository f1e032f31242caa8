// A suite of GoogleTest's with a serial action of each scope.
#include <combtest/gtest.h>

#include <cstdlib>
#include <string>

#include "test/worker/misbehave.h"

namespace {

struct SetZone : combtest::SerialAction {
  static constexpr std::array kOptions = {"UTC", "CET"};
  static constexpr combtest::Scope kScope = combtest::Scope::kEveryProcess;
  void Run(const char* zone) const { ::setenv("TZ", zone, 1); }
  void Undo(const char*) const { ::unsetenv("TZ"); }
};
struct Mount : combtest::SerialAction {
  static constexpr std::array kOptions = {"rw", "ro"};
  static constexpr combtest::Scope kScope = combtest::Scope::kOwnProcess;
  void Run(const char* mode) const {
    EXPECT_NE(std::getenv("TZ"), nullptr) << "in the stage";
    MisbehaveAt(std::string("Mount(") + mode + ")");
  }
};
struct Clear : combtest::SerialAction {
  static constexpr std::array kOptions = {1};
  void Run(int) const { MisbehaveAt("Clear"); }
};
struct Look : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int) const {
    const char* zone = std::getenv("TZ");
    EXPECT_NE(zone, nullptr) << "the serial action had no effect here";
  }
};
COMBTEST_WALKS(ZoneWalks, combtest::NoState, SetZone, Mount, Clear, Look);

}  // namespace
