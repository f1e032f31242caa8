#include "src/config/option_markdown.h"

#include <sstream>

#include "src/config/option_table.h"
#include "src/text/ascii.h"

namespace combtest::internal {
namespace {

std::string SectionOf(const OptionRow& row) {
  std::ostringstream out;
  const std::string value = row.kind.print(config::Settings());
  out << "\n### " << row.name << "\n\n"
      << row.help << "\n\n| | |\n| --- | --- |\n"
      << "| flag | `--combtest_" << row.name
      << (row.is_switch ? "` or `--combtest_" : "=VALUE` |\n");
  if (row.is_switch) out << row.name << "=VALUE` |\n";
  out << "| variable | `COMBTEST_" << Upper(row.name) << "` |\n"
      << "| in combtest.cfg | `" << row.name << "`";
  if (!row.alias.empty()) out << " or `" << row.alias << "`";
  out << " in `[" << row.section << "]`";
  if (!row.other_key.empty())
    out << ", or `" << row.other_key << "` in `[" << row.other_section << "]`";
  out << " |\n"
      << "| in code | `combtest::config::" << SetterOf(row.name) << "` |\n"
      << "| values | " << row.kind.values << " |\n"
      << "| default | " << (value.empty() ? "none" : "`" + value + "`") << " |\n";
  return out.str();
}

}  // namespace

std::string OptionMarkdown() {
  std::ostringstream out;
  out << R"(# Options

This page is made from the option table in `src/config/option_table.cc`; a test compares the two.
`--combtest_help` prints the same.

An option comes from the first of these that names it:

1. the command line, `--combtest_NAME=VALUE`
2. the environment, `COMBTEST_NAME=VALUE`
3. the file [`combtest.cfg`](configuration.md) in the working directory, `NAME = VALUE` or `NAME: VALUE` in its
   `[SECTION]`
4. the program, `combtest::config::Set("NAME", "VALUE")` or the option's own function
5. its default

A name that isn't in this table, or a value that the option doesn't take, is an error that names the place where
it was given. What `RunOptions` sets for one run is stronger than all of these.
)";
  out << "\n| section | |\n| --- | --- |\n";
  for (const OptionSection& section : OptionSections()) {
    out << "| [" << section.name << "](#" << Lower(section.name) << ") | ";
    const char* separator = "";
    for (const OptionRow& row : OptionTable()) {
      if (row.section != section.name) continue;
      out << separator << "[" << row.name << "](#" << row.name << ")";
      separator = ", ";
    }
    out << " |\n";
  }
  for (const OptionSection& section : OptionSections()) {
    out << "\n## " << section.name << "\n\n" << section.title << ".\n";
    for (const OptionRow& row : OptionTable()) {
      if (row.section == section.name) out << SectionOf(row);
    }
  }
  return out.str();
}

}  // namespace combtest::internal
