// docs/resources.md: walks that share licenses, ports and a costly cache.
#include <combtest/gtest.h>

#include <array>
#include <map>
#include <string>

struct Part {
  std::string code;
  int size = 0;
};
BOOST_DESCRIBE_STRUCT(Part, (), (code, size))

enum class Optimizer { kNone, kVendor };
BOOST_DESCRIBE_ENUM(Optimizer, kNone, kVendor)

// Costly to load, and kept for the next walk.
inline const std::string& Library(int version) {
  static std::map<int, std::string> loaded;
  return loaded.try_emplace(version, "library " + std::to_string(version)).first->second;
}

struct Load : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int version, Part& part) const { part.code = Library(version); }
};
struct Compile : combtest::Action {
  static constexpr std::array kOptions = {8, 16};
  static constexpr combtest::Resource kNeeds{"license", 2};
  void Run(int width, Part& part) const { part.code += " " + std::to_string(width); }
};
struct Optimize : combtest::Action {
  static constexpr std::array kOptions = {Optimizer::kNone, Optimizer::kVendor};
  void Run(Optimizer, Part& part) const { part.size = static_cast<int>(part.code.size()); }
};

class Parts : public combtest::WalkTest<Part> {};
TEST_P(Parts, Fit) {
  RunWalk();
  EXPECT_GT(state().size, 0);
}
INSTANTIATE_TEST_SUITE_P(All, Parts,
                         (combtest::Walks<Part, Load, Compile, Optimize>()
                              .Needs<Optimize>(Optimizer::kVendor, {"memory", 1})
                              .TogetherOn<Load>()),
                         combtest::WalkName());
