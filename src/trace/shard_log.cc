#include "src/trace/shard_log.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <random>
#include <system_error>
#include <utility>

#include "combtest/action.h"
#include "src/os/process_info.h"
#include "src/os/worker_process.h"
#include "src/text/hash.h"
#include "src/trace/file_name.h"

namespace combtest::internal {
namespace {

// Enough to see what is wrong.
constexpr std::size_t kMaxFailed = 50;

std::unique_ptr<ShardLog>& TheLog() {
  static std::unique_ptr<ShardLog> log;
  return log;
}

}  // namespace

ShardLog* ShardLog::Current() { return TheLog().get(); }

void ShardLog::Begin(const config::Settings& settings, const Shard& shard,
                     const std::string& filter, std::vector<ShardSuite> suites) {
  const std::vector<std::string> command = CommandLine();
  ShardRecord record;
  record.command = command;
  record.program =
      std::filesystem::path(command.empty() ? ExecutablePath() : command[0]).filename().string();
  record.shard = shard;
  record.filter = filter;
  record.states = settings.states;
  record.started = IsoTime(std::chrono::system_clock::now());
  record.host = HostName();
  record.pid = OwnProcessId();
  record.suites = std::move(suites);
  std::error_code error;
  std::filesystem::create_directories(FromStartDirectory(settings.log_dir), error);
  if (error) {
    throw Error("log_dir: the directory " + settings.log_dir +
                " can't be created: " + error.message());
  }
  const std::string stem = settings.log_dir + "/" + FileName(record.program) + "-shard-" +
                           std::to_string(shard.index) + "-of-" + std::to_string(shard.total) +
                           "-" + FileTime(record.started) + "-" + std::to_string(record.pid);
  try {
    TheLog().reset(new ShardLog(std::move(record), stem));
  } catch (const std::system_error& failed) {
    throw Error("log_dir: no shard record can be written into " + settings.log_dir + ": " +
                failed.code().message());
  }
}

ShardLog::ShardLog(ShardRecord record, const std::string& stem)
    : record_(std::move(record)), file_(stem, std::string(kShardEnding), FirstLine(record_)) {}

void ShardLog::Write(const std::string& line) {
  if (!error_.empty()) return;
  try {
    file_.Append(line);
  } catch (const std::system_error& error) {
    error_ =
        "log_dir: the shard record " + file_.path() + " is not whole: " + error.code().message();
  }
}

void ShardLog::AddTrace(const std::string& path) {
  Write(TraceLine(std::filesystem::path(path).filename().string()));
}

void ShardLog::AddIteration(bool ok, const std::vector<std::string>& failed) {
  end_.ok = end_.ok && ok;
  for (const std::string& test : failed) {
    if (std::find(end_.failed.begin(), end_.failed.end(), test) != end_.failed.end()) continue;
    ++end_.failed_count;
    if (end_.failed.size() < kMaxFailed) end_.failed.push_back(test);
  }
}

void ShardLog::End() {
  if (!error_.empty()) end_.ok = false;
  Write(EndLine(end_));
}

std::string NewShardRun() {
  std::random_device random;
  const std::uint64_t high = random(), low = random();
  return HexDigits(high << 32 | (low & 0xffff'ffff), 16);
}

}  // namespace combtest::internal
