#include "src/array_tool/rows_file.h"

#include <algorithm>
#include <string_view>

#include "combtest/action.h"
#include "src/text/shown_text.h"

namespace combtest::internal::array_tool {
namespace {

std::vector<std::string_view> Fields(std::string_view line) {
  std::vector<std::string_view> fields;
  for (;;) {
    const std::size_t end = line.find('\t');
    fields.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return fields;
    line.remove_prefix(end + 1);
  }
}

std::string Read(const std::string& path) {
  try {
    return ReadFile(path);
  } catch (const Error& error) {
    throw Error(path + ": " + error.what());
  }
}

}  // namespace

RowsFile::RowsFile(const std::string& path, const Model& model)
    : path_(path), model_(model), text_(Read(path)) {
  std::string_view line;
  if (!NextLine(line)) throw Error(path + " is empty: its first line should name the columns");
  ReadHeader(Fields(line));
}

void RowsFile::Refuse(const std::string& why) const {
  throw Error(path_ + ": line " + std::to_string(line_) + ": " + why);
}

bool RowsFile::NextLine(std::string_view& line) {
  if (at_ >= text_.size()) return false;
  ++line_;
  const std::size_t end = std::min(text_.find('\n', at_), text_.size());
  line = std::string_view(text_).substr(at_, end - at_);
  if (line.ends_with('\r')) line.remove_suffix(1);
  at_ = end + 1;
  return true;
}

// Of models whose columns have no names of their own any other line of words will do.
bool RowsFile::IsOtherHeader(const std::vector<std::string_view>& names) const {
  return model_.numbered && names.size() == model_.columns.size() && names[0] != "c0" &&
         std::any_of(names.begin(), names.end(), [](std::string_view name) {
           return name.find_first_not_of("0123456789") != std::string_view::npos;
         });
}

void RowsFile::ReadHeader(const std::vector<std::string_view>& names) {
  const bool other = IsOtherHeader(names);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name(other ? model_.columns[i].name : names[i]);
    const auto found = std::find_if(model_.columns.begin(), model_.columns.end(),
                                    [&](const Column& column) { return column.name == name; });
    if (found == model_.columns.end())
      Refuse("the model has no column " + Quoted(name) + "; this line should name its columns");
    const auto column = static_cast<std::size_t>(found - model_.columns.begin());
    if (Has(column)) Refuse("the column " + name + " stands twice");
    columns_.push_back(column);
    options_.emplace_back();
    for (std::uint32_t option = 0; option < found->values.size(); ++option) {
      for (const std::string& value : found->values[option].names)
        options_.back().emplace(value, option);
    }
  }
}

bool RowsFile::Has(std::size_t column) const {
  return std::find(columns_.begin(), columns_.end(), column) != columns_.end();
}

bool RowsFile::Next(TextRow& row) {
  std::string_view line;
  do {
    if (!NextLine(line)) return false;
  } while (line.empty() && columns_.size() > 1);
  const std::vector<std::string_view> fields = Fields(line);
  if (fields.size() != columns_.size()) {
    Refuse("there are " + std::to_string(fields.size()) + " values for " +
           std::to_string(columns_.size()) + " columns");
  }
  row.line = line_;
  row.texts.assign(model_.columns.size(), {});
  row.options.assign(model_.columns.size(), std::nullopt);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto found = options_[i].find(fields[i]);
    if (found != options_[i].end()) row.options[columns_[i]] = found->second;
    row.texts[columns_[i]] = fields[i];
  }
  return true;
}

std::string Quoted(std::string_view text) {
  constexpr std::size_t kMost = 80;  // bytes
  const bool whole = text.size() <= kMost;
  return "\"" + ShownLine(whole ? text : WholeCharacters(text, kMost)) + (whole ? "\"" : "…\"");
}

std::string RowsText(const Model& model, const std::vector<TextRow>& rows) {
  std::string text;
  for (const Column& column : model.columns) text += (text.empty() ? "" : "\t") + column.name;
  text += '\n';
  std::vector<std::vector<std::size_t>> turns;
  for (const Column& column : model.columns) turns.emplace_back(column.values.size());
  for (const TextRow& row : rows) {
    for (std::size_t column = 0; column < row.options.size(); ++column) {
      if (column > 0) text += '\t';
      const std::uint32_t option = *row.options[column];
      const std::vector<std::string>& names = model.columns[column].values[option].names;
      const std::size_t turn = turns[column][option]++;
      const bool given = !row.texts.empty() && !row.texts[column].empty();
      text += given ? row.texts[column] : names[turn % names.size()];
    }
    text += '\n';
  }
  return text;
}

}  // namespace combtest::internal::array_tool
