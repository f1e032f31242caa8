#include "src/run/scope_note.h"

#include <iostream>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "src/space/space_data.h"
#include "src/text/list_text.h"

namespace combtest::internal {
namespace {

bool IsFirst(const std::string& note) {
  static std::mutex mutex;
  static std::set<std::string> told;
  const std::lock_guard lock(mutex);
  return told.insert(note).second;
}

}  // namespace

void TellUnsaidScopes(const RunSpec& spec) {
  if (spec.pool.workers == 0) return;
  std::vector<std::string> names;
  for (const ActionEntry& action : WalkAccess::Data(spec.space)->actions) {
    if (action.serial && !action.says_scope) names.push_back(action.name);
  }
  if (names.empty()) return;
  const bool one = names.size() == 1;
  const std::string note =
      "combtest: " + spec.name + ": the serial action" + (one ? " " : "s ") +
      ListText(names, names.size()) + (one ? " acts" : " act") +
      (spec.isolate_serial ? " in the stage only" : " in this process only") +
      ", not in the workers; say what is meant: `static constexpr "
      "combtest::Scope kScope = combtest::Scope::kOnce;` for what is outside the process (files, "
      "servers), kEveryProcess for what is in it (variables, a locale)\n";
  if (IsFirst(note)) std::cerr << note << std::flush;
}

}  // namespace combtest::internal
