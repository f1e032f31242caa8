#include "src/text/shown_text.h"

#include "src/text/utf8.h"

namespace combtest::internal {
namespace {

void AppendHex(std::string& out, unsigned char byte) {
  constexpr std::string_view kHexDigits = "0123456789ABCDEF";
  (out += kHexDigits[byte >> 4]) += kHexDigits[byte & 15];
}

bool IsControl(unsigned char byte) { return byte < 0x20 || byte == 0x7F; }

// The common case costs one look at each byte.
bool IsPlain(std::string_view text) {
  for (const char c : text) {
    if (IsControl(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0x80)
      return false;
  }
  return true;
}

void AppendAscii(std::string& out, char c, bool one_line) {
  if (!IsControl(static_cast<unsigned char>(c)) || (!one_line && (c == '\n' || c == '\t'))) {
    out += c;
  } else if (c == '\n' || c == '\r' || c == '\t') {
    (out += '\\') += c == '\n' ? 'n' : c == '\r' ? 'r' : 't';
  } else {
    AppendHex(out += "\\x", static_cast<unsigned char>(c));
  }
}

std::string Shown(std::string_view text, bool one_line) {
  if (IsPlain(text)) return std::string(text);
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = SequenceLength(text);
    const std::string_view character = text.substr(0, length);
    const auto last = [&] { return static_cast<unsigned char>(character.back()); };
    if (length == 0) {
      AppendHex(shown += "\\x", static_cast<unsigned char>(text[0]));
    } else if (length == 1) {
      AppendAscii(shown, text[0], one_line);
    } else if (length == 2 && text[0] == '\xC2' && last() < 0xA0) {
      AppendHex(shown += "\\u00", last());
    } else if (character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF") {
      AppendHex(shown += "\\uFF", last() | 0x40);
    } else {
      shown += character;
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return shown;
}

}  // namespace

std::string ShownText(std::string_view text) { return Shown(text, false); }
std::string ShownLine(std::string_view text) { return Shown(text, true); }

std::string_view WholeCharacters(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  // No character has more than four bytes; what isn't UTF-8 is cut anywhere.
  while (end > 0 && most - end < 3 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

std::string ShortMessage(std::string_view message) {
  constexpr std::size_t kMost = 1u << 20;
  constexpr std::size_t kMostNote = 64;
  if (message.size() <= kMost) return std::string(message);
  const std::string_view kept = WholeCharacters(message, kMost - kMostNote);
  return std::string(kept) + "… (" + std::to_string(message.size() - kept.size()) +
         " bytes left out)";
}

}  // namespace combtest::internal
