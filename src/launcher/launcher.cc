#include "combtest/launcher.h"

namespace combtest {

std::vector<std::string> WorkerWords(const WorkerRequest& request) {
  std::vector<std::string> words{"env", "--"};
  words.insert(words.end(), request.variables.begin(), request.variables.end());
  // env would take a path with a `=` for another variable.
  if (request.program.find('=') != std::string::npos)
    words.insert(words.end(), {"sh", "-c", "exec \"$0\" \"$@\""});
  words.push_back(request.program);
  words.insert(words.end(), request.arguments.begin(), request.arguments.end());
  return words;
}

std::string WorkerShellCommand(const WorkerRequest& request, std::string_view directory) {
  std::string command;
  if (!directory.empty()) command = "cd " + ShellQuoted(directory) + " 2>/dev/null; ";
  command += "exec";
  for (const std::string& word : WorkerWords(request)) command += " " + ShellQuoted(word);
  return command;
}

std::string ShellQuoted(std::string_view text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+./,:@%";
  if (!text.empty() && text.find_first_not_of(kPlain) == text.npos) return std::string(text);
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

}  // namespace combtest
