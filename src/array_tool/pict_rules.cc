#include "src/array_tool/pict_rules.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "combtest/action.h"
#include "src/array_tool/pict_text.h"
#include "src/array_tool/pict_tokens.h"
#include "src/text/ascii.h"

namespace combtest::internal::array_tool {
namespace {

const std::string& FirstName(const Column& column, std::size_t option) {
  return column.values[option].names.front();
}

// What constraints see of a value: its first name, without the mark of negative ones.
std::string_view Seen(const Column& column, std::size_t option) {
  std::string_view name = FirstName(column, option);
  if (column.values[option].negative) name = Trim(name.substr(1));
  return name;
}

bool IsNumeric(const Column& column) {
  for (std::size_t option = 0; option < column.values.size(); ++option) {
    if (!Number(Seen(column, option))) return false;
  }
  return true;
}

// A sign from comparing and whether that satisfies the relation.
bool Satisfies(int sign, std::string_view relation) {
  if (relation == "=") return sign == 0;
  if (relation == "<>") return sign != 0;
  if (relation == "<") return sign < 0;
  if (relation == "<=") return sign <= 0;
  if (relation == ">") return sign > 0;
  return sign >= 0;
}

int Compared(double a, double b) { return a < b ? -1 : a > b ? 1 : 0; }

// constraint ::= [IF or THEN] or [ELSE or] ;     or ::= and {OR and}     and ::= factor {AND
// factor} factor     ::= NOT factor | ( or ) | term
class RuleParser {
 public:
  RuleParser(std::string_view text, std::size_t line, const std::vector<Column>& columns)
      : text_(text), tokens_(TokensOf(text, line)), columns_(columns) {}

  std::vector<Rule> Read() {
    std::vector<Rule> rules;
    while (Now().kind != Token::Kind::kEnd) {
      const Token begin = Now();
      Expression expression = ReadRule();
      rules.push_back({NameOf(begin), std::move(expression)});
    }
    return rules;
  }

 private:
  const Token& Now() const { return tokens_[at_]; }
  bool TakeWord(std::string_view word) {
    if (Now().kind != Token::Kind::kWord || Now().text != word) return false;
    ++at_;
    return true;
  }
  bool TakeSymbol(std::string_view symbol) {
    if (Now().kind != Token::Kind::kSymbol || Now().text != symbol) return false;
    ++at_;
    return true;
  }

  [[noreturn]] void Refuse(const std::string& why) const { Refuse(Now(), why); }
  [[noreturn]] static void Refuse(const Token& token, const std::string& why) {
    throw Error("line " + std::to_string(token.line) + ": " + why);
  }
  // Here should be something else.
  [[noreturn]] void Expect(const std::string& what) const {
    const bool end = Now().kind == Token::Kind::kEnd;
    Refuse("here should be " + what + ", not " +
           (end ? "the end" : std::string(text_.substr(Now().begin, Now().end - Now().begin))));
  }

  // Its text, which stands up to here.
  std::string NameOf(const Token& begin) const {
    std::string words;
    for (std::size_t i = begin.begin; i < tokens_[at_ - 1].begin; ++i) {
      const bool space =
          text_[i] == '\n' || text_[i] == '\r' || text_[i] == '\t' || text_[i] == ' ';
      if (!space)
        words += text_[i];
      else if (!words.ends_with(' '))
        words += ' ';
    }
    return "line " + std::to_string(begin.line) + ": " + words;
  }

  Expression ReadRule() {
    if (!TakeWord("IF")) {
      Expression always = ReadOr();
      if (!TakeSymbol(";")) Expect("AND, OR or ;");
      return always;
    }
    const Expression condition = ReadOr();
    if (!TakeWord("THEN")) Expect("AND, OR or THEN");
    Expression rule = Or(Not(condition), ReadOr());
    if (TakeWord("ELSE")) rule = And(std::move(rule), Or(condition, ReadOr()));
    if (!TakeSymbol(";")) Expect("AND, OR, ELSE or ;");
    return rule;
  }

  Expression ReadOr() {
    Expression left = ReadAnd();
    while (TakeWord("OR")) left = Or(std::move(left), ReadAnd());
    return left;
  }

  Expression ReadAnd() {
    Expression left = ReadFactor();
    while (TakeWord("AND")) left = And(std::move(left), ReadFactor());
    return left;
  }

  Expression ReadFactor() {
    if (++depth_ > kMaxDepth) Refuse("this is nested too deeply");
    std::optional<Expression> factor;
    if (TakeWord("NOT")) {
      factor = Not(ReadFactor());
    } else if (TakeSymbol("(")) {
      factor = ReadOr();
      if (!TakeSymbol(")")) Expect("AND, OR or )");
    } else {
      factor = ReadTerm();
    }
    --depth_;
    return std::move(*factor);
  }

  Expression ReadTerm() {
    if (TakeWord("ISNEGATIVE")) return ReadSigns(true);
    if (TakeWord("ISPOSITIVE")) return ReadSigns(false);
    if (Now().kind != Token::Kind::kParameter) Expect("a [parameter], NOT, ( or IsNegative(…)");
    const Token name = Now();
    const std::size_t column = FindColumn(name.text);
    ++at_;
    const bool negated = TakeWord("NOT");
    if (TakeWord("IN")) return ReadSet(column, negated);
    if (TakeWord("LIKE")) return ReadLike(column, negated, name);
    if (negated) Expect("IN or LIKE");
    return ReadRelation(column, name);
  }

  std::size_t FindColumn(std::string_view name) const {
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      if (Upper(columns_[column].name) == Upper(name)) return column;
    }
    Refuse("there is no parameter [" + std::string(name) + "]");
  }

  // IsNegative(parameter), IsNegative() of any; IsPositive(parameter), IsPositive() of all. The
  // parameter's name stands between the parentheses as it is.
  Expression ReadSigns(bool negative) {
    if (!TakeSymbol("(")) Expect("(");
    const std::size_t begin = Now().begin;
    const Token first = Now();
    while (Now().kind != Token::Kind::kEnd &&
           !(Now().kind == Token::Kind::kSymbol && Now().text == ")"))
      ++at_;
    const std::string_view name = Trim(text_.substr(begin, Now().begin - begin));
    if (!TakeSymbol(")")) Expect(")");
    const auto sign_of = [&](std::size_t column) {
      std::vector<bool> holds;
      for (const Value& value : columns_[column].values)
        holds.push_back(value.negative == negative);
      return In(column, std::move(holds));
    };
    if (name.empty()) {
      Expression all = sign_of(0);
      for (std::size_t column = 1; column < columns_.size(); ++column)
        all = negative ? Or(std::move(all), sign_of(column)) : And(std::move(all), sign_of(column));
      return all;
    }
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      if (Upper(columns_[column].name) == Upper(name)) return sign_of(column);
    }
    Refuse(first, "there is no parameter " + std::string(name));
  }

  template <class Test>
  Expression Where(std::size_t column, Test holds) const {
    std::vector<bool> options;
    for (std::size_t option = 0; option < columns_[column].values.size(); ++option)
      options.push_back(holds(Seen(columns_[column], option)));
    return In(column, std::move(options));
  }

  template <class Test>
  Expression WherePair(std::size_t column, std::size_t other, Test holds) const {
    if (columns_[column].values.size() * columns_[other].values.size() > kMaxPairs)
      Refuse("[" + columns_[column].name + "] and [" + columns_[other].name +
             "] have too many values to be compared");
    Expression pair;
    pair.kind = Expression::Kind::kPair;
    pair.column = column;
    pair.other = other;
    pair.other_options = columns_[other].values.size();
    for (std::size_t a = 0; a < columns_[column].values.size(); ++a) {
      for (std::size_t b = 0; b < columns_[other].values.size(); ++b)
        pair.holds.push_back(holds(Seen(columns_[column], a), Seen(columns_[other], b)));
    }
    return pair;
  }

  // How a value's text compares with a string or number of the parameter's own type.
  int Compare(std::string_view value, const Token& token) const {
    if (token.kind == Token::Kind::kNumber) return Compared(*Number(value), token.number);
    const std::string a = Upper(value);
    const std::string b = Upper(token.text);
    return a < b ? -1 : a > b ? 1 : 0;
  }

  // A string for a parameter of texts, a number for one of numbers.
  Token TakeValue(std::size_t column) {
    const bool numeric = IsNumeric(columns_[column]);
    const Token value = Now();
    if (value.kind != Token::Kind::kString && value.kind != Token::Kind::kNumber)
      Expect("a \"text\" or a number");
    if ((value.kind == Token::Kind::kNumber) != numeric) {
      Refuse("the values of [" + columns_[column].name + "] are " +
             (numeric ? "numbers" : "texts") + ", and this is a " + (numeric ? "text" : "number"));
    }
    ++at_;
    return value;
  }

  Expression ReadSet(std::size_t column, bool negated) {
    if (!TakeSymbol("{")) Expect("{");
    std::vector<Token> values;
    do {
      values.push_back(TakeValue(column));
    } while (TakeSymbol(","));
    if (!TakeSymbol("}")) Expect("} or a comma");
    return Where(column, [&](std::string_view value) {
      return std::any_of(values.begin(), values.end(),
                         [&](const Token& token) { return Compare(value, token) == 0; }) != negated;
    });
  }

  Expression ReadLike(std::size_t column, bool negated, const Token& name) {
    if (IsNumeric(columns_[column]))
      Refuse("LIKE is for texts, and the values of [" + columns_[column].name + "] are numbers");
    if (Now().kind == Token::Kind::kParameter) {
      const std::size_t other = TakeOther(column, name);
      return WherePair(column, other, [negated](std::string_view text, std::string_view pattern) {
        return IsLike(text, pattern) != negated;
      });
    }
    const Token pattern = TakeValue(column);
    return Where(column,
                 [&](std::string_view text) { return IsLike(text, pattern.text) != negated; });
  }

  std::size_t TakeOther(std::size_t column, const Token& name) {
    const std::size_t other = FindColumn(Now().text);
    if (other == column) Refuse("[" + name.text + "] is compared with itself");
    if (IsNumeric(columns_[column]) != IsNumeric(columns_[other])) {
      Refuse("[" + name.text + "] and [" + Now().text +
             "] can't be compared: one has numbers, the other texts");
    }
    ++at_;
    return other;
  }

  Expression ReadRelation(std::size_t column, const Token& name) {
    const std::string relation = Now().text;
    if (std::none_of(std::begin(kRelations), std::end(kRelations),
                     [&](std::string_view one) { return TakeSymbol(one); }))
      Expect("=, <>, <, <=, >, >=, IN or LIKE");
    if (Now().kind != Token::Kind::kParameter) {
      const Token value = TakeValue(column);
      return Where(
          column, [&](std::string_view text) { return Satisfies(Compare(text, value), relation); });
    }
    const std::size_t other = TakeOther(column, name);
    const bool numeric = IsNumeric(columns_[column]);
    return WherePair(column, other, [&](std::string_view a, std::string_view b) {
      const int sign = numeric ? Compared(*Number(a), *Number(b)) : Upper(a).compare(Upper(b));
      return Satisfies(sign, relation);
    });
  }

  static constexpr std::string_view kRelations[] = {"=", "<>", "<", "<=", ">", ">="};
  static constexpr std::size_t kMaxDepth = 1000;
  static constexpr std::size_t kMaxPairs = 100'000'000;

  const std::string_view text_;
  const std::vector<Token> tokens_;
  const std::vector<Column>& columns_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace

bool BeginsRules(std::string_view line) {
  const std::string folded = Upper(Trim(line));
  const std::size_t open = folded.find('[');
  const bool parameter = open != std::string::npos && folded.find(']', open) != std::string::npos;
  const bool sign = folded.find("ISNEGATIVE(") != std::string::npos ||
                    folded.find("ISPOSITIVE(") != std::string::npos;
  if (folded == "IF") return true;
  if (folded.starts_with("IF")) return parameter || sign;
  if (folded.starts_with("NOT") || folded.starts_with("(")) return parameter || sign;
  return (folded.starts_with("[") && parameter) || folded.starts_with("ISNEGATIVE(") ||
         folded.starts_with("ISPOSITIVE(");
}

std::vector<Rule> ParsePictRules(std::string_view text, std::size_t line,
                                 const std::vector<Column>& columns) {
  return RuleParser(text, line, columns).Read();
}

}  // namespace combtest::internal::array_tool
