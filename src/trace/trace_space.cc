#include "src/trace/trace_space.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "src/space/space_data.h"

namespace combtest::internal {

WalkSpace SpaceOf(const TraceHeader& header) {
  std::vector<ActionEntry> entries;
  for (const TraceAction& action : header.actions) {
    ActionEntry entry;
    entry.name = action.name;
    entry.serial = action.serial;
    entry.type = &typeid(TraceAction);
    entry.option_type = &typeid(TraceOption);
    auto options = std::make_shared<const std::vector<TraceOption>>(action.options);
    for (const TraceOption& option : *options) entry.options.push_back(&option);
    entry.storage = std::move(options);
    entry.label = [](const void* option) { return static_cast<const TraceOption*>(option)->name; };
    entry.text = [](const void* option) { return static_cast<const TraceOption*>(option)->text; };
    entry.json = [](const void* option, boost::json::value& json) {
      json = static_cast<const TraceOption*>(option)->value;
    };
    entries.push_back(std::move(entry));
  }
  return WalkAccess::Space(std::move(entries), nullptr, nullptr, {});
}

}  // namespace combtest::internal
