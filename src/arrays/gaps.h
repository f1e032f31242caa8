// The tuples that no row has yet, as bits, so that a row's gain is quickly found.
//
// A symbol is an option of a column. For each symbol, and each choice of options of t - 2 other
// columns, there is a line of bits: those symbols of later columns with which a tuple is missing.
#ifndef COMBTEST_SRC_ARRAYS_GAPS_H_
#define COMBTEST_SRC_ARRAYS_GAPS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "src/arrays/model.h"
#include "src/arrays/random.h"

namespace combtest::internal::arrays {

class Gaps {
 public:
  explicit Gaps(const Model& model);
  // The memory that it takes.
  static double Bytes(const Model& model);

  bool empty() const { return open_ == 0; }
  // One of them, at random.
  std::vector<Cell> Pick(Random& random) const;
  void AddRow(std::span<const Value> row);
  // The tuple counts as covered.
  void Exclude(std::span<const Cell> tuple);
  // How many tuples of known columns, and of this one, which isn't known, the row would have in
  // addition, with each option of the column.
  void Gains(int column, std::span<const Value> row, std::span<const std::uint8_t> known,
             std::vector<int>& gains);
  // See Settings::steps.
  std::uint64_t steps() const { return words_read_ / 4; }

 private:
  // All choices of `strength` of these columns, which are known by their places in it.
  struct Part {
    Part(const Group& group, const std::vector<Value>& levels, std::size_t begin);

    std::vector<int> columns;
    std::vector<int> place;  // by column, or -1
    std::size_t strength;
    std::vector<std::uint32_t> symbols;  // by place: the first symbol; then how many there are
    std::uint32_t words;                 // of a whole line
    // [j][i]: the words of all lines that j columns more lead to, the first of them before place i.
    std::vector<std::vector<std::uint32_t>> before;
    std::size_t size;   // words of each symbol
    std::size_t begin;  // in words_

    // The first word of a line that begins at a place.
    std::uint32_t FirstWord(std::size_t at) const { return symbols[at] / 64; }
    // The words that an option of the column leads to, where j columns more are to come.
    std::uint32_t Each(std::size_t j, std::size_t i) const {
      return j == 0 ? words - FirstWord(i + 1) : before[j].back() - before[j][i + 1];
    }
    // How the option of a column changes the number of the first word, as one of j columns to come.
    std::uint32_t Term(std::size_t j, std::size_t i, Value value) const {
      return before[j][i] + static_cast<std::uint32_t>(value) * Each(j - 1, i) -
             (j == 1 ? 0 : before[j - 1][i + 1]);
    }
  };
  struct Line {
    std::uint32_t begin;  // among its symbol's words
    std::uint32_t first;  // its first word as part of a whole line
  };

  // Sets the bits of the first option of `own` in the lines that begin at `from` or later.
  void Fill(const Part& part, std::size_t own, std::size_t j, std::uint32_t number,
            std::size_t from);
  // Makes lines_ those that columns of the row lead to, and mask_ these columns' symbols.
  void Choose(const Part& part, std::span<const Value> row, std::span<const std::uint8_t> known);
  void AddLines(const Part& part, std::size_t j, std::uint32_t number, std::size_t from);
  std::uint64_t* WordsOf(const Part& part, std::size_t own, Value value) {
    return words_.data() + part.begin + part.size * (part.symbols[own] + value);
  }

  std::vector<Value> levels_;
  std::vector<Part> parts_;
  std::vector<std::uint64_t> words_;
  std::uint64_t open_ = 0;        // bits that are set
  std::uint64_t words_read_ = 0;  // a line counts as two more
  std::vector<std::uint8_t> all_known_;
  std::vector<std::size_t> chosen_;                // places
  std::vector<std::vector<std::uint32_t>> terms_;  // [j], of chosen_
  std::vector<Line> lines_;
  std::vector<std::uint64_t> mask_;
};

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_GAPS_H_
