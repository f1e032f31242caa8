#include "combtest/internal/type_name.h"

#include <boost/core/demangle.hpp>

namespace combtest::internal {

std::string TypeName(const std::type_info& type) {
  std::string name = boost::core::demangle(type.name());
  // What libstdc++ calls it in full, a person calls std::string.
  constexpr std::string_view kLong =
      "std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >";
  for (std::size_t at; (at = name.find(kLong)) != name.npos;)
    name.replace(at, kLong.size(), "std::string");
  return name;
}

std::string UnqualifiedTypeName(const std::type_info& type) {
  const std::string name = TypeName(type);
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c == '<' || c == '(' || c == '{' || c == '[') ++depth;
    if (c == '>' || c == ')' || c == '}' || c == ']') --depth;
    if (depth == 0 && name.compare(i, 2, "::") == 0) begin = i + 2;
  }
  return name.substr(begin);
}

}  // namespace combtest::internal
