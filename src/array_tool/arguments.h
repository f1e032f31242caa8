#ifndef COMBTEST_SRC_ARRAY_TOOL_ARGUMENTS_H_
#define COMBTEST_SRC_ARRAY_TOOL_ARGUMENTS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace combtest::internal::array_tool {

struct Arguments {
  std::string model;
  std::size_t strength = 0;  // 0: the model's own
  std::uint64_t seed = 1;
  std::chrono::nanoseconds optimize{0};
  std::string constraints;          // a file for a model of CASA; empty: none
  std::string extend;               // a file of rows; empty: none
  std::string check;                // likewise
  std::size_t list_impossible = 0;  // at most so many
  bool help = false;
};

// Throws Error, naming the argument that is wrong.
Arguments ParseArguments(const std::vector<std::string>& words);
extern const char* const kUsage;

}  // namespace combtest::internal::array_tool

#endif  // COMBTEST_SRC_ARRAY_TOOL_ARGUMENTS_H_
