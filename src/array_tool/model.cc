#include "src/array_tool/model.h"

#include <sys/stat.h>

#include <cerrno>
#include <fstream>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "combtest/action.h"
#include "src/array_tool/casa_model.h"
#include "src/array_tool/pict_model.h"

namespace combtest::internal::array_tool {
namespace {

// Models of CASA are numbers and nothing else; each of PICT's parameters has a ':' or a ','.
bool IsCasa(const std::string& text) {
  return text.find_first_not_of("0123456789 \t\r\n") == std::string::npos &&
         text.find_first_of("0123456789") != std::string::npos;
}

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// Names the file in front of what is wrong in it.
template <class Parse>
auto InFile(const std::string& path, Parse parse) {
  try {
    return parse(ReadFile(path));
  } catch (const Error& error) {
    throw Error(path + ": " + error.what());
  }
}

}  // namespace

std::string ReadFile(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) throw Error("is a directory");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (file.is_open() && file.peek() != std::ifstream::traits_type::eof()) content << file.rdbuf();
  if (!file.is_open() || file.bad() || content.bad())
    throw Error("can't be read: " + std::generic_category().message(errno == 0 ? EIO : errno));
  std::string text = std::move(content).str();
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  return text;
}

Model ReadModel(const std::string& path, const std::string& constraints, std::size_t strength) {
  Model model = InFile(path, [&](const std::string& text) {
    if (IsCasa(text)) return ParseCasaModel(text, strength);
    if (!constraints.empty())
      throw Error("has its constraints in itself: --constraints goes with models of CASA");
    return ParsePictModel(text, strength == 0 ? 2 : strength);
  });
  if (!constraints.empty())
    InFile(constraints, [&](const std::string& text) { return ParseCasaConstraints(text, model); });
  return model;
}

}  // namespace combtest::internal::array_tool
