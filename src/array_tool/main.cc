// combtest-array: covering arrays of model files.
#include <cstdio>
#include <ctime>
#include <iostream>

#include "combtest/action.h"
#include "src/array_tool/arguments.h"
#include "src/array_tool/check.h"
#include "src/array_tool/generate.h"
#include "src/array_tool/model.h"
#include "src/array_tool/rows_file.h"
#include "src/text/json_text.h"

namespace combtest::internal::array_tool {
namespace {

constexpr int kNotComplete = 1;
constexpr int kWrong = 2;

double CpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

std::string JsonLine(const CheckReport& report, double cpu_seconds,
                     const std::vector<std::string>& notes, bool check) {
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.3f", cpu_seconds);
  std::string line = "{\"rows\":" + std::to_string(report.rows) +
                     ",\"covered\":" + std::to_string(report.counts.covered) +
                     ",\"impossible\":" + std::to_string(report.counts.impossible) +
                     ",\"undecided\":" + std::to_string(report.counts.undecided) +
                     ",\"cpu_seconds\":" + seconds;
  if (check) {
    line += ",\"missing\":" + std::to_string(report.counts.missing()) +
            ",\"invalid_rows\":" + std::to_string(report.invalid_rows);
  }
  if (!notes.empty()) {
    line += ",\"notes\":[";
    for (const std::string& note : notes)
      line += (line.ends_with('[') ? "" : ",") + QuotedJson(note);
    line += "]";
  }
  return line + "}\n";
}

void Print(const std::string& text) {
  std::cout << text << std::flush;
  if (!std::cout) throw Error("the standard output can't be written");
}

int CheckRows(const Arguments& arguments, const Model& model) {
  RowsFile file(arguments.check, model);
  for (std::size_t column = 0; column < model.columns.size(); ++column) {
    if (!file.Has(column))
      throw Error(arguments.check + ": the column " + model.columns[column].name + " is missing");
  }
  TextRow row;
  const CheckReport report = Check(
      model, [&] { return file.Next(row) ? &row : nullptr; }, arguments.list_impossible);
  Print(CheckText(report));
  std::cerr << JsonLine(report, CpuSeconds(), model.notes, true);
  return report.ok() ? 0 : kNotComplete;
}

int MakeRows(const Arguments& arguments, const Model& model) {
  std::vector<TextRow> kept;
  if (!arguments.extend.empty()) {
    RowsFile file(arguments.extend, model);
    for (TextRow row; file.Next(row);) kept.push_back(row);
  }
  const std::vector<TextRow> rows = GenerateRows(model, kept, {arguments.seed, arguments.optimize});
  const double cpu_seconds = CpuSeconds();
  // Never a wrong array, whatever the generator thinks.
  std::size_t at = 0;
  const CheckReport report = Check(model, [&] { return at < rows.size() ? &rows[at++] : nullptr; });
  if (report.invalid_rows > 0 || report.counts.missing() > report.counts.undecided)
    throw Error("internal error: the array was refused by the checker:\n" + CheckText(report));
  Print(RowsText(model, rows));
  std::cerr << JsonLine(report, cpu_seconds, model.notes, false);
  return 0;
}

int Main(const std::vector<std::string>& words) {
  try {
    const Arguments arguments = ParseArguments(words);
    if (arguments.help) {
      Print(kUsage);
      return 0;
    }
    const Model model = ReadModel(arguments.model, arguments.constraints, arguments.strength);
    return arguments.check.empty() ? MakeRows(arguments, model) : CheckRows(arguments, model);
  } catch (const std::exception& error) {
    std::cerr << "combtest-array: " << error.what() << "\n";
    return kWrong;
  }
}

}  // namespace
}  // namespace combtest::internal::array_tool

int main(int argc, char** argv) {
  return combtest::internal::array_tool::Main(std::vector<std::string>(argv + 1, argv + argc));
}
