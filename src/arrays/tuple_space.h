// All tuples that a model asks for, numbered: combination after combination, within one the last
// column varies fastest.
#ifndef COMBTEST_SRC_ARRAYS_TUPLE_SPACE_H_
#define COMBTEST_SRC_ARRAYS_TUPLE_SPACE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "src/arrays/model.h"

namespace combtest::internal::arrays {

class TupleSpace {
 public:
  // To build rows takes several times the memory that it takes to count, to search ten times that.
  enum class Use { kCount, kBuild, kSearch };
  // Throws TooLarge where what this use needs doesn't fit into the limit.
  TupleSpace(const Model& model, std::uint64_t memory_limit, Use use);
  static double Bytes(const Model& model, Use use);

  const std::vector<Value>& levels() const { return levels_; }
  std::size_t columns() const { return levels_.size(); }
  std::uint32_t tuples() const { return tuples_; }

  std::size_t combinations() const { return offset_.size(); }
  std::span<const int> combination(std::size_t c) const {
    return {columns_of_.data() + begin_[c], columns_of_.data() + begin_[c + 1]};
  }
  std::uint32_t offset(std::size_t c) const { return offset_[c]; }
  std::uint32_t size(std::size_t c) const {
    return (c + 1 < offset_.size() ? offset_[c + 1] : tuples_) - offset_[c];
  }
  // The values of the tuple in the order of its combination's columns.
  std::array<Value, kMaxStrength> Decode(std::size_t combination, std::uint32_t tuple) const;
  std::uint32_t Encode(std::size_t combination, std::span<const Value> row) const;

 private:
  std::vector<Value> levels_;
  std::vector<std::size_t> begin_ = {0};  // of each combination in columns_of_
  std::vector<int> columns_of_;
  std::vector<std::uint32_t> offset_;
  std::uint32_t tuples_ = 0;
};

// What is to be covered: choices of columns, in rising order. Two of them may have some in common.
std::vector<Group> Parts(const Model& model);

// How many tuples of `size` of the columns there are.
double TuplesAmong(const std::vector<int>& columns, const std::vector<Value>& levels, int size);

[[noreturn]] void ThrowTooLarge(double tuples, double bytes, double limit);

// A search has its rows a few times.
inline constexpr std::uint64_t kCopiesOfRows = 4;

// Of how many rows of so many columns so many copies fit into the limit.
std::uint64_t MostRows(std::size_t columns, std::uint64_t memory_limit,
                       std::uint64_t copies = kCopiesOfRows);

// Throws TooLarge where so many are more than that.
void CheckRows(const TupleSpace& space, std::uint64_t rows, std::uint64_t memory_limit,
               std::uint64_t copies = kCopiesOfRows);

// Throws ArrayError, in one sentence, where the model makes no sense.
void CheckModel(const Model& model);

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_TUPLE_SPACE_H_
