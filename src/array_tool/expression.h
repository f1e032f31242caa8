// Constraints over options: trees of AND, OR and NOT above the options that single columns, or two
// together, may have.
#ifndef COMBTEST_SRC_ARRAY_TOOL_EXPRESSION_H_
#define COMBTEST_SRC_ARRAY_TOOL_EXPRESSION_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace combtest::internal::array_tool {

struct Expression {
  enum class Kind { kIn, kPair, kAnd, kOr, kNot };
  Kind kind = Kind::kAnd;
  std::size_t column = 0;  // of kIn and kPair
  std::size_t other = 0;   // of kPair
  // Which options hold: by that of `column`; of a pair by
  // that of `column` * the options of `other` + that of `other`.
  std::vector<bool> holds;
  std::size_t other_options = 0;
  std::vector<Expression> parts;  // of kAnd, kOr, kNot (one)
};

Expression In(std::size_t column, std::vector<bool> holds);
Expression Not(Expression part);
Expression And(Expression left, Expression right);
Expression Or(Expression left, Expression right);

// Adds to `read` the columns that it looked at until the answer was clear.
bool Holds(const Expression& expression, std::span<const std::uint32_t> row,
           std::vector<std::size_t>& read);

// The same over fewer options: values[column][i] is the option that was, of the option i that is.
Expression Restricted(const Expression& expression,
                      const std::vector<std::vector<std::uint32_t>>& values);

// Holds in every valid row.
struct Rule {
  std::string name;  // for people
  Expression expression;
};

}  // namespace combtest::internal::array_tool

#endif  // COMBTEST_SRC_ARRAY_TOOL_EXPRESSION_H_
