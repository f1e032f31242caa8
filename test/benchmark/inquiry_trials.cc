// How well faults are named by further walks after a pairwise run, and with how many: 300 random
// suites of each kind, with faults of two or three options that show in a random later action.
//   inquiry_trials seed=100000 trials=300 parallel=8
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "test/benchmark/arguments.h"
#include "test/explain/trial.h"

namespace combtest::bench {
namespace {

using internal::explain::RunTrial;
using internal::explain::TrialKind;
using internal::explain::TrialResult;

struct Line {
  const char* name;
  TrialKind kind;
};

void Print(const Line& line, std::uint64_t seed, int trials) {
  int exact = 0, alike = 0, ran = 0;
  std::size_t claims = 0, wrong = 0;
  std::vector<std::size_t> extra;
  for (; ran < trials; ++seed) {
    const TrialResult result = RunTrial(line.kind, seed);
    if (!result.failed) continue;
    ++ran;
    exact += result.exact ? 1 : 0;
    alike += result.exact && result.alike ? 1 : 0;
    claims += result.claims;
    wrong += result.wrong;
    extra.push_back(result.extra);
  }
  std::sort(extra.begin(), extra.end());
  std::printf(
      "{\"name\": \"%s\", \"exact\": %.1f, \"alike\": %.1f, \"wrong\": %.1f, "
      "\"median\": %zu, \"p90\": %zu, \"most\": %zu}\n",
      line.name, 100.0 * exact / ran, 100.0 * alike / ran,
      claims == 0 ? 0 : 100.0 * static_cast<double>(wrong) / static_cast<double>(claims),
      extra[extra.size() / 2], extra[extra.size() * 9 / 10], extra.back());
  std::fflush(stdout);
}

}  // namespace
}  // namespace combtest::bench

int main(int argc, char** argv) {
  using namespace combtest::bench;
  const Arguments arguments(argc, argv);
  const auto seed = static_cast<std::uint64_t>(arguments.Number("seed"));
  for (const bool constrained : {false, true}) {
    std::vector<Line> lines = {
        {"6 actions of 3, one fault", {.actions = 6, .options = 3, .faults = 1}},
        {"12 actions of 3, three faults", {.actions = 12, .options = 3, .faults = 3}},
        {"12 actions of 2, three faults", {.actions = 12, .options = 2, .faults = 3}},
        {"12 actions of 3, one fault, fails 80 %",
         {.actions = 12, .options = 3, .faults = 1, .failure_rate = 0.8}}};
    for (Line& line : lines) {
      line.kind.constrained = constrained;
      line.kind.parallel = static_cast<std::size_t>(arguments.Number("parallel"));
      const std::string name = line.name + std::string(constrained ? ", a third ruled out" : "");
      line.name = name.c_str();
      Print(line, seed, arguments.Number("trials"));
    }
  }
}
