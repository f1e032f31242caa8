// Real numbers as text, whatever the locale is: printf writes `0,5` after setlocale.
#ifndef COMBTEST_SRC_TEXT_REAL_TEXT_H_
#define COMBTEST_SRC_TEXT_REAL_TEXT_H_

#include <charconv>
#include <string>

namespace combtest::internal {

// As printf's %.PRECISIONg, or %.PRECISIONf with chars_format::fixed.
inline std::string RealText(double number, int precision,
                            std::chars_format format = std::chars_format::general) {
  char text[400];  // the largest double has 309 digits
  return {text, std::to_chars(text, text + sizeof text, number, format, precision).ptr};
}

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TEXT_REAL_TEXT_H_
