// All options: one row each, from which parsing, help, docs and checks are made.
#ifndef COMBTEST_SRC_CONFIG_OPTION_TABLE_H_
#define COMBTEST_SRC_CONFIG_OPTION_TABLE_H_

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "combtest/config.h"

namespace combtest::internal {

// What an option takes, and how it is kept in the settings.
struct OptionKind {
  std::string values;  // what may stand there, as "1 to 1024"
  // Returns false where the text is none of `values`.
  std::function<bool(std::string_view text, config::Settings& settings)> parse;
  // What parse would read the same value from.
  std::function<std::string(const config::Settings& settings)> print;
};

struct OptionRow {
  std::string_view name;     // --combtest_NAME, COMBTEST_NAME
  std::string_view section;  // of combtest.cfg
  OptionKind kind;
  std::string_view help;     // one sentence
  std::string_view alias{};  // another key in the file; empty: none
  bool is_switch = false;    // the flag alone means true
  // A key in another section of the file that means the same; empty: none.
  std::string_view other_section{};
  std::string_view other_key{};
};

struct OptionSection {
  std::string_view name;   // "WORKER"
  std::string_view title;  // what its options are about
};

std::span<const OptionRow> OptionTable();
// Those of the table, in the order of help and docs.
std::span<const OptionSection> OptionSections();
// Null: no such option. `name` as in the flag; in the file an alias will do as well.
const OptionRow* FindOption(std::string_view name);
const OptionRow* FindFileOption(std::string_view section, std::string_view key);
bool FindSection(std::string_view section);
// "SetLogDir" for log_dir: its function in combtest::config.
std::string SetterOf(std::string_view option);
// "[WORKER]", "[SSH] or [SLURM]": where the file may have this key; empty: nowhere.
std::string SectionsOf(std::string_view key);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_CONFIG_OPTION_TABLE_H_
