// Prints the threads that are in force, or the error. First arguments of the form set:N come from
// code; `init` calls combtest::Init.
#include <cstring>
#include <iostream>

#include "combtest/action.h"
#include "combtest/config.h"

int main(int argc, char** argv) {
  try {
    for (int i = 1; i < argc; ++i) {
      if (std::strncmp(argv[i], "set:", 4) == 0) combtest::config::Set("threads", argv[i] + 4);
      if (std::strcmp(argv[i], "init") != 0) continue;
      if (!combtest::Init(&argc, argv)) return 0;
      std::cout << "left:";
      for (int a = 1; a < argc; ++a) std::cout << " " << argv[a];
      std::cout << "\n";
      break;
    }
    std::cout << combtest::config::Current().threads << "\n";
    for (const std::string& line : combtest::config::Differences()) std::cout << line << "\n";
  } catch (const combtest::Error& error) {
    std::cout << "error: " << error.what() << "\n";
  }
}
