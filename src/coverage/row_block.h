// Some rows, column by column.
#ifndef COMBTEST_SRC_COVERAGE_ROW_BLOCK_H_
#define COMBTEST_SRC_COVERAGE_ROW_BLOCK_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "src/coverage/row.h"

namespace combtest::internal::coverage {

class RowBlock {
 public:
  static constexpr std::size_t kRows =
      1024;  // few enough to stay in the cache, many to be worth it

  explicit RowBlock(std::size_t columns) : options_(columns * kRows), marks_(kRows) {}

  void Add(std::span<const Option> row, std::uint8_t mark) {
    for (std::size_t column = 0; column < row.size(); ++column)
      options_[column * kRows + size_] = row[column];
    marks_[size_++] = mark;
  }
  void Clear() { size_ = 0; }

  std::size_t size() const { return size_; }
  bool full() const { return size_ == kRows; }
  const Option* column(std::size_t column) const { return options_.data() + column * kRows; }
  const std::uint8_t* marks() const { return marks_.data(); }

 private:
  std::vector<Option> options_;
  std::vector<std::uint8_t> marks_;
  std::size_t size_ = 0;
};

}  // namespace combtest::internal::coverage

#endif  // COMBTEST_SRC_COVERAGE_ROW_BLOCK_H_
