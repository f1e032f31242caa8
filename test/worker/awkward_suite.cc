// awkward_suite KIND [gather]: walks that move between workers, with states that JSON doesn't like.
#include <combtest/combtest.h>
#include <unistd.h>

#include <array>
#include <boost/json/value.hpp>
#include <iostream>
#include <limits>
#include <set>
#include <string>

#include "test/support/up_to.h"

namespace {

std::string kind;

// An array in an array in an array …, so many of them.
boost::json::value Nested(int depth) {
  boost::json::value value = 1;
  for (int i = 0; i < depth; ++i) value = boost::json::array{std::move(value)};
  return value;
}

struct Awkward : combtest::JsonSerializable {
  int number = -1;
  boost::json::value to_json() const {
    if (kind == "throws") throw combtest::Error("no such paper");
    boost::json::object object{{"number", number}};
    if (kind == "nan") object["ratio"] = std::numeric_limits<double>::quiet_NaN();
    if (kind == "deep") object["nested"] = Nested(999);  // and the object around them
    if (kind == "too-deep") object["nested"] = Nested(1000);
    return object;
  }
  static Awkward from_json(const boost::json::value& json) {
    if (kind == "unreadable") throw combtest::Error("no such word");
    if (kind == "strange") throw 7;  // NOLINT: as users do
    Awkward state;
    state.number = combtest::FromJson<int>(json.at("number"), "number");
    return state;
  }
};

struct Enter : combtest::Action {
  static auto Options() { return combtest::test::UpTo(30); }
  void Run(int number, Awkward& state) const { state.number = number; }
};
struct Clean : combtest::SerialAction {
  static constexpr std::array kOptions = {0};
  void Run(int) const {}
};
// First the walks of one shard take long, then those of the other.
struct Stay : combtest::Action {
  static constexpr std::array kOptions = {0};
  void Run(int, Awkward& state) const { ::usleep(state.number % 2 == 0 ? 2000 : 0); }
};
struct Check : combtest::SerialAction {
  static constexpr std::array kOptions = {0};
  void Run(int) const {}
};
struct Leave : combtest::Action {
  static constexpr std::array kOptions = {0};
  void Run(int, Awkward& state) const { ::usleep(state.number % 2 == 1 ? 2000 : 0); }
};

}  // namespace

int main(int argc, char** argv) {
  if (!combtest::Init(&argc, argv)) return 0;
  kind = argv[1];
  combtest::RunOptions<Awkward> options;
  options.gather_states = argc > 2;
  const auto results = combtest::RunTests<Awkward, Enter, Clean, Stay, Check, Leave>(options);
  std::cout << results.ledger << ", " << results.states.size() << " states\n";
  std::set<std::string> whys;
  for (const combtest::WalkResult& walk : results.failed_walks) {
    for (const combtest::Failure& failure : walk.failures)
      whys.insert(walk.where + ": " + failure.message);
  }
  for (const std::string& why : whys) std::cout << why << "\n";
}
