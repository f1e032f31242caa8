#include "src/launcher/launcher_choice.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "combtest/action.h"
#include "combtest/launchers.h"
#include "src/text/shell_words.h"

namespace combtest::internal {
namespace {

std::string_view Kind(const config::Settings& settings) {
  if (!settings.launcher.empty()) return settings.launcher;
  return settings.hosts.empty() ? "local" : "ssh";
}

// For `hosts`, which may be none.
using Maker = std::shared_ptr<Launcher> (*)(const config::Settings& settings,
                                            std::vector<Host> hosts);

std::shared_ptr<Launcher> MakeLocal(const config::Settings&, std::vector<Host> hosts) {
  if (!hosts.empty())
    throw Error("hosts are given, and the launcher is local; workers run on hosts by ssh");
  return std::make_shared<LocalLauncher>();
}

std::shared_ptr<Launcher> MakeSsh(const config::Settings& settings, std::vector<Host> hosts) {
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

std::shared_ptr<Launcher> MakeSlurm(const config::Settings& settings, std::vector<Host> hosts) {
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

std::shared_ptr<Launcher> MakeCommand(const config::Settings& settings, std::vector<Host> hosts) {
  return std::make_shared<CommandLauncher>(
      settings.launcher, std::move(hosts),
      CommandLauncher::Options{settings.host_program, settings.host_directory});
}

// By their names; all else is a command's template.
constexpr std::array<std::pair<std::string_view, Maker>, std::size(kLauncherNames)> kMakers{
    {{"local", MakeLocal}, {"ssh", MakeSsh}, {"slurm", MakeSlurm}}};
static_assert(std::ranges::equal(kMakers, kLauncherNames, {},
                                 [](const auto& maker) { return maker.first; }));

std::shared_ptr<Launcher> Make(const config::Settings& settings) {
  std::vector<Host> hosts;
  if (!settings.hosts.empty()) hosts = ParseHosts(settings.hosts);
  const auto* const maker =
      std::ranges::find(kMakers, Kind(settings), &decltype(kMakers)::value_type::first);
  return (maker == kMakers.end() ? MakeCommand : maker->second)(settings, std::move(hosts));
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
