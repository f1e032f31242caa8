#include "src/trace/trace_file.h"

#include <boost/version.hpp>
#include <filesystem>
#include <system_error>

#include "combtest/internal/type_name.h"
#include "src/os/process_info.h"
#include "src/os/worker_process.h"
#include "src/space/space_data.h"
#include "src/text/hash.h"
#include "src/text/json_text.h"
#include "src/trace/file_name.h"
#include "src/trace/trace_reader.h"

namespace combtest::internal {
namespace {

namespace json = boost::json;
using std::chrono::system_clock;

json::value ActionsJson(const SpaceData& space) {
  json::array actions;
  for (std::size_t a = 0; a < space.actions.size(); ++a) {
    const ActionEntry& action = space.actions[a];
    json::array options;
    for (std::size_t o = 0; o < action.options.size(); ++o) {
      options.push_back({{"name", space.Names().Piece(a, o)},
                         {"text", space.Texts()[a][o]},
                         {"value", action.OptionJson(o)}});
    }
    actions.push_back(
        {{"name", action.name}, {"serial", action.serial}, {"options", std::move(options)}});
  }
  return actions;
}

std::string BoostVersion() {
  return std::to_string(BOOST_VERSION / 100'000) + "." +
         std::to_string(BOOST_VERSION / 100 % 1000) + "." + std::to_string(BOOST_VERSION % 100);
}

std::string Compiler() {
#if defined(__clang__)
  return std::string("clang ") + __clang_version__;
#elif defined(__GNUC__)
  return std::string("gcc ") + __VERSION__;
#else
  return "unknown";
#endif
}

std::string Header(const TraceSettings& settings, const TracedRun& run,
                   system_clock::time_point now) {
  const SpaceData& data = *WalkAccess::Data(run.space);
  json::object versions{
      {"combtest", COMBTEST_VERSION}, {"compiler", Compiler()}, {"boost", BoostVersion()}};
  for (const auto& [name, version] : settings.versions) versions[name] = version;
  const std::vector<std::string> arguments = CommandLine();
  json::object header{
      {"type", "run"},
      {"schema", kTraceSchema},
      {"name", run.name},
      {"state", data.state != nullptr ? TypeName(*data.state->type) : std::string()},
      {"started", IsoTime(now)},
      {"host", HostName()},
      {"pid", OwnProcessId()},
      {"command", json::array(arguments.begin(), arguments.end())},
      {"workers", run.workers},
      {"threads", run.threads},
      {"settings", settings.settings},
      {"versions", versions},
      {"fingerprint", HexDigits(run.space.Fingerprint(), 16)},
      {"walks", run.space.full_size()},
      {"selection", run.selection.Sorted().ToText()},
      {"actions", ActionsJson(data)}};
  if (!settings.shard.empty()) header["shard"] = settings.shard;
  if (!settings.array.empty()) header["array"] = settings.array;
  if (!settings.require_coverage.empty()) header["require_coverage"] = settings.require_coverage;
  return LineJson(header) + "\n";
}

AppendFile Open(const TraceSettings& settings, const TracedRun& run) {
  std::error_code error;
  std::filesystem::create_directories(FromStartDirectory(settings.directory), error);
  if (error) {
    throw Error("log_dir: the directory " + settings.directory +
                " can't be created: " + error.message());
  }
  const auto now = system_clock::now();
  try {
    return AppendFile(settings.directory + "/" + FileName(run.name) + "-" + FileTime(IsoTime(now)) +
                          "-" + std::to_string(OwnProcessId()),
                      std::string(kTraceEnding), Header(settings, run, now));
  } catch (const std::system_error& failed) {
    throw Error("log_dir: no trace can be written into " + settings.directory + ": " +
                failed.code().message());
  }
}

}  // namespace

TraceFile::TraceFile(const TraceSettings& settings, const TracedRun& run)
    : directory_(settings.directory), file_(Open(settings, run)) {
  if (settings.on_file) settings.on_file(path());
}

void TraceFile::Write(std::string_view lines) {
  const std::lock_guard lock(mutex_);
  if (!error_.empty() || closed_) return;
  try {
    file_.Append(lines);
  } catch (const std::system_error& error) {
    error_ = "log_dir: the trace " + path() + " is not whole: " + error.code().message();
  }
}

void TraceFile::Close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
}

std::string TraceFile::error() const {
  const std::lock_guard lock(mutex_);
  return error_;
}

}  // namespace combtest::internal
