// Two walks that go on in another worker, on two threads: the second one's conversions do what
// CONVERT says, as "from_json assert", while the first one is in its last action. The second one
// ends as END says.
#include <combtest/gtest.h>
#include <unistd.h>

#include <boost/json/value_to.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <string>

#include "test/worker/misbehave.h"
#include "test/worker/program.h"

namespace {

bool HasFile(const std::string& name) {
  return std::filesystem::exists(FaultDirectory() + "/" + name);
}

void Await(const std::string& file) {
  if (!combtest::test::Eventually([&] { return HasFile(file); }))
    throw std::runtime_error(file + " never came");
}

void Skip() { GTEST_SKIP() << "not here"; }

// The conversion is `where`.
void Convert(const std::string& where, int walk) {
  const char* text = std::getenv("CONVERT");
  const std::string asked = text == nullptr ? "" : text;
  if (walk != 1 || !HasFile("killed") || asked.rfind(where + " ", 0) != 0) return;
  Await("held");
  const std::string what = asked.substr(where.size() + 1);
  EXPECT_NE(what, "assert") << "asserted in " << where;
  if (what == "fork") ::fork();
  if (what == "skip") Skip();
  if (what == "property") combtest::Action::RecordProperty("converted", walk);
  if (what == "abort") std::abort();
  AppendLine("converted", what);
  if (what == "skip") throw std::runtime_error("thrown in " + where);
}

struct Item : combtest::JsonSerializable {
  int walk = -1;
  boost::json::value to_json() const {
    Convert("to_json", walk);
    return walk;
  }
  static Item from_json(const boost::json::value& json) {
    Item item;
    item.walk = boost::json::value_to<int>(json);
    Convert("from_json", item.walk);
    return item;
  }
};

struct Begin : combtest::Action {
  static constexpr std::array kOptions = {0, 1};
  void Run(int walk, Item& item) const {
    item.walk = walk;
    AppendLine("workers", std::to_string(::getpid()));
  }
};

struct KillWorkers : combtest::SerialAction {
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  static constexpr std::array kOptions = {SIGKILL};
  void Run(int signal) const {
    std::istringstream workers(combtest::test::ReadFile(FaultDirectory() + "/workers"));
    for (std::string pid; workers >> pid;) {
      if (std::stoi(pid) == ::getpid()) continue;
      ::kill(std::stoi(pid), signal);
      if (!combtest::test::Eventually([&] { return !Lives(pid); }))
        throw std::runtime_error("the worker lives on");
    }
    AppendLine("killed", "x");
  }
};

struct End : combtest::Action {
  static constexpr std::array kOptions = {0};
  void Run(int, Item& item) const {
    AppendLine("ended", std::to_string(item.walk));
    if (item.walk != 0) {
      const char* end = std::getenv("END");
      if (end != nullptr && end == std::string("cancelled"))
        throw combtest::CancelWalk("no more of this");
      EXPECT_EQ(end, nullptr);
      return;
    }
    AppendLine("held", "x");
    Await("converted");
  }
};

COMBTEST_WALKS(Items, Item, Begin, KillWorkers, End);

}  // namespace
