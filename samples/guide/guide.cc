// The example of py-combtest's guide: two actions of three options each set A and B of a state, and
// the nine states come back. Without GoogleTest: it links combtest::combtest alone.
#include <boost/describe/class.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstdio>
#include <exception>

#include "combtest/combtest.h"

namespace {

struct MyState {
  int A = 0;
  int B = 0;
};
BOOST_DESCRIBE_STRUCT(MyState, (), (A, B))

struct MyActionA : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int option, MyState& state) const { state.A = option; }
};

// With the options of MyActionA.
struct MyActionB : MyActionA {
  void Run(int option, MyState& state) const { state.B = option; }
};

}  // namespace

int main(int argc, char** argv) try {
  if (!combtest::Init(&argc, argv)) return 0;

  const auto results = combtest::RunTests<MyState, MyActionA, MyActionB>({.gather_states = true});

  std::printf("Ran %d walks in %0.2fs with %d errors\n", static_cast<int>(results.walk_count),
              std::chrono::duration<double>(results.elapsed).count(),
              static_cast<int>(results.error_count));
  std::printf("Resulting states: %s\n",
              boost::json::serialize(combtest::ToJson(results.states)).c_str());
  return results.ok() ? 0 : 1;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
