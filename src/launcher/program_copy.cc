#include "src/launcher/program_copy.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "combtest/action.h"
#include "combtest/launcher.h"
#include "src/os/broken_pipes.h"
#include "src/os/process_info.h"
#include "src/process/run_command.h"

namespace combtest::internal {
namespace {

constexpr auto kTimeToAsk = std::chrono::seconds(60);
constexpr auto kTimeToCopy = std::chrono::minutes(10);
constexpr std::string_view kAt = "combtest-program-at ";
constexpr std::string_view kMissing = "combtest-program-missing";

// In hexadecimal digits. Throws Error where sha256sum can't tell.
std::string Sha256(const std::string& bytes) {
  constexpr std::size_t kDigits = 64;
  const CommandRun run = RunCommand({{"sha256sum"}, Environment()}, bytes, kTimeToAsk);
  const std::string hash = run.out.substr(0, kDigits);
  if (!run.ok) throw Error("the program can't be copied: sha256sum: " + run.error);
  if (hash.size() != kDigits || hash.find_first_not_of("0123456789abcdef") != hash.npos)
    throw Error("the program can't be copied: sha256sum's answer is no hash: " + run.out);
  return hash;
}

// Sets $f to the copy's path, in a directory that is nobody else's, and defines `good FILE`.
std::string Preamble(const std::string& hash, const std::string& run, const std::string& name) {
  return "umask 077; d=\"${TMPDIR:-/tmp}/combtest-$(id -u)\"; mkdir -m 700 \"$d\" 2>/dev/null; "
         "if [ -L \"$d\" ] || ! [ -d \"$d\" ] || ! [ -O \"$d\" ]; then "
         "echo \"$d isn't a directory of ours\" >&2; exit 1; fi; n=" +
         ShellQuoted(name) + "; h=\"$d/" + hash + "\"; f=\"$h/" +
         (run.empty() ? "" : "run-" + run + "/") + "$n\"" +
         "; good() { [ -f \"$1\" ] && [ \"$(sha256sum <\"$1\" | cut -c1-64)\" = " + hash +
         " ]; }; ";
}

// What another run has brought is taken over under a name of our own: a link, which its end doesn't
// break.
std::string AskScript(const std::string& preamble) {
  return preamble +
         "mkdir -p \"${f%/*}\" || mkdir -p \"${f%/*}\" || exit 1; for g in \"$h/$n\" "
         "\"$h\"/run-*/\"$n\"; do "
         "[ -e \"$f\" ] || ! [ -f \"$g\" ] || ln \"$g\" \"$f\" 2>/dev/null; done; "
         "if good \"$f\"; then echo \"" +
         std::string(kAt) + "$f\"; else echo " + std::string(kMissing) + "; fi";
}

// Under another name first, so that nobody meets half a program.
std::string CopyScript(const std::string& preamble) {
  return preamble +
         "mkdir -p \"${f%/*}\" && t=\"$f.$$\" && cat >\"$t\" || exit 1; "
         "if good \"$t\"; then chmod 700 \"$t\" && mv -f \"$t\" \"$f\" && echo \"" +
         std::string(kAt) +
         "$f\"; else rm -f \"$t\"; echo 'what arrived has another hash' >&2; exit 1; fi";
}

// The rest of the last line that begins so; what a noisy profile prints is passed over.
std::string LineWith(const std::string& out, std::string_view begin) {
  const auto at = out.rfind(begin);
  if (at == out.npos) return {};
  return out.substr(at + begin.size(), out.find('\n', at) - at - begin.size());
}

void CopyTo(CopyTarget& target, const std::string& program, const std::string& hash,
            const std::string& run_name, const std::string& name) {
  const std::string preamble = Preamble(hash, run_name, name);
  const auto run = [&target](const std::string& script, const std::string& input,
                             std::chrono::seconds limit) {
    WorkerCommand command{target.shell, Environment()};
    command.argv.push_back("exec sh -c " + ShellQuoted(script));
    return RunCommand(std::move(command), input, limit);
  };
  CommandRun answer = run(AskScript(preamble), "", kTimeToAsk);
  if (answer.ok && answer.out.find(kMissing) != std::string::npos)
    answer = run(CopyScript(preamble), program, kTimeToCopy);
  target.path = answer.ok ? LineWith(answer.out, kAt) : "";
  if (target.path.empty()) target.error = answer.error.empty() ? "no answer" : answer.error;
}

}  // namespace

void CopyProgram(const std::string& path, const std::string& run,
                 std::vector<CopyTarget>& targets) {
  const IgnoreBrokenPipes ignore;  // a command may end before it has read the program
  std::ifstream file(path, std::ios::binary);
  const std::string program{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const std::string hash = Sha256(program);
  const std::string name = std::filesystem::path(path).filename().string();
  std::vector<std::thread> threads;
  threads.reserve(targets.size());
  for (CopyTarget& target : targets)
    threads.emplace_back([&] { CopyTo(target, program, hash, run, name); });
  for (std::thread& thread : threads) thread.join();
}

void RemoveCopy(std::vector<std::string> shell, const std::string& path) {
  WorkerCommand command{std::move(shell), Environment()};
  const std::string file = ShellQuoted(path);
  // Its own directory, and that of all copies where it was the last.
  command.argv.push_back("f=" + file +
                         "; rm -f \"$f\"; r=\"${f%/*}\"; rmdir \"$r\" \"${r%/*}\" 2>/dev/null");
  RunCommand(std::move(command), "", kTimeToAsk);
}

}  // namespace combtest::internal
