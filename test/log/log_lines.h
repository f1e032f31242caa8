// Reads the log's files.
#ifndef COMBTEST_TEST_LOG_LOG_LINES_H_
#define COMBTEST_TEST_LOG_LOG_LINES_H_

#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace combtest::test {

struct LogLineRead {
  std::string time, severity, who, walk, action, text;
  bool from_worker() const { return who.starts_with("worker "); }
};

// Without notes (`--- …`) and further lines of a text.
inline std::vector<LogLineRead> ReadLog(const std::string& text) {
  std::vector<LogLineRead> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("---") || line.starts_with(" ")) continue;
    LogLineRead read;
    for (std::string* column : {&read.time, &read.severity, &read.who, &read.walk, &read.action}) {
      const auto end = line.find("  ");
      *column = line.substr(0, end);
      line.erase(0, line.find_first_not_of(' ', end));
    }
    read.text = line;
    lines.push_back(std::move(read));
  }
  return lines;
}

inline std::vector<LogLineRead> WithText(const std::vector<LogLineRead>& lines,
                                         const std::string& beginning) {
  std::vector<LogLineRead> found;
  for (const LogLineRead& line : lines) {
    if (line.text.starts_with(beginning)) found.push_back(line);
  }
  return found;
}

}  // namespace combtest::test

#endif  // COMBTEST_TEST_LOG_LOG_LINES_H_
