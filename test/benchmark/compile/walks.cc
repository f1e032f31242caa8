// A suite of four actions, as a user writes it. What compiling it takes is compared with
// combine.cc.
#include <combtest/gtest.h>

#include <array>
#include <string>

struct DiskState {
  int block_size = 0;
  bool compress = false;
  std::string content;
};

struct SetBlockSize : combtest::Action {
  static constexpr std::array kOptions = {512, 4096, 65536};
  void Run(int block_size, DiskState& state) const { state.block_size = block_size; }
};

struct Compress : combtest::Action {
  static constexpr std::array kOptions = {false, true};
  void Run(bool compress, DiskState& state) const { state.compress = compress; }
};

struct Write : combtest::Action {
  static constexpr std::array kOptions = {"", "hello", "a longer text"};
  void Run(const char* content, DiskState& state) const { state.content += content; }
};

struct ReadBack : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int times, const DiskState& state) const {
    for (int i = 0; i < times; ++i) ASSERT_LT(state.content.size(), 100u) << state.block_size;
  }
};

COMBTEST_WALKS(DiskWalks, DiskState, SetBlockSize, Compress, Write, ReadBack);
