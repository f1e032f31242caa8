// All options: one row each, from which parsing, help, docs and checks are made.
#ifndef COMBTEST_SRC_CONFIG_OPTION_TABLE_H_
#define COMBTEST_SRC_CONFIG_OPTION_TABLE_H_

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "combtest/config.h"

namespace combtest::internal {

struct OptionRow {
  std::string_view name;     // --combtest_NAME, COMBTEST_NAME
  std::string_view section;  // of combtest.cfg
  std::string_view alias;    // another key in the file, empty: none
  std::string_view values;   // what may stand there, as "1 to 1024"
  std::string_view help;     // one sentence
  // Returns false where the text is none of `values`.
  std::function<bool(std::string_view text, config::Settings& settings)> parse;
  std::function<std::string(const config::Settings& settings)> print;
  bool is_switch = false;  // the flag alone means true
  // A key in another section of the file that means the same; empty: none.
  std::string_view other_section = "";
  std::string_view other_key = "";
};

std::span<const OptionRow> OptionTable();
// Null: no such option. `name` as in the flag; in the file an alias will do as well.
const OptionRow* FindOption(std::string_view name);
const OptionRow* FindFileOption(std::string_view section, std::string_view key);

// "; did you mean `threads`?", or empty where nothing is near.
std::string Suggestion(std::string_view name);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_CONFIG_OPTION_TABLE_H_
