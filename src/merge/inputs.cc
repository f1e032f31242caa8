#include "src/merge/inputs.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <tuple>

#include "combtest/action.h"

namespace combtest::internal {
namespace {

namespace fs = std::filesystem;

bool IsOurs(const std::string& path) {
  return path.ends_with(kTraceEnding) || path.ends_with(kShardEnding);
}

void AddDirectory(const std::string& path, std::vector<std::string>& files, Problems& problems) {
  std::error_code error;
  constexpr auto kOptions = fs::directory_options::follow_directory_symlink;
  for (fs::recursive_directory_iterator entry(path, kOptions, error), end; !error && entry != end;
       entry.increment(error)) {
    if (IsOurs(entry->path().string())) files.push_back(entry->path().string());
  }
  if (error) problems.push_back("the directory " + path + " can't be read: " + error.message());
}

// Sorted, and no file twice.
std::vector<std::string> FilesIn(const std::vector<std::string>& paths, Problems& problems) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) {
      problems.push_back("there is no file or directory " + path);
    } else if (fs::is_directory(status)) {
      AddDirectory(path, files, problems);
    } else if (IsOurs(path)) {
      files.push_back(path);
    } else {
      problems.push_back(path + " isn't a shard's file; those end in " + std::string(kTraceEnding) +
                         " and " + std::string(kShardEnding));
    }
  }
  std::sort(files.begin(), files.end());
  std::set<std::string> seen;
  std::erase_if(files, [&](const std::string& file) {
    std::error_code error;
    const fs::path real = fs::canonical(file, error);
    return !seen.insert(error ? file : real.string()).second;
  });
  return files;
}

}  // namespace

Inputs ReadInputs(const std::vector<std::string>& paths, Problems& problems) {
  Inputs inputs;
  for (const std::string& file : FilesIn(paths, problems)) {
    try {
      if (file.ends_with(kShardEnding)) {
        inputs.records.push_back(ReadShardRecord(file));
        continue;
      }
      TraceHeader header = ReadTraceHeader(file);
      if (header.shard) {
        inputs.traces.push_back({file, std::move(header)});
      } else {
        inputs.others.push_back(file);
      }
    } catch (const Error& error) {
      problems.push_back(error.what());
    }
  }
  std::stable_sort(
      inputs.records.begin(), inputs.records.end(),
      [](const ShardRecord& a, const ShardRecord& b) { return a.started < b.started; });
  return inputs;
}

void KeepNewest(Inputs& inputs) {
  const auto key = [](const ShardRecord& record) {
    return std::tuple(record.program, record.filter, record.shard.total, record.shard.index);
  };
  std::map<decltype(key(inputs.records[0])), std::string> newest;  // its run
  for (const ShardRecord& record : inputs.records) newest[key(record)] = record.shard.run;
  std::set<std::string> old;
  std::erase_if(inputs.records, [&](const ShardRecord& record) {
    const bool is_old = newest[key(record)] != record.shard.run;
    if (is_old) old.insert(record.shard.run);
    return is_old;
  });
  std::erase_if(inputs.traces,
                [&](const InputTrace& trace) { return old.contains(trace.header.shard->run); });
}

}  // namespace combtest::internal
