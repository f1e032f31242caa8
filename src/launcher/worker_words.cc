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

}  // namespace combtest
