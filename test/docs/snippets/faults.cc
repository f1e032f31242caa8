// docs/when-things-break.md, docs/running-in-parallel.md and docs/ctest-and-ci.md.
#include <combtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>

struct File {
  int size = 0;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(File, (), (size, text))

struct Create : combtest::Action {
  static constexpr std::array kOptions = {512, 4096};
  void Run(int size, File& file) const { file.size = size; }
};
struct Mount : combtest::SerialAction {
  static constexpr std::array kOptions = {"ext4", "xfs"};
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  void Run(std::string_view) const {}
};
struct Write : combtest::Action {
  static constexpr std::array kOptions = {"hello", "crash", "exit", "hang"};
  void Run(std::string_view what, File& file) const {
    std::cout << "writing " << what << std::endl;
    if (file.size == 4096 && what == "crash") std::abort();
    if (file.size == 4096 && what == "exit") std::exit(0);
    while (file.size == 4096 && what == "hang") {
      std::this_thread::sleep_for(std::chrono::seconds(1));
    }
    file.text = what;
  }
};
COMBTEST_WALKS(FileWalks, File, Create, Mount, Write);
