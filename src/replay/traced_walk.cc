#include "src/replay/traced_walk.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>
#include <vector>

#include "src/space/space_data.h"
#include "src/trace/trace_files.h"

namespace combtest::internal {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
// Enough to see what is meant.
constexpr std::size_t kMaxListed = 8;

std::string OneTrace(const std::string& path) {
  if (!std::filesystem::is_directory(path)) return path;
  const std::vector<std::string> traces = NewestTraces(path);
  if (traces.size() == 1) return traces[0];
  if (traces.empty()) throw Error("replay: the directory " + path + " holds no trace");
  std::string list;
  for (const std::string& trace : traces) list += (list.empty() ? "" : ", ") + trace;
  throw Error("replay: the directory " + path +
              " holds the traces of several runs; name one: " + list);
}

WalkId IdOf(const TraceHeader& header, const std::string& path, std::string_view walk) {
  const bool number = !walk.empty() && walk.find_first_not_of("0123456789") == walk.npos;
  if (number && walk.size() < 20) {
    const WalkId id = std::stoull(std::string(walk));
    if (id < header.walks) return id;
    throw Error("replay: " + path + " has the walks 0 to " + std::to_string(header.walks - 1) +
                ", and no walk " + std::string(walk));
  }
  if (const auto id = header.Find(walk)) return *id;
  throw Error("replay: " + path + " has no walk of the name `" + std::string(walk) + "`");
}

// The action of this name, the `occurrence`th of them where there are several.
std::size_t FindAction(const SpaceData& space, const std::string& name, std::size_t occurrence) {
  std::size_t found = kNone;
  for (std::size_t a = 0; a < space.actions.size(); ++a) {
    if (space.actions[a].name != name) continue;
    found = a;
    if (occurrence-- == 0) break;
  }
  return found;
}

// By both name and value; else by value, else by name, where one alone has it.
std::size_t OptionIndex(const SpaceData& space, std::size_t action, const TraceOption& wanted) {
  const ActionEntry& entry = space.actions[action];
  std::vector<std::size_t> both, by_value, by_name;
  for (std::size_t o = 0; o < entry.options.size(); ++o) {
    const bool value = !wanted.value.is_null() && entry.OptionJson(o) == wanted.value;
    const bool name = space.Names().Piece(action, o) == wanted.name;
    if (value && name) both.push_back(o);
    if (value) by_value.push_back(o);
    if (name) by_name.push_back(o);
  }
  for (const auto& found : {both, by_value, by_name}) {
    if (found.size() == 1) return found[0];
  }
  return kNone;
}

std::string ActionList(const SpaceData& space) {
  std::string list;
  for (const ActionEntry& action : space.actions) list += (list.empty() ? "" : ", ") + action.name;
  return list;
}

std::string OptionList(const SpaceData& space, std::size_t action) {
  const std::vector<std::string>& texts = space.Texts()[action];
  std::string list;
  for (std::size_t o = 0; o < std::min(texts.size(), kMaxListed); ++o)
    list += (list.empty() ? "" : ", ") + texts[o];
  return list + (texts.size() > kMaxListed ? ", …" : "");
}

}  // namespace

TracedWalk ReadTracedWalk(const std::string& path, std::string_view walk) {
  TracedWalk traced;
  traced.path = OneTrace(path);
  traced.header = ReadTraceHeader(traced.path);
  traced.id = IdOf(traced.header, traced.path, walk);
  TraceVisitor visitor;
  visitor.walk = [&traced](TraceWalk record) {
    if (record.result.id == traced.id) traced.record = std::move(record);
  };
  VisitTrace(traced.path, visitor);
  return traced;
}

Walk WalkOfTrace(const WalkSpace& space, const TracedWalk& traced) {
  const SpaceData& data = *WalkAccess::Data(space);
  const TraceHeader& header = traced.header;
  std::vector<std::size_t> actions;
  std::vector<std::size_t> options;
  std::map<std::string, std::size_t> occurrences;
  std::string lacking;
  const auto lacks = [&lacking](const std::string& what) {
    lacking += (lacking.empty() ? "" : "; ") + what;
  };
  for (std::size_t a = 0; a < header.actions.size(); ++a) {
    const TraceAction& wanted = header.actions[a];
    const std::size_t action = FindAction(data, wanted.name, occurrences[wanted.name]++);
    if (action == kNone) {
      lacks("there is no action " + wanted.name + " any more (there are " + ActionList(data) + ")");
      continue;
    }
    const TraceOption& choice = header.OptionOf(traced.id, a);
    const std::size_t option = OptionIndex(data, action, choice);
    if (option == kNone) {
      lacks(wanted.name + " has no option " + choice.text + " any more (it has " +
            OptionList(data, action) + ")");
      continue;
    }
    actions.push_back(action);
    options.push_back(option);
  }
  if (!lacking.empty()) {
    throw Error("replay: walk " + std::to_string(traced.id) + " of " + traced.path +
                " can't be run by this program: " + lacking);
  }
  bool same = actions.size() == data.actions.size();
  for (std::size_t i = 0; i < actions.size(); ++i) same = same && actions[i] == i;
  if (same) return space.At(options);
  std::vector<ActionEntry> entries;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    entries.push_back(data.actions[actions[i]]);
    entries.back().options = {data.actions[actions[i]].options[options[i]]};
    entries.back().should_cancel = nullptr;  // it may look for actions that aren't there
  }
  return WalkAccess::Space(std::move(entries), data.state, data.initial_state, {})[0];
}

}  // namespace combtest::internal
