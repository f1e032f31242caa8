// Walks whose states hold numbers that JSON has no word for.
#include <combtest/combtest.h>

#include <array>
#include <iostream>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

struct Part {
  double ratio = 1;
};
BOOST_DESCRIBE_STRUCT(Part, (), (ratio))
struct Measured {
  std::map<std::string, std::vector<Part>> parts;
};
BOOST_DESCRIBE_STRUCT(Measured, (), (parts))

enum class How { kFinite, kNan, kInfinite, kNanAndFails };
BOOST_DESCRIBE_ENUM(How, kFinite, kNan, kInfinite, kNanAndFails)

struct Measure : combtest::Action {
  static constexpr std::array kOptions = {How::kFinite, How::kNan, How::kInfinite,
                                          How::kNanAndFails};
  void Run(How how, Measured& state) const {
    const double ratio = how == How::kFinite     ? 2
                         : how == How::kInfinite ? -std::numeric_limits<double>::infinity()
                                                 : std::numeric_limits<double>::quiet_NaN();
    state.parts["left"] = {{}, {ratio}};
    if (how == How::kNanAndFails) throw std::runtime_error("out of order");
  }
};

}  // namespace

// not_finite_suite [gather]
int main(int argc, char** argv) {
  if (!combtest::Init(&argc, argv)) return 0;
  const auto results = combtest::RunTests<Measured, Measure>({.gather_states = argc > 1});
  std::cout << results.ledger << ", " << results.states.size() << " states\n";
  for (const combtest::WalkResult& walk : results.failed_walks) {
    std::cout << walk.id << " " << combtest::OutcomeName(walk.outcome) << " in " << walk.where;
    for (const combtest::Failure& failure : walk.failures) std::cout << ": " << failure.message;
    std::cout << "\n";
  }
}
