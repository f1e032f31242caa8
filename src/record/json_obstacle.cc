#include "combtest/internal/json_obstacle.h"

#include "combtest/internal/type_name.h"

namespace combtest::internal {

std::string ObstacleText(const std::string& path, const std::type_info& type, JsonRemedy remedy) {
  const std::string it = TypeName(type) + (path == "state" ? "" : " (`" + path + "`)");
  const std::string derive = "derive it from combtest::JsonSerializable";
  switch (remedy) {
    case JsonRemedy::kDescribeStruct:
      return "describe " + it + " with BOOST_DESCRIBE_STRUCT or " + derive;
    case JsonRemedy::kDescribeEnum:
      return "describe " + it + " with BOOST_DESCRIBE_ENUM";
    case JsonRemedy::kNoPointer:
      return it +
             " is a pointer: leave it out of the description of what holds it, or derive "
             "that from combtest::JsonSerializable";
    case JsonRemedy::kGiveMethods:
      return it + " needs `to_json() const`, which returns something JSON-able, and `static " +
             UnqualifiedTypeName(type) + " from_json(const boost::json::value&)`";
    case JsonRemedy::kOwnText:
      return it + " only refers to its text: make it a std::string";
    case JsonRemedy::kOpenClass:
      return it +
             " has members in its description that are private, protected or hidden, or a "
             "base without one: " +
             derive;
    case JsonRemedy::kDefaultConstructor:
      return it + " can't be read back: give it a default constructor, or " + derive;
    case JsonRemedy::kNoConst:
      return it + " can't be read back: a member of it can't be assigned to; " + derive;
    case JsonRemedy::kOwnElements:
      return it + " can't be read back: make it a std::vector or a std::array";
    case JsonRemedy::kReadItself:
      return it + " can't be read back: it has no tag_invoke with boost::json::value_to_tag";
    case JsonRemedy::kWriteItself:
      return it + " can't be written: it has no tag_invoke with boost::json::value_from_tag";
  }
  return it;
}

}  // namespace combtest::internal
