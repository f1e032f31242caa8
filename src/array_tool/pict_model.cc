#include "src/array_tool/pict_model.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "combtest/action.h"
#include "src/array_tool/limits.h"
#include "src/array_tool/pict_rules.h"
#include "src/array_tool/pict_text.h"
#include "src/text/ascii.h"
#include "src/text/utf8.h"

namespace combtest::internal::array_tool {
namespace {

bool BeginsGroup(std::string_view line) { return line.starts_with('{'); }

class Parser {
 public:
  Parser(std::string_view text, std::size_t strength) : text_(text) {
    model_.strength = strength;
    CheckText();
  }

  Model Read() {
    bool groups = false;
    while (!text_.empty()) {
      const std::size_t length = std::min(text_.find('\n'), text_.size());
      const std::string_view line = Trim(text_.substr(0, length));
      if (BeginsRules(line)) {
        CheckColumns();
        model_.rules = ParsePictRules(text_, line_, model_.columns);
        break;
      }
      text_.remove_prefix(std::min(length + 1, text_.size()));
      if (!line.empty() && line[0] != '#') {
        groups = groups || BeginsGroup(line);
        if (groups)
          ReadGroup(line);
        else
          ReadParameter(line);
      }
      ++line_;
    }
    CheckColumns();
    if (weights_) model_.notes.push_back("weights have no effect");
    return std::move(model_);
  }

 private:
  void CheckText() {
    if (text_.starts_with("\xff\xfe") || text_.starts_with("\xfe\xff"))
      Refuse("this is UTF-16; a model is UTF-8");
    for (std::string_view rest = text_; !rest.empty();) {
      const std::size_t length = SequenceLength(rest);
      if (rest[0] == '\0') Refuse("here is a NUL byte; a model is UTF-8");
      if (length == 0) Refuse("this isn't UTF-8");
      if (rest[0] == '\r' && rest.size() > 1 && rest[1] != '\n')
        Refuse("here is a carriage return within the line");
      if (rest[0] == '\n') ++line_;
      rest.remove_prefix(length);
    }
    line_ = 1;
  }

  [[noreturn]] void Refuse(const std::string& why) const {
    throw Error("line " + std::to_string(line_) + ": " + why);
  }

  std::optional<std::size_t> Find(std::string_view name) const {
    for (std::size_t column = 0; column < model_.columns.size(); ++column) {
      if (Upper(model_.columns[column].name) == Upper(name)) return column;
    }
    return std::nullopt;
  }

  // NAME: value, ~value, name | other name, value (weight), <OTHER NAME>
  void ReadParameter(std::string_view line) {
    std::size_t separator = line.find(':');
    if (separator == std::string_view::npos) separator = line.find(',');
    if (separator == std::string_view::npos)
      Refuse("here should be a parameter with its values: NAME: value, value");
    Column column{std::string(Trim(line.substr(0, separator))), {}};
    CheckName(column.name);
    for (const std::string_view value : Split(line.substr(separator + 1), ','))
      ReadValue(value, column);
    CheckValues(column);
    model_.columns.push_back(std::move(column));
    if (model_.columns.size() > kMaxColumns)
      Refuse("a model has at most " + std::to_string(kMaxColumns) + " parameters");
  }

  void CheckName(std::string_view name) const {
    if (name.empty()) Refuse("the parameter has no name");
    if (name.find('\t') != std::string_view::npos) Refuse("the parameter's name has a tab");
    if (name[0] == '$')
      Refuse("result parameters ($) aren't known here; constraints do without them");
    const auto parts = Split(name, '@');
    if (parts.size() == 2 && Number(parts[1]))
      Refuse("an order of a single parameter (@) isn't known here; a sub-model { … } @ N is");
    if (Find(name)) Refuse("there is a parameter " + std::string(name) + " already");
  }

  void ReadValue(std::string_view text, Column& column) {
    if (text.size() > 2 && text.starts_with('<') && text.ends_with('>')) {
      if (const auto other = Find(Trim(text.substr(1, text.size() - 2)))) {
        const std::vector<Value>& values = model_.columns[*other].values;
        column.values.insert(column.values.end(), values.begin(), values.end());
        return;
      }
    }
    const std::size_t open = text.rfind('(');
    if (open != std::string_view::npos && text.ends_with(')')) {
      const auto weight = Number(Trim(text.substr(open + 1, text.size() - open - 2)));
      if (weight && *weight >= 1) {
        weights_ = true;
        text = Trim(text.substr(0, open));
      }
    }
    Value value;
    value.negative = text.starts_with('~');
    if (value.negative) text.remove_prefix(1);
    // In rows all names of a negative value are marked.
    for (const std::string_view name : Split(text, '|'))
      value.names.push_back((value.negative ? "~" : "") + std::string(name));
    column.values.push_back(std::move(value));
  }

  // Rows couldn't tell equal values apart.
  void CheckValues(const Column& column) const {
    if (column.values.size() > kMaxOptions)
      Refuse("a parameter has at most " + std::to_string(kMaxOptions) + " values");
    std::set<std::string> names;
    for (const Value& value : column.values) {
      for (const std::string& name : value.names) {
        if (name.find('\t') != std::string::npos) Refuse("the value " + name + " has a tab");
        if (!names.insert(name).second)
          Refuse(column.name + " has the value \"" + name +
                 "\" twice: rows couldn't tell them apart");
      }
    }
    if (std::all_of(column.values.begin(), column.values.end(),
                    [](const Value& value) { return value.negative; }))
      Refuse(column.name + " has negative values (~) only");
  }

  // { NAME, NAME } @ strength
  void ReadGroup(std::string_view line) {
    if (!BeginsGroup(line)) Refuse("here should be a sub-model { NAME, NAME } @ N or a constraint");
    const std::size_t close = line.find('}');
    if (close == std::string_view::npos) Refuse("this sub-model has no closing }");
    Group group;
    for (const std::string_view name : Split(line.substr(1, close - 1), ',')) {
      const auto column = Find(name);
      if (!column) Refuse("there is no parameter " + std::string(name));
      if (std::count(group.columns.begin(), group.columns.end(), *column) > 0)
        Refuse("the sub-model has " + std::string(name) + " twice");
      group.columns.push_back(*column);
    }
    const std::string_view order = Trim(line.substr(close + 1));
    group.strength = order.empty() ? model_.strength : ReadOrder(order);
    if (group.strength > group.columns.size())
      Refuse("the sub-model's order is above its number of parameters");
    if (group.strength > model_.strength) {
      model_.groups.push_back(std::move(group));
      return;
    }
    if (group.strength < model_.strength)
      Refuse("a sub-model's order below the strength of the whole isn't known here");
    model_.notes.push_back("the sub-model of line " + std::to_string(line_) +
                           " asks for nothing beyond the strength of the whole");
  }

  std::size_t ReadOrder(std::string_view text) const {
    const auto order = text[0] == '@' ? Number(Trim(text.substr(1))) : std::nullopt;
    for (std::size_t strength = 1; order && strength <= kMaxStrength; ++strength) {
      if (*order == static_cast<double>(strength)) return strength;
    }
    Refuse("after the sub-model should be @ and an order from 1 to " +
           std::to_string(kMaxStrength));
  }

  void CheckColumns() const {
    if (model_.columns.empty()) Refuse("the model has no parameters");
  }

  std::string_view text_;  // what is left
  std::size_t line_ = 1;
  Model model_;
  bool weights_ = false;
};

}  // namespace

Model ParsePictModel(const std::string& text, std::size_t strength) {
  return Parser(text, strength).Read();
}

}  // namespace combtest::internal::array_tool
