// main for combtest::gtest_main: as GoogleTest's, and combtest's flags are taken out of the
// arguments.
#include <gtest/gtest.h>

#include <exception>
#include <iostream>

#include "combtest/gtest.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  try {
    if (!combtest::Init(&argc, argv)) return 0;
  } catch (const combtest::Error& error) {
    std::cerr << "combtest: " << error.what() << "\n";
    return 1;
  }
  return RUN_ALL_TESTS();
}
