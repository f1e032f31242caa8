#include "src/selection/included_walks.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

#include "combtest/action.h"
#include "combtest/walk.h"
#include "src/space/exclusion.h"
#include "src/space/space_data.h"
#include "src/text/hash.h"
#include "src/trace/trace_files.h"
#include "src/trace/trace_reader.h"

namespace combtest::internal {
namespace {

IncludedWalk Included(const Walk& walk) {
  IncludedWalk included{"--combtest_include: " + walk.name(), {}};
  for (std::size_t a = 0; a < walk.space().action_count(); ++a)
    included.options.emplace_back(walk.OptionIndex(a));
  return included;
}

std::vector<IncludedWalk> FromTrace(const std::string& path, const std::string& suite,
                                    const WalkSpace& space) {
  std::vector<IncludedWalk> included;
  const std::vector<std::string> traces = FindTraces(path, suite);
  if (traces.empty()) return included;
  ExclusionCursor exclusions(WalkAccess::Data(space));
  const Trace trace = ReadTrace(traces.front());
  const bool same = trace.header.fingerprint == HexDigits(space.Fingerprint(), 16);
  for (const TraceWalk& traced : trace.walks) {
    const auto walk = same ? std::optional(space[traced.result.id]) : space.Find(traced.name);
    if (walk && !traced.result.not_run() && !exclusions.Excluded(walk->id()))
      included.push_back(Included(*walk));
  }
  return included;
}

std::string_view WithoutSpaces(std::string_view line) {
  constexpr std::string_view kBlank = " \t\r";
  const auto first = line.find_first_not_of(kBlank);
  if (first == line.npos) return {};
  return line.substr(first, line.find_last_not_of(kBlank) - first + 1);
}

}  // namespace

bool IsTraces(const std::string& path) {
  std::error_code error;
  return path.ends_with(kTraceEnding) || std::filesystem::is_directory(path, error);
}

std::vector<IncludedWalk> IncludedFrom(const std::string& path, const std::string& suite,
                                       const WalkSpace& space) {
  if (IsTraces(path)) return FromTrace(path, suite, space);
  std::ifstream file(path);
  if (!file) throw Error("--combtest_include: " + path + " can't be read: " + std::strerror(errno));
  std::vector<IncludedWalk> included;
  std::size_t number = 0;
  for (std::string text; std::getline(file, text);) {
    ++number;
    std::string_view name = WithoutSpaces(text);
    if (name.empty() || name.front() == '#') continue;
    if (const auto slash = name.rfind('/'); slash != name.npos) {
      if (name.substr(0, slash) != suite) continue;  // another suite's
      name.remove_prefix(slash + 1);
    }
    bool undecided = false;
    const auto options = WalkAccess::Data(space)->Names().Find(name, &undecided);
    if (!options) {
      throw Error("--combtest_include: " + path + ":" + std::to_string(number) + ": " +
                  (undecided ? "too many walks of " + suite + " begin like " + std::string(name) +
                                   ", whose end is cut off; take it from a trace"
                             : suite + " has no walk " + std::string(name)));
    }
    included.push_back(Included(space.At(*options)));
  }
  return included;
}

}  // namespace combtest::internal
