// Rows of option indices, kept in one piece.
#ifndef COMBTEST_SRC_ARRAYS_ROWS_H_
#define COMBTEST_SRC_ARRAYS_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace combtest::internal::arrays {

// The index of an option in its column.
using Value = std::int32_t;
// A cell that the generator may fill as it likes.
inline constexpr Value kDontCare = -1;

class Rows {
 public:
  Rows() = default;
  explicit Rows(std::size_t columns) : columns_(columns) {}

  std::size_t columns() const { return columns_; }
  std::size_t size() const { return columns_ == 0 ? 0 : cells_.size() / columns_; }
  bool empty() const { return cells_.empty(); }
  std::span<const Value> operator[](std::size_t row) const {
    return {cells_.data() + row * columns_, columns_};
  }
  std::span<Value> operator[](std::size_t row) {
    return {cells_.data() + row * columns_, columns_};
  }
  // The row has one value for each column.
  void Add(std::span<const Value> row) { cells_.insert(cells_.end(), row.begin(), row.end()); }
  void Reserve(std::size_t rows) { cells_.reserve(rows * columns_); }
  // Drops the rows after the first ones.
  void Shorten(std::size_t rows) { cells_.resize(rows * columns_); }

  bool operator==(const Rows&) const = default;

 private:
  std::size_t columns_ = 0;
  std::vector<Value> cells_;
};

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_ROWS_H_
