// Every ```ini block of the pages is a combtest.cfg that programs take.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdlib>
#include <fstream>

#include "test/docs/page.h"

namespace combtest::docs {
namespace {

TEST(DocsTest, ConfigurationsAreTaken) {
  std::string directory = std::filesystem::temp_directory_path() / "combtest-ini-XXXXXX";
  ASSERT_NE(::mkdtemp(directory.data()), nullptr);
  const std::string command = "cd '" + directory +
                              "' && '" COMBTEST_SNIPPETS_DIR
                              "/number_walks' --gtest_list_tests > output 2>&1";
  std::size_t blocks = 0;
  for (const Page& page : AllPages()) {
    for (const Block& block : page.blocks) {
      if (block.language != "ini") continue;
      ++blocks;
      std::ofstream file(std::filesystem::path(directory) / "combtest.cfg");
      for (const std::string& line : block.lines) file << line << "\n";
      file.close();
      EXPECT_EQ(std::system(command.c_str()), 0)
          << Place(page, block.first_line) << ": "
          << ReadFile(std::filesystem::path(directory) / "output");
    }
  }
  std::filesystem::remove_all(directory);
  EXPECT_GE(blocks, 3U);
}

}  // namespace
}  // namespace combtest::docs
