// Names of types and constants, as written in the source.
#ifndef COMBTEST_INTERNAL_TYPE_NAME_H_
#define COMBTEST_INTERNAL_TYPE_NAME_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <typeinfo>

namespace combtest::internal {

// "std::vector<int>", demangled.
std::string TypeName(const std::type_info& type);
// Without namespaces and enclosing classes or functions: "Write", "Write<int>".
std::string UnqualifiedTypeName(const std::type_info& type);

// The source name of a constant (an enumerator, a function), or empty where it has none.
// GCC and Clang spell it in __PRETTY_FUNCTION__ as "… kConstant = colour::kRed …".
template <auto kConstant>
constexpr std::string_view ConstantName() {
  std::string_view text = __PRETTY_FUNCTION__;
  constexpr std::string_view kKey = "kConstant = ";
  text.remove_prefix(text.find(kKey) + kKey.size());
  text = text.substr(0, text.find_first_of(";]"));
  if (text.starts_with('&')) text.remove_prefix(1);
  // What comes after the last `::` that is in no brackets, up to a list of parameters. Unnamed
  // namespaces are written in brackets themselves.
  std::size_t begin = 0;
  std::size_t end = text.size();
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (depth == 0 && c == '(' && i > begin) end = i;
    if (c == '<' || c == '(' || c == '{') ++depth;
    if (c == '>' || c == ')' || c == '}') --depth;
    if (depth == 0 && text.substr(i, 2) == "::") {
      begin = i + 2;
      end = text.size();
    }
  }
  text = text.substr(begin, end - begin);
  const bool named = !text.empty() && (text[0] == '_' || (text[0] >= 'A' && text[0] <= 'Z') ||
                                       (text[0] >= 'a' && text[0] <= 'z'));
  return named ? text : std::string_view();
}

}  // namespace combtest::internal

#endif  // COMBTEST_INTERNAL_TYPE_NAME_H_
