#include "src/array_tool/expression.h"

#include <utility>

namespace combtest::internal::array_tool {
namespace {

using Kind = Expression::Kind;

// A long chain stays one level deep.
Expression Joined(Kind kind, Expression left, Expression right) {
  if (left.kind == kind) {
    left.parts.push_back(std::move(right));
    return left;
  }
  Expression joined;
  joined.kind = kind;
  joined.parts.push_back(std::move(left));
  joined.parts.push_back(std::move(right));
  return joined;
}

}  // namespace

Expression In(std::size_t column, std::vector<bool> holds) {
  Expression in;
  in.kind = Kind::kIn;
  in.column = column;
  in.holds = std::move(holds);
  return in;
}

Expression Not(Expression part) {
  Expression negated;
  negated.kind = Kind::kNot;
  negated.parts.push_back(std::move(part));
  return negated;
}

Expression And(Expression left, Expression right) {
  return Joined(Kind::kAnd, std::move(left), std::move(right));
}

Expression Or(Expression left, Expression right) {
  return Joined(Kind::kOr, std::move(left), std::move(right));
}

bool Holds(const Expression& expression, std::span<const std::uint32_t> row,
           std::vector<std::size_t>& read) {
  switch (expression.kind) {
    case Kind::kIn:
      read.push_back(expression.column);
      return expression.holds[row[expression.column]];
    case Kind::kPair:
      read.push_back(expression.column);
      read.push_back(expression.other);
      return expression
          .holds[row[expression.column] * expression.other_options + row[expression.other]];
    case Kind::kNot:
      return !Holds(expression.parts.front(), row, read);
    case Kind::kAnd:
    case Kind::kOr:
      break;
  }
  const bool all = expression.kind == Kind::kAnd;
  for (const Expression& part : expression.parts) {
    if (Holds(part, row, read) != all) return !all;
  }
  return all;
}

Expression Restricted(const Expression& expression,
                      const std::vector<std::vector<std::uint32_t>>& values) {
  Expression restricted;
  restricted.kind = expression.kind;
  restricted.column = expression.column;
  restricted.other = expression.other;
  if (expression.kind == Kind::kIn) {
    for (const std::uint32_t option : values[expression.column])
      restricted.holds.push_back(expression.holds[option]);
  } else if (expression.kind == Kind::kPair) {
    restricted.other_options = values[expression.other].size();
    for (const std::uint32_t option : values[expression.column]) {
      for (const std::uint32_t other : values[expression.other])
        restricted.holds.push_back(expression.holds[option * expression.other_options + other]);
    }
  }
  restricted.parts.reserve(expression.parts.size());
  for (const Expression& part : expression.parts)
    restricted.parts.push_back(Restricted(part, values));
  return restricted;
}

}  // namespace combtest::internal::array_tool
