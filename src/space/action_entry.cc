#include "combtest/internal/action_entry.h"

#include <boost/json/value.hpp>

namespace combtest::internal {

boost::json::value ActionEntry::OptionJson(std::size_t option) const {
  boost::json::value value;
  json(options[option], value);
  return value;
}

std::optional<boost::json::value> ActionEntry::RunSerial(std::size_t option, void* state) const {
  std::optional<boost::json::value> update(std::in_place);
  if (!run_serial(options[option], state, *update)) update.reset();
  return update;
}

boost::json::value StateOps::Json(const void* state) const {
  boost::json::value value;
  to_json(state, value);
  return value;
}

}  // namespace combtest::internal
