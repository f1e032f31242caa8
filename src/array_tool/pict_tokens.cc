#include "src/array_tool/pict_tokens.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "combtest/action.h"
#include "src/array_tool/pict_text.h"
#include "src/text/ascii.h"

namespace combtest::internal::array_tool {
namespace {

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsSpace(char c) { return std::string_view(" \t\r\n\v\f").find(c) != std::string_view::npos; }

class Lexer {
 public:
  Lexer(std::string_view text, std::size_t line) : text_(text), line_(line) {}

  std::vector<Token> Read() {
    std::vector<Token> tokens;
    do {
      SkipSpace();
      const std::size_t begin = at_;
      const std::size_t line = line_;
      tokens.push_back(Next());
      tokens.back().line = line;
      tokens.back().begin = begin;
      tokens.back().end = at_;
    } while (tokens.back().kind != Token::Kind::kEnd);
    return tokens;
  }

 private:
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  char Take() {
    if (Peek() == '\n') ++line_;
    return text_[at_++];
  }

  // Comments are lines of their own.
  void SkipSpace() {
    while (at_ < text_.size() && IsSpace(Peek())) {
      const bool new_line = Take() == '\n';
      if (!new_line) continue;
      const std::size_t first = text_.find_first_not_of(" \t\r\v\f", at_);
      if (first != std::string_view::npos && text_[first] == '#')
        at_ = std::min(text_.find('\n', first), text_.size());
    }
  }

  Token Next() {
    if (at_ == text_.size()) return {};
    const char first = Peek();
    if (IsLetter(first)) {
      const std::size_t begin = at_;
      while (IsLetter(Peek())) ++at_;
      return {Token::Kind::kWord, Upper(text_.substr(begin, at_ - begin))};
    }
    if (first == '[') return {Token::Kind::kParameter, Quoted(']')};
    if (first == '"') return {Token::Kind::kString, Quoted('"')};
    if ((first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.')
      return ReadNumber();
    if (std::string_view("(){},;=<>").find(first) == std::string_view::npos)
      Refuse(std::string("no constraint has the character '") + first + "'");
    std::string symbol(1, Take());
    const char second = Peek();
    if ((symbol == "<" && (second == '=' || second == '>')) || (symbol == ">" && second == '='))
      symbol += Take();
    return {Token::Kind::kSymbol, symbol};
  }

  std::string Quoted(char closing) {
    const std::size_t line = line_;
    Take();
    std::string text;
    while (at_ < text_.size()) {
      char c = Take();
      if (c == closing) return text;
      if (c == '\\') {
        c = at_ < text_.size() ? Take() : '\0';
        if (c != '\\' && c != '"' && c != ']')
          Refuse("a backslash stands only in front of another, of \" and of ]");
      }
      text += c;
    }
    line_ = line;
    Refuse(std::string("this has no closing ") + closing);
  }

  Token ReadNumber() {
    const std::size_t begin = at_;
    // The longest piece that is a number: 1e3 and -0x1F are, and 5THEN begins with one.
    std::size_t end = at_ + 1;
    while (end < text_.size() &&
           (IsLetter(text_[end]) || (text_[end] >= '0' && text_[end] <= '9') ||
            std::string_view(".+-").find(text_[end]) != std::string_view::npos))
      ++end;
    for (; end > begin; --end) {
      const std::optional<double> number = Number(text_.substr(begin, end - begin));
      if (!number) continue;
      at_ = end;
      return {Token::Kind::kNumber, std::string(text_.substr(begin, end - begin)), *number};
    }
    Refuse("here should be a number");
  }

  [[noreturn]] void Refuse(const std::string& why) const {
    throw Error("line " + std::to_string(line_) + ": " + why);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_;
};

}  // namespace

std::vector<Token> TokensOf(std::string_view text, std::size_t line) {
  return Lexer(text, line).Read();
}

}  // namespace combtest::internal::array_tool
