#include "src/log/log_record.h"

#include <array>
#include <boost/date_time/c_time.hpp>
#include <cstdio>
#include <ctime>
#include <string_view>

#include "src/os/worker_process.h"
#include "src/text/shown_text.h"

namespace combtest {

std::string_view ToString(LogSeverity severity) {
  constexpr std::array<std::string_view, 4> kNames = {"debug", "info", "warning", "error"};
  return kNames[static_cast<std::size_t>(severity)];
}

namespace internal {
namespace {

// Without line feeds at the end; a line feed inside is followed by `indent`.
void AppendText(std::string& line, const LogRecord& record, std::string_view indent) {
  if (!record.channel.empty() && record.channel != kLogChannel) line += "[" + record.channel + "] ";
  std::string_view text = record.text;
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  for (const char c : ShownText(text)) {
    line += c;
    if (c == '\n') line += indent;
  }
}

const std::string& OwnHost() {
  static const std::string kName = HostName();
  return kName;
}

}  // namespace

std::string LogTime(std::chrono::system_clock::time_point time) {
  using std::chrono::microseconds;
  const auto since = std::chrono::floor<microseconds>(time.time_since_epoch()).count();
  const auto fraction = (since % 1'000'000 + 1'000'000) % 1'000'000;
  const auto seconds = static_cast<std::time_t>((since - fraction) / 1'000'000);
  std::tm parts{};
  boost::date_time::c_time::localtime(&seconds, &parts);
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
  std::snprintf(text + length, sizeof text - length, ".%06d", static_cast<int>(fraction));
  return text;
}

std::string ConsoleLine(const LogRecord& record) {
  std::string line;
  if (record.source) {
    line = "[worker " + std::to_string(record.source->worker);
    if (record.source->host != OwnHost()) line += " on " + record.source->host;
    line += "] ";
  }
  line.append(ToString(record.severity)) += ": ";
  AppendText(line, record, "  ");
  std::string where = record.action;
  if (!record.walk.empty()) where += (where.empty() ? "walk " : ", walk ") + record.walk;
  if (!where.empty()) line += " (" + where + ")";
  return line += '\n';
}

std::string FileLine(const LogRecord& record) {
  std::string line = LogTime(record.time) + "  ";
  line.append(ToString(record.severity))
      .resize(std::string_view("2026-11-22 17:40:12.123456  warning").size(), ' ');
  line += "  ";
  if (record.source) {
    line += "worker " + std::to_string(record.source->worker) + " (pid " +
            std::to_string(record.source->pid) + " on " + record.source->host + ")";
  } else {
    line += "main";
  }
  line += "  " + (record.walk.empty() ? "-" : record.walk);
  line += "  " + (record.action.empty() ? "-" : record.action) + "  ";
  AppendText(line, record, "    ");
  return line += '\n';
}

}  // namespace internal
}  // namespace combtest
