#include "src/trace/file_name.h"

#include <cstdio>

namespace combtest::internal {

using std::chrono::system_clock;

std::string IsoTime(system_clock::time_point time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::microseconds>(time - day));
  char text[64];
  std::snprintf(
      text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return text;
}

std::string FileTime(const std::string& iso) {
  std::string text;
  for (const char c : iso.substr(0, iso.find('.'))) {
    if (c != '-' && c != ':') text += c;
  }
  return text + "Z";
}

std::string FileName(const std::string& name) {
  std::string file;
  for (const char c : name.substr(0, 150)) {
    const bool fit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                     c == '-' || c == '_';
    file += fit ? c : '_';
  }
  return file;
}

}  // namespace combtest::internal
