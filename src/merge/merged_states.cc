#include "src/merge/merged_states.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <utility>

#include "combtest/action.h"
#include "src/os/output_file.h"
#include "src/text/list_text.h"
#include "src/trace/trace_fields.h"

namespace combtest::internal {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct StateLine {
  std::string file, text;
};
using StateLines = std::map<std::string, std::map<WalkId, StateLine>>;  // by suite

// Those that the shards name: beside the record, where a shard's files were brought from elsewhere,
// else where the name says.
std::vector<std::string> FilesOf(const std::vector<MergedRun>& runs, Problems& problems) {
  std::vector<std::string> files;
  std::set<const ShardRecord*> records;
  for (const MergedRun& merged : runs) {
    for (const RunPart& part : merged.run->parts) {
      if (part.suite != nullptr && part.trace != nullptr) records.insert(part.record);
    }
  }
  for (const ShardRecord* record : records) {
    if (record->states.empty()) {
      problems.push_back("--states: " + ShardText(*record) +
                         " wrote no states; each shard needs --combtest_states=FILE");
      continue;
    }
    const fs::path beside =
        fs::path(record->path).parent_path() / fs::path(record->states).filename();
    std::error_code error;
    if (fs::exists(beside, error)) {
      files.push_back(beside.string());
    } else if (fs::exists(record->states, error)) {
      files.push_back(record->states);
    } else {
      problems.push_back("--states: the states of " + ShardText(*record) + " are neither at " +
                         beside.string() + " nor at " + record->states +
                         "; --states-from=FILE says where");
    }
  }
  // Where shards wrote into one file, states are missing from it.
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

void ReadStates(const std::string& file, StateLines& lines, Problems& problems) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    problems.push_back("the states " + file + " can't be read: " + std::strerror(errno));
    return;
  }
  std::uint64_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    try {
      json::error_code error;
      const json::value value = json::parse(line, error);
      if (error) throw Error(error.message());
      const TraceFields fields(value);
      const std::string suite = fields.Text("suite");
      const WalkId id = fields.Number("id");
      fields.Get("state");
      const auto [entry, added] = lines[suite].try_emplace(id, StateLine{file, line});
      if (!added) {
        problems.push_back("the state of " + suite + "/" + fields.OptionalText("name") +
                           " appears twice: in " + entry->second.file + " and " + file);
        return;  // one is enough to see what is wrong
      }
    } catch (const std::exception& wrong) {
      problems.push_back(file + ":" + std::to_string(number) +
                         ": this isn't a line of states: " + wrong.what());
      return;
    }
  }
}

// Each walk that passed has left a state, and no other program's has.
void CheckStates(const MergedRun& merged, const StateLines& lines, Problems& problems) {
  static const std::map<WalkId, StateLine> kNone;
  const auto found = lines.find(merged.run->name);
  const auto& states = found == lines.end() ? kNone : found->second;
  std::vector<WalkId> missing;
  for (const WalkId id : merged.passed) {
    if (!states.contains(id)) missing.push_back(id);
  }
  if (!missing.empty()) {
    problems.push_back("--states: the states of " + CountText(missing.size(), "walk") + " of " +
                       merged.run->name + " are missing, the first is that of walk " +
                       std::to_string(missing.front()) + "; did two shards write into one file?");
  }
}

}  // namespace

void WriteMergedStates(const std::vector<MergedRun>& runs, const std::vector<std::string>& from,
                       const std::string& out, Problems& problems) {
  const std::size_t before = problems.size();
  StateLines lines;
  const std::vector<std::string> files = from.empty() ? FilesOf(runs, problems) : from;
  for (const std::string& file : files) ReadStates(file, lines, problems);
  if (problems.size() > before) return;
  std::vector<std::string> suites;  // in order
  for (const MergedRun& merged : runs) {
    // Else it is a call of RunTests.
    if (merged.run->parts.front().suite != nullptr) CheckStates(merged, lines, problems);
    suites.push_back(merged.run->name);
  }
  for (const auto& [suite, states] : lines) {
    if (std::find(suites.begin(), suites.end(), suite) != suites.end()) continue;
    problems.push_back("--states: " + states.begin()->second.file + " holds states of " + suite +
                       ", which isn't among the shards' suites");
  }
  if (problems.size() > before) return;
  OutputFile file(out);
  for (const std::string& suite : suites) {
    for (const auto& [id, line] : lines[suite]) file.Write(line.text + "\n");
    lines.erase(suite);
  }
  file.Close();
}

}  // namespace combtest::internal
