#include "src/launcher/pasted_word.h"

#include "combtest/launcher.h"
#include "src/text/shown_text.h"

namespace combtest::internal {

std::string PastedWord(std::string_view text) {
  if (ShownLine(text) == text) return ShellQuoted(text);
  std::string format;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool option = format.empty() && c == '-';
    if (byte > ' ' && byte < 0x7F && c != '\'' && c != '\\' && c != '%' && !option) {
      format += c;
    } else {
      for (const int shift : {6, 3, 0}) {
        if (shift == 6) format += '\\';
        format += static_cast<char>('0' + (byte >> shift & 7));
      }
    }
  }
  return "\"$(printf '" + format + "')\"";
}

}  // namespace combtest::internal
