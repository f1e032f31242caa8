// What --combtest_help prints.
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>

#include "combtest/config.h"
#include "src/config/help.h"
#include "src/config/option_table.h"

namespace combtest::config {
namespace {

using internal::OptionRow;
using internal::OptionSection;

constexpr std::size_t kWidth = 80;

// In lines of at most kWidth, each after `indent`.
std::string Wrapped(const std::string& text, const std::string& indent) {
  std::istringstream words(text);
  std::string lines;
  std::string line = indent;
  for (std::string word; words >> word;) {
    if (line.size() > indent.size() && line.size() + 1 + word.size() > kWidth) {
      lines += line + "\n";
      line = indent;
    }
    line += (line.size() > indent.size() ? " " : "") + word;
  }
  return lines + line + "\n";
}

std::string OtherKeys(const OptionRow& row) {
  std::string keys;
  if (!row.alias.empty()) keys = row.alias;
  if (!row.other_key.empty()) {
    keys += (keys.empty() ? "" : ", or ") + std::string(row.other_key) + " in [" +
            std::string(row.other_section) + "]";
  }
  return keys.empty() ? "" : " In combtest.cfg also " + keys + ".";
}

std::string OptionHelp(const OptionRow& row) {
  const std::string value = row.kind.print(Settings());
  return "\n  --combtest_" + std::string(row.name) + (row.is_switch ? "[=VALUE]\n" : "=VALUE\n") +
         Wrapped(std::string(row.help), "      ") +
         Wrapped("VALUE: " + row.kind.values +
                     (value.empty() ? "." : " (default: " + value + ").") + OtherKeys(row),
                 "      ");
}

}  // namespace

std::string HelpText() {
  std::ostringstream out;
  out << "combtest options, by their sections in combtest.cfg. An option comes from the\n"
         "first of these that names it:\n"
         "\n"
         "  --combtest_NAME=VALUE     on the command line\n"
         "  COMBTEST_NAME=VALUE       in the environment, NAME in capitals\n"
         "  NAME = VALUE              in ./combtest.cfg, in its [SECTION]\n"
         "  combtest::config::Set…    in the program's code\n";
  for (const OptionSection& section : internal::OptionSections()) {
    out << "\n[" << section.name << "] " << section.title << "\n";
    for (const OptionRow& row : internal::OptionTable()) {
      if (row.section == section.name) out << OptionHelp(row);
    }
  }
  return out.str();
}

}  // namespace combtest::config

namespace combtest::internal {

void PrintHelpOnce() {
  static const bool kPrinted = [] {
    std::cout << config::HelpText();
    return true;
  }();
  static_cast<void>(kPrinted);
}

}  // namespace combtest::internal
