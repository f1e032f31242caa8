// main for combtest::gtest_main: as GoogleTest's, and combtest's flags are taken out of the
// arguments.
#include <gtest/gtest.h>

#include <exception>
#include <iostream>

#include "combtest/gtest.h"
#include "combtest/gtest/adapter.h"
#include "gtest_integration/src/walk_group.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  try {
    if (!combtest::Init(&argc, argv)) return 0;
  } catch (const combtest::Error& error) {
    const bool first = combtest::internal::WalkGroups::Get().AddError(error.what());
    // Listing tells it at once.
    if (first || !GTEST_FLAG_GET(list_tests)) std::cerr << "combtest: " << error.what() << "\n";
    return 1;
  }
  return RUN_ALL_TESTS();
}
