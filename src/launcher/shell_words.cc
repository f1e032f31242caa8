#include "src/launcher/shell_words.h"

#include "combtest/action.h"
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

std::string WorkerShellCommand(const WorkerRequest& request, std::string_view directory) {
  std::string command;
  if (!directory.empty()) command = "cd " + ShellQuoted(directory) + " 2>/dev/null; ";
  command += "exec";
  for (const std::string& word : WorkerWords(request)) command += " " + ShellQuoted(word);
  return command;
}

namespace internal {

std::vector<std::string> SplitWords(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == '\'' ? c == '\'' : quote == '"' && c == '"') {
      quote = 0;
    } else if (c == '\\' && quote != '\'' && i + 1 < text.size() &&
               (quote == 0 || text[i + 1] == '"' || text[i + 1] == '\\')) {
      word += text[++i];
      in_word = true;
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
      in_word = true;
    } else if (quote == 0 && (c == ' ' || c == '\t' || c == '\n')) {
      if (in_word) words.push_back(std::exchange(word, {}));
      in_word = false;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (quote != 0)
    throw Error("`" + std::string(text) + "` lacks its closing " + std::string(1, quote));
  if (in_word) words.push_back(std::move(word));
  return words;
}

}  // namespace internal

}  // namespace combtest
