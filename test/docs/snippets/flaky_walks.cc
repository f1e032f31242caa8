// A suite with a walk that fails in its first attempt, for docs/flaky-walks.md.
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "combtest/gtest.h"

struct Link {
  std::string speed;
};
BOOST_DESCRIBE_STRUCT(Link, (), (speed))

struct Connect : combtest::Action {
  static constexpr std::array kOptions = {"slow", "fast"};
  void Run(std::string_view speed, Link& link) const { link.speed = speed; }
};
// The first fast frame is lost.
struct Send : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int frames, Link& link) const {
    static bool warm = false;
    const int received =
        link.speed == "fast" && frames > 1 && !std::exchange(warm, true) ? 0 : frames;
    ASSERT_EQ(received, frames);
  }
};

COMBTEST_WALKS(LinkWalks, Link, Connect, Send);
