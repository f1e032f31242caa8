// A program that catches nothing. Its argument says what goes wrong after Init.
#include <combtest/combtest.h>

#include <array>
#include <iostream>
#include <stdexcept>
#include <string_view>

namespace {

struct Step : combtest::Action {
  static constexpr std::array kOptions = {1};
  void Run(int, int&) const {}
};

}  // namespace

int main(int argc, char** argv) {
  std::cout << "begins";  // is in no terminal yet
  if (!combtest::Init(&argc, argv)) return 0;
  const std::string_view wrong = argc > 1 ? argv[1] : "";
  if (wrong == "other") throw std::runtime_error("other");
  return combtest::RunTests<int, Step>({.threads = wrong == "threads" ? 0u : 1u}).ok() ? 0 : 1;
}
