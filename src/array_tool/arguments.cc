#include "src/array_tool/arguments.h"

#include <charconv>
#include <set>
#include <string_view>

#include "combtest/action.h"
#include "combtest/duration.h"
#include "src/array_tool/limits.h"

namespace combtest::internal::array_tool {

const char* const kUsage =
    R"(usage: combtest-array [OPTION…] MODEL
Makes a covering array: few rows that have every combination of t options that some valid row has.
MODEL is a model file of PICT, or of CASA (t, the number of columns, their numbers of options).

  --strength=t        combinations of t columns, 1 to 6; default: as the model of CASA says, else 2
  --seed=n            another array of the same kind; default: 1
  --optimize=60s      goes on looking for a smaller array for so long
  --constraints=FILE  the constraints of a model of CASA
  --extend=ROWS       keeps these rows and adds to them; a column they lack is filled
  --check=ROWS        makes nothing, but judges these rows
  --impossible[=n]    with --check: lists combinations that no valid row has, and why; default: 1000
  --help              prints this

Rows are written to the standard output: a line of the columns' names, then a line for each row,
separated by tabs. Columns and options of a model of CASA are numbered from 0. The error output gets
a line of JSON: rows, covered, impossible, undecided, cpu_seconds.

Exit code: 0 all is well; 1 the rows of --check aren't all valid, or don't cover all; 2 the model,
the rows or an argument is wrong, or the array would be too large.
)";

namespace {

template <class Whole>
Whole ParseWhole(const std::string& name, const std::string& value, Whole low, Whole high) {
  Whole whole{};
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), whole);
  if (error != std::errc() || end != value.data() + value.size() || whole < low || whole > high) {
    throw Error(name + " is a whole number from " + std::to_string(low) + " to " +
                std::to_string(high) + ", not \"" + value + "\"");
  }
  return whole;
}

// `given`: the options' names.
void CheckTogether(const Arguments& arguments, const std::set<std::string>& given) {
  if (arguments.model.empty()) throw Error("no model is given; --help shows what can be");
  if (arguments.check.empty()) {
    if (arguments.list_impossible > 0) throw Error("--impossible goes with --check=ROWS");
    return;
  }
  if (!arguments.extend.empty()) throw Error("--extend and --check don't go together");
  if (given.contains("--seed") || given.contains("--optimize"))
    throw Error("--check makes no array: --seed and --optimize don't go with it");
}

}  // namespace

Arguments ParseArguments(const std::vector<std::string>& words) {
  Arguments parsed;
  bool options = true;
  std::set<std::string> given;
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const bool has_value = equals != std::string::npos && equals + 1 < word.size();
    const std::string value = has_value ? word.substr(equals + 1) : "";
    const auto is = [&](std::string_view option) {
      if (name != option) return false;
      if (!has_value) throw Error(name + " needs a value: " + name + "=…");
      return true;
    };
    if (options && word.starts_with("--") && word != "--" && !given.insert(name).second)
      throw Error(name + " is given twice");
    if (!options || !word.starts_with('-') || word == "-") {
      if (!parsed.model.empty())
        throw Error("one model at a time: " + parsed.model + " or " + word);
      parsed.model = word;
    } else if (word == "--") {
      options = false;
    } else if (word == "--help" || word == "-h") {
      parsed.help = true;
    } else if (word == "--impossible") {
      parsed.list_impossible = 1000;
    } else if (is("--impossible")) {
      parsed.list_impossible = ParseWhole<std::size_t>(name, value, 1, 1'000'000);
    } else if (is("--strength")) {
      parsed.strength = ParseWhole<std::size_t>(name, value, 1, kMaxStrength);
    } else if (is("--seed")) {
      parsed.seed = ParseWhole<std::uint64_t>(name, value, 0, UINT64_MAX);
    } else if (is("--optimize")) {
      const auto duration = ParseDuration(value);
      if (!duration)
        throw Error("--optimize is a duration such as 60s or 5m, not \"" + value + "\"");
      parsed.optimize = *duration;
    } else if (is("--constraints")) {
      parsed.constraints = value;
    } else if (is("--extend")) {
      parsed.extend = value;
    } else if (is("--check")) {
      parsed.check = value;
    } else {
      throw Error("there is no option " + name + "; --help shows all");
    }
  }
  if (!parsed.help) CheckTogether(parsed, given);
  return parsed;
}

}  // namespace combtest::internal::array_tool
