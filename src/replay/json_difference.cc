#include "src/replay/json_difference.h"

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "combtest/internal/json_read.h"

namespace combtest::internal {
namespace {

std::string Shown(const boost::json::value& json) {
  constexpr std::size_t kMaxShown = 200;
  const std::string text = boost::json::serialize(json);
  return text.size() > kMaxShown ? text.substr(0, kMaxShown) + "..." : text;
}

}  // namespace

std::string FirstDifference(const boost::json::value& was, const boost::json::value& is,
                            const std::string& path) {
  if (was == is) return {};
  if (was.is_object() && is.is_object()) {
    for (const auto& member : was.get_object()) {
      const std::string inside = MemberPath(path, member.key());
      const boost::json::value* other = is.get_object().if_contains(member.key());
      if (other == nullptr) return inside + ": was " + Shown(member.value()) + ", is missing";
      const std::string difference = FirstDifference(member.value(), *other, inside);
      if (!difference.empty()) return difference;
    }
    for (const auto& member : is.get_object()) {
      if (!was.get_object().contains(member.key()))
        return MemberPath(path, member.key()) + ": was missing, is " + Shown(member.value());
    }
  }
  if (was.is_array() && is.is_array()) {
    const boost::json::array& before = was.get_array();
    const boost::json::array& now = is.get_array();
    for (std::size_t i = 0; i < std::max(before.size(), now.size()); ++i) {
      const std::string inside = ElementPath(path, i);
      if (i >= now.size()) return inside + ": was " + Shown(before[i]) + ", is missing";
      if (i >= before.size()) return inside + ": was missing, is " + Shown(now[i]);
      const std::string difference = FirstDifference(before[i], now[i], inside);
      if (!difference.empty()) return difference;
    }
  }
  return path + ": was " + Shown(was) + ", is " + Shown(is);
}

}  // namespace combtest::internal
