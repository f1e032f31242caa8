#include "combtest/internal/option_text.h"

#include <array>
#include <boost/json/serialize.hpp>
#include <charconv>

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
std::string JsonText(const boost::json::value& value) { return boost::json::serialize(value); }
boost::json::value StringJson(std::string_view text) {
  return boost::json::value(boost::json::string_view(text.data(), text.size()));
}

}  // namespace combtest::internal
