#include "combtest/json.h"

#include "combtest/action.h"

namespace combtest {

void tag_invoke(boost::json::value_from_tag, boost::json::value& json, const NoState&) {
  json = nullptr;
}
NoState tag_invoke(boost::json::value_to_tag<NoState>, const boost::json::value&) { return {}; }

}  // namespace combtest
