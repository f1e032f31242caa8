// Walks that fail in their first attempts. FLAKY_DIR counts the attempts of each.
#include <boost/describe/class.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

#include "combtest/gtest.h"

namespace {

struct Place {
  std::string name;
  int attempt = 0;
};
BOOST_DESCRIBE_STRUCT(Place, (), (name, attempt))

std::filesystem::path PathOf(const std::string& name) {
  return std::filesystem::path(std::getenv("FLAKY_DIR")) / name;
}
int Attempts(const std::string& name) {
  return std::filesystem::exists(PathOf(name))
             ? static_cast<int>(std::filesystem::file_size(PathOf(name)))
             : 0;
}
// This one included. Only one attempt of a walk runs at a time.
int CountAttempt(const std::string& name) {
  std::ofstream(PathOf(name), std::ios::app) << ".";
  return Attempts(name);
}

struct Enter : combtest::Action {
  static constexpr std::array kOptions = {"a", "b"};
  void Run(std::string_view room, Place& place) const { place.name = room; }
};
struct Behave : combtest::Action {
  static constexpr std::array kOptions = {
      "well",   "once",     "twice", "thrown",    "skipped",    "fatal", "nonfatal",
      "always", "crashing", "slow",  "different", "cancelling", "late",  "tardy"};
  void Run(std::string_view way, Place& place) const {
    place.name += "_" + std::string(way);
    place.attempt = CountAttempt(place.name);
    const bool first = place.attempt == 1;
    if (way == "once" || way == "fatal") {
      ASSERT_FALSE(first) << "the door is stuck";
    }
    if (way == "nonfatal") {
      EXPECT_FALSE(first) << "the door is slow";
    }
    if (way == "twice") {
      ASSERT_GT(place.attempt, 2);
    }
    if (way == "thrown" && first) throw std::runtime_error("no door");
    if (way == "skipped") {
      GTEST_SKIP() << "no such room";
    }
    if (way == "always") {
      FAIL() << "there is a wall";
    }
    if (way == "different") {
      FAIL() << "attempt number " << place.attempt;
    }
    if (way == "crashing" && first) std::raise(SIGABRT);
    if (way == "cancelling" && first) {
      FAIL() << "and then it is cancelled";
    }
    if (way == "cancelling") {
      GTEST_SKIP() << "enough";
    }
    if (way == "late" && first) {
      // Another walk's failure has stopped the run when this one is about to fail.
      while (Attempts("a_once") + Attempts("b_once") == 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
      std::this_thread::sleep_for(std::chrono::seconds(1));
      FAIL() << "too late";
    }
    if (way == "tardy" && first) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1200));
      FAIL() << "and late for what follows";
    }
    if (way == "slow" && first) std::this_thread::sleep_for(std::chrono::hours(1));
  }
};
struct Leave : combtest::Action {
  static constexpr std::array kOptions = {true};
  void Run(bool, Place& place) const { EXPECT_FALSE(place.name.empty()); }
};
struct Light : combtest::SerialAction {
  static constexpr std::array kOptions = {true, false};
  void Run(bool) const { CountAttempt("light"); }
};

class Rooms : public combtest::WalkTest<Place> {};
TEST_P(Rooms, Pass) {
  if (RunWalk().flaky()) {
    EXPECT_GT(state().attempt, 1);
  }
}
INSTANTIATE_TEST_SUITE_P(All, Rooms, (combtest::Walks<Place, Enter, Behave, Leave>()),
                         combtest::WalkName());

class LitRooms : public combtest::WalkTest<Place> {};
TEST_P(LitRooms, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, LitRooms, (combtest::Walks<Place, Enter, Light, Behave>()),
                         combtest::WalkName());

}  // namespace
