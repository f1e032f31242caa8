#include "src/trace/trace_files.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "combtest/action.h"
#include "src/os/process_info.h"
#include "src/trace/trace_reader.h"

namespace combtest::internal {
namespace {

namespace fs = std::filesystem;

struct Found {
  std::string started, path, name;
};

// All traces in the directory, the newest first.
std::vector<Found> TracesIn(const std::string& directory) {
  std::vector<Found> found;
  std::error_code error;
  for (fs::directory_iterator entry(FromStartDirectory(directory), error), end;
       !error && entry != end; entry.increment(error)) {
    const std::string path = entry->path().string();
    if (!path.ends_with(kTraceEnding)) continue;
    const TraceHeader header = ReadTraceHeader(path);
    found.push_back({header.started, path, header.name});
  }
  if (error) throw Error("the directory " + directory + " can't be read: " + error.message());
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return std::pair(a.started, a.path) > std::pair(b.started, b.path);
  });
  return found;
}

bool IsDirectory(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(FromStartDirectory(path), error);
  if (!fs::exists(status))
    throw Error("there is no trace and no directory of traces at `" + path + "`");
  return fs::is_directory(status);
}

}  // namespace

std::vector<std::string> FindTraces(const std::string& path, const std::string& name) {
  std::vector<std::string> paths;
  if (!IsDirectory(path)) {
    if (ReadTraceHeader(path).name == name) paths.push_back(path);
    return paths;
  }
  for (Found& trace : TracesIn(path)) {
    if (trace.name == name) paths.push_back(std::move(trace.path));
  }
  return paths;
}

std::vector<std::string> NewestTraces(const std::string& path) {
  if (!IsDirectory(path)) return {path};
  std::map<std::string, std::string> newest;  // path by name
  for (Found& trace : TracesIn(path)) newest.emplace(trace.name, std::move(trace.path));
  std::vector<std::string> paths;
  for (auto& [name, trace] : newest) paths.push_back(std::move(trace));
  return paths;
}

}  // namespace combtest::internal
