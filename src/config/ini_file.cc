#include "src/config/ini_file.h"

#include <string_view>

#include "combtest/action.h"
#include "src/text/ascii.h"

namespace combtest::internal {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

}  // namespace

std::vector<IniEntry> ReadIni(std::istream& in, const std::string& path) {
  std::vector<IniEntry> entries;
  std::string section;
  std::string raw;
  for (int number = 1; std::getline(in, raw); ++number) {
    if (number == 1 && raw.starts_with(kByteOrderMark)) raw.erase(0, kByteOrderMark.size());
    if (raw.find('\0') != raw.npos) throw Error(path + " isn't text in UTF-8; save it as such");
    const std::string line(Trim(raw));
    if (line.empty() || line[0] == '#' || line[0] == ';') continue;
    const std::string place = path + ":" + std::to_string(number) + ": ";
    if (line[0] == '[') {
      const auto end = line.find(']');
      if (end == line.npos)
        throw Error(place + "the section `" + line + "` lacks its closing bracket");
      if (end + 1 != line.size()) {
        throw Error(place + "`" + line + "` has more than a section; " +
                    "a comment needs a line of its own");
      }
      section = Trim(std::string_view(line).substr(1, end - 1));
      entries.push_back({section, "", "", number});
      continue;
    }
    const auto sign = line.find_first_of("=:");
    if (sign == line.npos || sign == 0) {
      throw Error(place + "`" + line + "` is neither a [SECTION] nor a `key = value`");
    }
    const std::string_view text = line;
    entries.push_back({section, std::string(Trim(text.substr(0, sign))),
                       std::string(Trim(text.substr(sign + 1))), number});
  }
  return entries;
}

}  // namespace combtest::internal
