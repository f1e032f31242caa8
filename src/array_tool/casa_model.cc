#include "src/array_tool/casa_model.h"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "combtest/action.h"
#include "src/array_tool/limits.h"

namespace combtest::internal::array_tool {
namespace {

// Numbers and signs, one after the other.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) { Skip(); }

  std::size_t line() const { return line_; }
  bool AtEnd() const { return at_ == text_.size(); }

  std::size_t Number(const std::string& what) {
    std::size_t number = 0;
    const char* begin = text_.data() + at_;
    const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), number);
    if (error != std::errc()) Refuse("here should be " + what);
    at_ += static_cast<std::size_t>(end - begin);
    Skip();
    return number;
  }

  char Sign() {
    if (AtEnd() || (text_[at_] != '-' && text_[at_] != '+'))
      Refuse("here should be a + or - in front of a symbol");
    const char sign = text_[at_++];
    Skip();
    return sign;
  }

  void End() {
    if (!AtEnd()) Refuse("nothing should follow here");
  }

  [[noreturn]] void Refuse(const std::string& why) const {
    throw Error("line " + std::to_string(line_) + ": " + why);
  }

 private:
  void Skip() {
    for (; at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != text_.npos;
         ++at_) {
      if (text_[at_] == '\n') ++line_;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

struct Symbol {
  std::size_t column = 0;
  std::size_t option = 0;
};

std::optional<Symbol> FindSymbol(std::size_t number, const Model& model) {
  for (std::size_t column = 0; column < model.columns.size(); ++column) {
    const std::size_t options = model.columns[column].values.size();
    if (number < options) return Symbol{column, number};
    number -= options;
  }
  return std::nullopt;
}

Rule ReadClause(Reader& reader, const Model& model) {
  const std::size_t line = reader.line();
  const std::size_t length = reader.Number("the length of a clause");
  if (length == 0) reader.Refuse("a clause without a literal leaves no valid row");
  std::optional<Expression> any;
  std::string words;
  for (std::size_t i = 0; i < length; ++i) {
    const char sign = reader.Sign();
    const std::size_t number = reader.Number("a symbol");
    const std::optional<Symbol> symbol = FindSymbol(number, model);
    if (!symbol) reader.Refuse("the model has no symbol " + std::to_string(number));
    std::vector<bool> holds(model.columns[symbol->column].values.size(), sign == '-');
    holds[symbol->option] = sign == '+';
    Expression in = In(symbol->column, std::move(holds));
    any = any ? Or(std::move(*any), std::move(in)) : std::move(in);
    words += std::string(" ") + sign + " " + std::to_string(number);
  }
  return {"line " + std::to_string(line) + ": clause" + words, std::move(*any)};
}

}  // namespace

Model ParseCasaModel(const std::string& text, std::size_t strength) {
  Reader reader(text);
  Model model;
  model.numbered = true;
  const std::size_t own = reader.Number("the strength");
  model.strength = strength == 0 ? own : strength;
  if (model.strength < 1 || model.strength > kMaxStrength)
    reader.Refuse("the strength is a number from 1 to " + std::to_string(kMaxStrength));
  const std::size_t columns = reader.Number("the number of columns");
  if (columns < 1 || columns > kMaxColumns)
    reader.Refuse("the number of columns is one from 1 to " + std::to_string(kMaxColumns));
  for (std::size_t i = 0; i < columns; ++i) {
    const std::size_t options = reader.Number("the number of options of column " +
                                              std::to_string(i) + " of " + std::to_string(columns));
    if (options < 1 || options > kMaxOptions)
      reader.Refuse("a number of options is one from 1 to " + std::to_string(kMaxOptions));
    Column column{"c" + std::to_string(i), {}};
    for (std::size_t option = 0; option < options; ++option)
      column.values.push_back({{std::to_string(option)}, false});
    model.columns.push_back(std::move(column));
  }
  reader.End();
  return model;
}

bool ParseCasaConstraints(const std::string& text, Model& model) {
  Reader reader(text);
  const std::size_t clauses = reader.Number("the number of clauses");
  for (std::size_t i = 0; i < clauses; ++i) model.rules.push_back(ReadClause(reader, model));
  reader.End();
  return true;
}

}  // namespace combtest::internal::array_tool
