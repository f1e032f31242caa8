// ASCII letters and blanks.
#ifndef COMBTEST_SRC_TEXT_ASCII_H_
#define COMBTEST_SRC_TEXT_ASCII_H_

#include <string>
#include <string_view>

namespace combtest::internal {

inline std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

inline std::string Upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = 'a' <= c && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return upper;
}

// Without the blanks at its ends.
inline std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const auto begin = text.find_first_not_of(kBlanks);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TEXT_ASCII_H_
