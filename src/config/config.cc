#include "combtest/config.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <optional>
#include <system_error>

#include "combtest/action.h"
#include "src/config/changes.h"
#include "src/config/help.h"
#include "src/config/ini_file.h"
#include "src/config/option_table.h"
#include "src/config/set_from_code.h"
#include "src/config/suggestion.h"
#include "src/config/uncaught_error.h"
#include "src/config/worker_variables.h"
#include "src/os/process_info.h"
#include "src/text/ascii.h"

namespace combtest {

using internal::FindFileOption;
using internal::FindOption;
using internal::Lower;
using internal::OptionRow;
using internal::Upper;

namespace {

constexpr std::string_view kFlagPrefix = "--combtest_";
constexpr std::string_view kVariablePrefix = "COMBTEST_";
constexpr const char* kFileName = "combtest.cfg";

struct Given {
  std::string value;
  std::string where;  // "--combtest_threads", "combtest.cfg:3"
};
using Layer = std::map<std::string, Given, std::less<>>;

void Check(const OptionRow& row, const Given& given) {
  config::Settings scratch;
  if (row.kind.parse(given.value, scratch)) return;
  const bool comment =
      given.where.starts_with(kFileName) && given.value.find(" #") != std::string::npos;
  throw Error(given.where + ": `" + given.value + "` isn't a valid value for " +
              std::string(row.name) + "; it takes " + row.kind.values +
              (comment ? "; a comment needs a line of its own" : ""));
}

void Add(Layer& layer, std::string_view name, Given given) {
  const OptionRow* row = FindOption(name);
  if (row == nullptr) {
    throw Error(given.where + ": there is no option `" + std::string(name) + "`" +
                internal::Suggestion(name));
  }
  Check(*row, given);
  layer.insert_or_assign(std::string(name), std::move(given));
}

bool IsFlag(std::string_view argument) { return argument.starts_with(kFlagPrefix); }

Layer FromCommandLine(const std::vector<std::string>& arguments) {
  Layer layer;
  for (const std::string_view argument : arguments) {
    if (!IsFlag(argument)) continue;
    const std::string_view flag = argument.substr(kFlagPrefix.size());
    const auto sign = flag.find('=');
    const std::string_view name = flag.substr(0, sign);
    if (name == "help") continue;
    const std::string where = std::string(kFlagPrefix) + std::string(name);
    if (sign == flag.npos) {
      const OptionRow* row = FindOption(name);
      if (row != nullptr && row->is_switch) {
        Add(layer, name, {"true", where});
        continue;
      }
      if (row != nullptr) throw Error(where + " lacks its value: write " + where + "=VALUE");
      Add(layer, name, {"", where});
    }
    Add(layer, name, {std::string(flag.substr(sign + 1)), where});
  }
  return layer;
}

Layer FromEnvironment() {
  Layer layer;
  for (const std::string& variable : internal::Environment()) {
    if (!variable.starts_with(kVariablePrefix) || variable.starts_with(internal::kInternalPrefix))
      continue;
    const auto sign = variable.find('=');
    const std::string name = variable.substr(0, sign);
    if (name == internal::kWorkerVariable || name == internal::kWorkerCountVariable) continue;
    Add(layer, Lower(name.substr(kVariablePrefix.size())), {variable.substr(sign + 1), name});
  }
  return layer;
}

void AddFromFile(Layer& layer, const internal::IniEntry& entry) {
  Given given{entry.value, std::string(kFileName) + ":" + std::to_string(entry.line)};
  const std::string section = Upper(entry.section);
  if (entry.key.empty()) {
    if (internal::FindSection(section)) return;
    throw Error(given.where + ": there is no section [" + entry.section + "]" +
                internal::SectionSuggestion(section));
  }
  const std::string key = Lower(entry.key);
  const OptionRow* row = FindFileOption(section, key);
  if (row == nullptr) {
    const std::string home = internal::SectionsOf(key);
    const std::string end =
        home.empty() ? internal::KeySuggestion(section, key) : "; it belongs to " + home;
    throw Error(given.where + ": " +
                (section.empty()
                     ? "`" + entry.key + "` comes before any [SECTION]"
                     : "there is no key `" + entry.key + "` in section [" + entry.section + "]") +
                end);
  }
  if (const auto earlier = layer.find(row->name); earlier != layer.end()) {
    throw Error(given.where + ": `" + entry.key + "` is given again; " + earlier->second.where +
                " has " + (key == row->name ? "it" : std::string(row->name)) + " already");
  }
  Add(layer, row->name, std::move(given));
}

Layer FromFile() {
  Layer layer;
  std::error_code error;
  const std::string path = internal::FromStartDirectory(kFileName);
  if (!std::filesystem::exists(path, error)) return layer;
  // Nobody waits for what somebody might write into a pipe.
  if (!std::filesystem::is_regular_file(path, error) &&
      !std::filesystem::is_character_file(path, error))
    throw Error(std::string(kFileName) + " can't be read: it is no regular file");
  std::ifstream file(path);
  if (!file.is_open()) throw Error(std::string(kFileName) + " can't be read");
  for (const internal::IniEntry& entry : internal::ReadIni(file, kFileName))
    AddFromFile(layer, entry);
  return layer;
}

// All that is known, the strongest word first. Guarded by a mutex of its own.
class Store {
 public:
  static Store& Get() {
    static Store store;
    return store;
  }

  config::Settings Resolve() {
    const std::lock_guard lock(mutex_);
    Load();
    return settings_;
  }

  void SetInCode(std::string_view name, std::string_view value, std::string_view where) {
    const std::lock_guard lock(mutex_);
    Add(code_, name, {std::string(value), std::string(where)});
    if (loaded_) Merge();
  }

  void SetArguments(std::vector<std::string> arguments) {
    const std::lock_guard lock(mutex_);
    arguments_ = std::move(arguments);
    loaded_ = false;
  }

  std::vector<std::string> Differences() {
    const std::lock_guard lock(mutex_);
    Load();
    std::vector<std::string> lines;
    const config::Settings defaults;
    for (const OptionRow& row : internal::OptionTable()) {
      const std::string value = row.kind.print(settings_);
      if (value == row.kind.print(defaults)) continue;
      const Given* given = Find(row.name);
      lines.push_back(std::string(row.name) + "=" + value + " (" +
                      (given != nullptr ? given->where : "") + ")");
    }
    return lines;
  }

 private:
  void Load() {
    if (loaded_) return;
    command_line_ = FromCommandLine(arguments_ ? *arguments_ : internal::CommandLine());
    environment_ = FromEnvironment();
    file_ = FromFile();
    Merge();
    loaded_ = true;
  }

  const Given* Find(std::string_view name) const {
    for (const Layer* layer : {&command_line_, &environment_, &file_, &code_}) {
      if (const auto found = layer->find(name); found != layer->end()) return &found->second;
    }
    return nullptr;
  }

  void Merge() {
    config::Settings settings;
    for (const OptionRow& row : internal::OptionTable()) {
      if (const Given* given = Find(row.name)) row.kind.parse(given->value, settings);
    }
    settings_ = settings;
  }

  std::mutex mutex_;
  bool loaded_ = false;
  std::optional<std::vector<std::string>> arguments_;
  Layer command_line_, environment_, file_, code_;
  config::Settings settings_;
};

}  // namespace

namespace internal {

void SetFromCode(std::string_view name, std::string_view value, std::string_view where) {
  Store::Get().SetInCode(name, value, where);
  TellOfSettingsChange();
}

}  // namespace internal

namespace config {

Settings Current() { return Store::Get().Resolve(); }
void Set(std::string_view name, std::string_view value) {
  internal::SetFromCode(name, value, "config::Set");
}
std::vector<std::string> Differences() { return Store::Get().Differences(); }

}  // namespace config

bool Init(int* argc, char** argv) {
  internal::TellOfUncaughtErrors();
  const std::vector<std::string> arguments(argv, argv + *argc);
  Store::Get().SetArguments(arguments);
  internal::TellOfSettingsChange();
  const bool help =
      std::find(arguments.begin(), arguments.end(), "--combtest_help") != arguments.end();
  int kept = 0;
  for (int i = 0; i < *argc; ++i) {
    if (i == 0 || !IsFlag(argv[i])) argv[kept++] = argv[i];
  }
  *argc = kept;
  argv[kept] = nullptr;
  if (help) {
    internal::PrintHelpOnce();
    return false;
  }
  config::Current();
  return true;
}

}  // namespace combtest
