#include "combtest/internal/option_text.h"

#include <array>
#include <boost/json/serialize.hpp>
#include <boost/json/string_view.hpp>
#include <charconv>

#include "src/text/plain_stream.h"
#include "src/text/shown_text.h"

namespace combtest::internal {
namespace {

template <class T>
std::string ShortestText(T value) {
  std::array<char, 64> buffer;
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return error == std::errc() ? std::string(buffer.data(), end) : std::string("nan");
}

}  // namespace

std::string NumberText(double value) { return ShortestText(value); }
std::string NumberText(float value) { return ShortestText(value); }
std::string NumberText(long double value) { return ShortestText(value); }

std::string QuotedText(std::string_view text) {
  return ShownLine(boost::json::serialize(boost::json::string_view(text.data(), text.size())));
}

std::string Printed(const void* value, void (*print)(const void* value, std::ostream& out)) {
  PlainStream out;
  print(value, out);
  return out.str();
}

}  // namespace combtest::internal
