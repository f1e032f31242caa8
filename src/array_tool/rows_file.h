// Rows as text: a line with the columns' names, then a line for each row, separated by tabs.
#ifndef COMBTEST_SRC_ARRAY_TOOL_ROWS_FILE_H_
#define COMBTEST_SRC_ARRAY_TOOL_ROWS_FILE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/array_tool/model.h"

namespace combtest::internal::array_tool {

struct TextRow {
  std::size_t line = 0;
  // By the model's columns; empty where the file hasn't the column. None in rows that are made.
  std::vector<std::string> texts;
  std::vector<std::optional<std::uint32_t>> options;  // nothing: not a value of the model
};

// Reads row by row: files may be large.
class RowsFile {
 public:
  // Throws Error, naming file and line, where the first line doesn't name (some of) the model's
  // columns. The model must outlive this.
  RowsFile(const std::string& path, const Model& model);

  bool Has(std::size_t column) const;  // of the model
  // False: there are no more. Throws Error where the next one hasn't a value for each column.
  bool Next(TextRow& row);

 private:
  [[noreturn]] void Refuse(const std::string& why) const;
  bool NextLine(std::string_view& line);
  bool IsOtherHeader(const std::vector<std::string_view>& names) const;
  void ReadHeader(const std::vector<std::string_view>& names);

  const std::string path_;
  const Model& model_;
  const std::string text_;
  std::size_t at_ = 0;
  std::size_t line_ = 0;
  std::vector<std::size_t> columns_;  // the model's, by the file's
  std::vector<std::map<std::string, std::uint32_t, std::less<>>> options_;  // by name; likewise
};

// A text of the file for people, on one line and not too long, in quotation marks.
std::string Quoted(std::string_view text);

// The names of a value take turns. `texts` are what rows are to be written with; empty: by option.
std::string RowsText(const Model& model, const std::vector<TextRow>& rows);

}  // namespace combtest::internal::array_tool

#endif  // COMBTEST_SRC_ARRAY_TOOL_ROWS_FILE_H_
