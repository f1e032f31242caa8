// config::SetNAME for each option of the table.
#include <string>
#include <string_view>

#include "combtest/config.h"
#include "src/config/option_table.h"
#include "src/config/set_from_code.h"

namespace combtest::config {
namespace {

// Through its text, so that a value is checked as one that is given elsewhere.
template <class T>
void SetMember(std::string_view option, T Settings::*member, const T& value) {
  Settings settings;
  settings.*member = value;
  internal::SetFromCode(option, internal::FindOption(option)->print(settings),
                        "config::" + internal::SetterOf(option));
}

}  // namespace

void SetThreads(unsigned threads) { SetMember("threads", &Settings::threads, threads); }
void SetWorkers(unsigned workers) { SetMember("workers", &Settings::workers, workers); }
void SetCheckpoint(bool on) { SetMember("checkpoint", &Settings::checkpoint, on); }
void SetWalkTimeout(std::chrono::nanoseconds limit) {
  SetMember("walk_timeout", &Settings::walk_timeout, limit);
}
void SetRunTimeout(std::chrono::nanoseconds limit) {
  SetMember("run_timeout", &Settings::run_timeout, limit);
}
void SetRetries(unsigned retries) { SetMember("retries", &Settings::retries, retries); }
void SetFlaky(FlakyPolicy policy) { SetMember("flaky", &Settings::flaky, policy); }
void SetHeartbeat(std::chrono::nanoseconds silence) {
  SetMember("heartbeat", &Settings::heartbeat, silence);
}
void SetStartTimeout(std::chrono::nanoseconds limit) {
  SetMember("start_timeout", &Settings::start_timeout, limit);
}
void SetReconnect(std::chrono::nanoseconds limit) {
  SetMember("reconnect", &Settings::reconnect, limit);
}
void SetMaxCases(std::uint64_t cases) { SetMember("max_cases", &Settings::max_cases, cases); }
void SetLauncher(const std::string& launcher) {
  SetMember("launcher", &Settings::launcher, launcher);
}
void SetHosts(const std::string& hosts) { SetMember("hosts", &Settings::hosts, hosts); }
void SetHostProgram(const std::string& path) {
  SetMember("host_program", &Settings::host_program, path);
}
void SetHostDirectory(const std::string& path) {
  SetMember("host_directory", &Settings::host_directory, path);
}
void SetHostVariables(const std::string& names) {
  SetMember("host_variables", &Settings::host_variables, names);
}
void SetSshUser(const std::string& user) { SetMember("ssh_user", &Settings::ssh_user, user); }
void SetSshPort(unsigned port) { SetMember("ssh_port", &Settings::ssh_port, port); }
void SetSshIdentity(const std::string& path) {
  SetMember("ssh_identity", &Settings::ssh_identity, path);
}
void SetSshOptions(const std::string& arguments) {
  SetMember("ssh_options", &Settings::ssh_options, arguments);
}
void SetSshCopy(const std::string& copy) { SetMember("ssh_copy", &Settings::ssh_copy, copy); }
void SetSlurmOptions(const std::string& arguments) {
  SetMember("slurm_options", &Settings::slurm_options, arguments);
}
void SetLogDir(const std::string& directory) {
  SetMember("log_dir", &Settings::log_dir, directory);
}
void SetVerbosity(int verbosity) { SetMember("verbosity", &Settings::verbosity, verbosity); }
void SetLogConsole(bool on) { SetMember("log_console", &Settings::log_console, on); }
void SetRerun(const std::string& traces) { SetMember("rerun", &Settings::rerun, traces); }
void SetOrder(Order order) { SetMember("order", &Settings::order, order); }
void SetOrderFrom(const std::string& traces) {
  SetMember("order_from", &Settings::order_from, traces);
}
void SetReplay(const std::string& walk) { SetMember("replay", &Settings::replay, walk); }
void SetStep(bool on) { SetMember("step", &Settings::step, on); }
void SetState(const std::string& json) { SetMember("state", &Settings::state, json); }
void SetStates(const std::string& file) { SetMember("states", &Settings::states, file); }
void SetListSuites(const std::string& file) {
  SetMember("list_suites", &Settings::list_suites, file);
}

}  // namespace combtest::config
