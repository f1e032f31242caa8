// Files as combtest.cfg: [SECTION] lines, and `key = value` or `key: value` lines below them.
#ifndef COMBTEST_SRC_CONFIG_INI_FILE_H_
#define COMBTEST_SRC_CONFIG_INI_FILE_H_

#include <istream>
#include <string>
#include <vector>

namespace combtest::internal {

// A `key = value`; or a section's own line, where `key` is empty.
struct IniEntry {
  std::string section, key, value;
  int line = 0;
};

// Empty lines and those that begin with # or ; are passed over, as is a byte order mark; lines may
// end as on Windows. Throws Error, naming `path` and the line, for anything else.
// (Boost.Program_options reads neither `:` nor tells lines.)
std::vector<IniEntry> ReadIni(std::istream& in, const std::string& path);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_CONFIG_INI_FILE_H_
