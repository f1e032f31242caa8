#include "src/launcher/launcher_choice.h"

#include <mutex>

#include "combtest/action.h"
#include "combtest/launchers.h"
#include "src/text/shell_words.h"

namespace combtest::internal {
namespace {

std::string Kind(const config::Settings& settings) {
  if (!settings.launcher.empty()) return settings.launcher;
  return settings.hosts.empty() ? "local" : "ssh";
}

std::shared_ptr<Launcher> Make(const config::Settings& settings) {
  const std::string kind = Kind(settings);
  if (kind == "local") {
    if (!settings.hosts.empty())
      throw Error("hosts are given, and the launcher is local; workers run on hosts by ssh");
    return std::make_shared<LocalLauncher>();
  }
  std::vector<Host> hosts;
  if (!settings.hosts.empty()) hosts = ParseHosts(settings.hosts);
  if (kind == "ssh") {
    if (hosts.empty()) throw Error("the launcher ssh needs hosts, as --combtest_hosts=a:8,b:8");
    SshLauncher::Options options;
    options.user = settings.ssh_user;
    if (settings.ssh_port != 0) options.port = std::to_string(settings.ssh_port);
    options.identity = settings.ssh_identity;
    options.options = SplitWords(settings.ssh_options);
    options.program = settings.host_program;
    options.directory = settings.host_directory;
    if (settings.ssh_copy == "keep") options.copy = SshLauncher::Copy::kKeep;
    if (settings.ssh_copy == "remove") options.copy = SshLauncher::Copy::kRemove;
    return std::make_shared<SshLauncher>(std::move(hosts), std::move(options));
  }
  if (kind == "slurm") {
    if (!hosts.empty())
      throw Error(
          "hosts are given, and the launcher is slurm, which has nodes of its own; choose "
          "them by slurm_options");
    SlurmLauncher::Options options;
    options.options = SplitWords(settings.slurm_options);
    options.cpus = settings.threads;
    options.program = settings.host_program;
    return std::make_shared<SlurmLauncher>(std::move(options));
  }
  return std::make_shared<CommandLauncher>(
      kind, std::move(hosts),
      CommandLauncher::Options{settings.host_program, settings.host_directory});
}

}  // namespace

bool StaysHere(const config::Settings& settings) { return Kind(settings) == "local"; }

std::shared_ptr<Launcher> LauncherOf(const config::Settings& settings) {
  static std::mutex mutex;
  static config::Settings made_for;
  static std::shared_ptr<Launcher> made;
  const std::lock_guard lock(mutex);
  if (made == nullptr || !(made_for == settings)) {
    made = Make(settings);
    made_for = settings;
  }
  return made;
}

unsigned WorkersOf(const config::Settings& settings, std::shared_ptr<Launcher> launcher) {
  if (settings.workers > 0) return settings.workers;
  if (launcher == nullptr) {
    if (StaysHere(settings)) return 0;
    launcher = LauncherOf(settings);
  }
  if (launcher->places() > 0) return launcher->places();
  if (launcher->IsLocal()) return 0;
  throw Error("the launcher `" + launcher->name() +
              "` doesn't say how many workers there are; set workers, as --combtest_workers=8");
}

}  // namespace combtest::internal
