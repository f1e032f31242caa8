#include "combtest/duration.h"

#include <charconv>
#include <cmath>
#include <utility>

#include "src/text/real_text.h"

namespace combtest {

using std::chrono::nanoseconds;

std::string DurationText(nanoseconds duration) {
  const double seconds = std::chrono::duration<double>(duration).count();
  if (seconds >= 120) {
    const long long whole = std::llround(seconds);
    const std::string minutes = std::to_string(whole / 60) + " min";
    return whole % 60 == 0 ? minutes : minutes + " " + std::to_string(whole % 60) + " s";
  }
  constexpr std::pair<double, const char*> kUnits[] = {
      {1, "s"}, {1e-3, "ms"}, {1e-6, "us"}, {1e-9, "ns"}};
  for (const auto& [unit, name] : kUnits) {
    if (seconds < 0.9995 * unit && unit > 1e-9) continue;
    return internal::RealText(seconds / unit, 3) + " " + name;
  }
  return "0 s";
}

std::optional<nanoseconds> ParseDuration(std::string_view text) {
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc() || !std::isfinite(number) || number < 0) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  constexpr std::pair<std::string_view, double> kUnits[] = {
      {"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"m", 60e9}, {"min", 60e9}, {"h", 3600e9}};
  for (const auto& [name, factor] : kUnits) {
    if (unit != name) continue;
    const double result = number * factor;
    if (result > 9e18) return std::nullopt;
    return nanoseconds(std::llround(result));
  }
  if (unit.empty() && number == 0) return nanoseconds(0);
  return std::nullopt;
}

}  // namespace combtest
