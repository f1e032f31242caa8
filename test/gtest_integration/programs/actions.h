// Actions of the programs under test. What really ran is appended to the file that $ORDER_LOG
// names.
#ifndef COMBTEST_TEST_GTEST_INTEGRATION_PROGRAMS_ACTIONS_H_
#define COMBTEST_TEST_GTEST_INTEGRATION_PROGRAMS_ACTIONS_H_

#include <combtest/gtest.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <boost/describe.hpp>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

inline void Log(const std::string& text) {
  const char* path = std::getenv("ORDER_LOG");
  if (path == nullptr) return;
  const int file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0644);
  const std::string line = text + "\n";
  // One write appends a whole line, whichever thread it comes from.
  if (write(file, line.data(), line.size()) < 0) std::abort();
  close(file);
}

// Gathers what a walk's actions did.
struct Trace {
  std::string text;
  void Add(const std::string& step) { text += (text.empty() ? "" : " ") + step; }
  void Update(const std::string& step) { Add(step); }
};
BOOST_DESCRIBE_STRUCT(Trace, (), (text))

struct A : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int option, Trace& trace) const { trace.Add("A" + std::to_string(option)); }
};

struct B : combtest::Action {
  static constexpr std::array<std::string_view, 3> kOptions = {"x", "y", "z"};
  void Run(std::string_view option, Trace& trace) const { trace.Add("B" + std::string(option)); }
};

inline std::string in_force = "none";

struct Switch : combtest::SerialAction {
  static constexpr std::array kOptions = {true, false};
  std::string Run(bool on) const {
    in_force = on ? "on" : "off";
    Log("switch " + in_force);
    return in_force;
  }
  void Undo(bool on) const {
    Log(std::string("undo ") + (on ? "on" : "off"));
    in_force = "none";
  }
};

struct C : combtest::Action {
  static constexpr std::array kOptions = {true, false};
  void Run(bool option, Trace& trace) const {
    trace.Add(option ? "C1" : "C0");
    Log("walk " + trace.text + " (" + in_force + ")");
  }
};

enum class Fault { kNone, kExpect, kAssert, kThrow, kThrowText, kSkip, kCancel };

struct Misbehave : combtest::Action {
  static constexpr std::array kOptions = {Fault::kNone,  Fault::kExpect,    Fault::kAssert,
                                          Fault::kThrow, Fault::kThrowText, Fault::kSkip,
                                          Fault::kCancel};
  void Run(Fault fault, Trace& trace) const {
    SCOPED_TRACE("traced");
    trace.Add("M" + std::to_string(static_cast<int>(fault)));
    EXPECT_NE(fault, Fault::kExpect) << "expected no such fault";
    ASSERT_NE(fault, Fault::kAssert) << "asserted no such fault";
    if (fault == Fault::kThrow) throw std::runtime_error("thrown on purpose");
    if (fault == Fault::kThrowText) throw "a mere text";
    if (fault == Fault::kSkip) GTEST_SKIP() << "skipped on purpose";
    if (fault == Fault::kCancel) throw combtest::CancelWalk("cancelled on purpose");
  }
};

#endif  // COMBTEST_TEST_GTEST_INTEGRATION_PROGRAMS_ACTIONS_H_
