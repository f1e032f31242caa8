// The suite of walks.cc with what GoogleTest has.
#include <gtest/gtest.h>

#include <string>
#include <tuple>

struct DiskState {
  int block_size = 0;
  bool compress = false;
  std::string content;
};

class DiskCases : public testing::TestWithParam<std::tuple<int, bool, const char*, int>> {
 protected:
  void SetBlockSize(int block_size) { state_.block_size = block_size; }
  void Compress(bool compress) { state_.compress = compress; }
  void Write(const char* content) { state_.content += content; }
  void ReadBack(int times) const {
    for (int i = 0; i < times; ++i) ASSERT_LT(state_.content.size(), 100u) << state_.block_size;
  }

 private:
  DiskState state_;
};

TEST_P(DiskCases, Pass) {
  const auto& [block_size, compress, content, times] = GetParam();
  SetBlockSize(block_size);
  Compress(compress);
  Write(content);
  ReadBack(times);
}

INSTANTIATE_TEST_SUITE_P(All, DiskCases,
                         testing::Combine(testing::Values(512, 4096, 65536), testing::Bool(),
                                          testing::Values("", "hello", "a longer text"),
                                          testing::Values(1, 2)));
