// Settings of the process. Each comes from, in this order: the command line
// (--combtest_NAME=VALUE), the environment (COMBTEST_NAME), the file combtest.cfg in the working
// directory that the program was started in, Set() in code, its default.
#ifndef COMBTEST_CONFIG_H_
#define COMBTEST_CONFIG_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "combtest/internal/nanoseconds.h"

namespace combtest {

namespace config {

// What a flaky walk counts as: one that failed and passed when it was run again.
enum class FlakyPolicy { kPass, kFail };

// In which order walks start, within what serial actions and a test framework demand.
enum class Order {
  kDeclared,      // by id, or as the test framework has it
  kFailedFirst,   // what failed or didn't finish last time, then what is new, then the slowest
  kSlowestFirst,  // as last time
};

// As a strength: every walk.
inline constexpr unsigned kAllWalks = ~0u;

// As a number of failures: every one.
inline constexpr std::uint64_t kAllFailures = ~std::uint64_t{0};

// docs/options.md is made from the table that fills this: src/config/option_table.cc.
struct Settings {
  unsigned threads = 1;                       // threads that run walks, in each process
  unsigned workers = 0;                       // worker processes; 0: walks run in this one
  bool checkpoint = true;                     // states leave a worker as each of its segments ends
  std::chrono::nanoseconds walk_timeout{};    // for one segment of one walk; 0: none
  std::chrono::nanoseconds run_timeout{};     // for all walks of a suite; 0: none
  std::chrono::nanoseconds serial_timeout{};  // for one serial action or its Undo; 0: none
  bool isolate_serial = false;                // serial actions run in a process of their own
  unsigned retries = 0;                       // how often a failed walk is run again
  FlakyPolicy flaky = FlakyPolicy::kPass;     // what one counts as that then passes
  std::chrono::nanoseconds heartbeat =
      std::chrono::seconds(30);  // silence after which a worker is given up; 0: none
  std::chrono::nanoseconds start_timeout =
      std::chrono::minutes(2);  // from a worker's start to its first word; 0: none
  std::chrono::nanoseconds reconnect =
      std::chrono::seconds(30);  // for a broken connection to be restored; 0: it isn't
  std::string launcher;          // local, ssh, slurm or a command's template; empty: by the hosts
  std::string hosts;             // "a:8,b:8"; empty: this machine
  std::string host_program;      // the program's path on the hosts; empty: as here
  std::string host_directory;    // where workers run there; empty: as here
  std::string host_variables;    // names of environment variables that workers elsewhere need
  std::string ssh_user;
  unsigned ssh_port = 0;     // 0: as ssh_config says
  std::string ssh_identity;  // a private key's file
  std::string ssh_options;   // more arguments for ssh
  std::string ssh_copy = "no";
  std::string slurm_options;  // more arguments for salloc and srun
  std::string log_dir;        // a directory for traces and logs; empty: none are written
  int verbosity = 1;          // of the log: 0 from warning, 1 from info, 2 from debug
  bool log_console = true;    // whether the log goes to the error output
  std::string rerun;          // a trace or a directory of them: only what hadn't passed runs
  Order order = Order::kDeclared;
  std::string order_from;               // a trace or a directory of them; empty: log_dir
  std::optional<unsigned> strength;     // 1 to 6, or kAllWalks; nothing: what the suites declare
  std::uint64_t seed = 1;               // of arrays
  std::uint64_t sample = 0;             // so many walks of each suite at most; 0: all
  double fraction = 1;                  // and so much of them
  std::string array;                    // a file that keeps arrays; empty: they are made anew
  std::chrono::nanoseconds optimize{};  // how long to make the array in the file smaller; 0: not
  std::chrono::nanoseconds budget{};    // what walks of an array may take, as expected; 0: all run
  std::string times;             // a trace or a directory of them, whose times go into the file
  std::string include;           // a list of walks, or as `times`: they are in the array
  unsigned coverage = 0;         // up to which strength it is measured; 0: where it seems useful
  std::string require_coverage;  // "2:100,3:80", or the run fails; empty: nothing
  std::string replay;            // TRACE:WALK, a walk to run again alone; empty: none
  bool step = false;             // with replay: stop before each action
  std::string state;             // with replay: the initial state as JSON; empty: the suite's own
  std::string states;            // a file for final states, as JSON Lines; empty: none
  std::string report;            // FILE.html, FILE.md, or both with a comma; empty: none
  std::string explain;           // run, run:WALKS or run:TIME: extra walks say why walks failed
  // Failed cases that are printed in full, of those that failed alike; nothing: few on a terminal,
  // else all.
  std::optional<std::uint64_t> failures;
  std::uint64_t max_cases =
      10'000'000;           // walks that one instantiation may register as GoogleTest cases
  std::string list_suites;  // with --gtest_list_tests: file for the walk suites, as JSON lines

  friend bool operator==(const Settings&, const Settings&) = default;
};

// What is in force. Reads the command line, the environment and combtest.cfg at the first call.
// Throws Error, naming the option and where it was given, for an unknown name or a bad value.
// Thread-safe, as are the following.
Settings Current();

// From code: weaker than all but the default. Throws Error for an unknown name or a bad value. What
// says which walks GoogleTest's cases are (strength, sample, rerun …) has to be set before
// InitGoogleTest, which makes them.
void Set(std::string_view name, std::string_view value);
// A function that does so for one option: SetThreads(4).
template <class T>
struct Setter {
  std::string_view option;
  T Settings::*member;
  void operator()(const T& value) const;
};
template <class T>
Setter(std::string_view, T Settings::*) -> Setter<T>;
// NOLINTBEGIN(readability-identifier-naming): they are called as functions.
// [WORKER]
inline constexpr Setter SetThreads{"threads", &Settings::threads};
inline constexpr Setter SetWorkers{"workers", &Settings::workers};
inline constexpr Setter SetCheckpoint{"checkpoint", &Settings::checkpoint};
inline constexpr Setter SetWalkTimeout{"walk_timeout", &Settings::walk_timeout};
inline constexpr Setter SetRunTimeout{"run_timeout", &Settings::run_timeout};
inline constexpr Setter SetSerialTimeout{"serial_timeout", &Settings::serial_timeout};
inline constexpr Setter SetIsolateSerial{"isolate_serial", &Settings::isolate_serial};
inline constexpr Setter SetRetries{"retries", &Settings::retries};
inline constexpr Setter SetFlaky{"flaky", &Settings::flaky};
inline constexpr Setter SetHeartbeat{"heartbeat", &Settings::heartbeat};
inline constexpr Setter SetStartTimeout{"start_timeout", &Settings::start_timeout};
inline constexpr Setter SetStrength{"strength", &Settings::strength};
inline constexpr Setter SetSeed{"seed", &Settings::seed};
inline constexpr Setter SetSample{"sample", &Settings::sample};
inline constexpr Setter SetFraction{"fraction", &Settings::fraction};
inline constexpr Setter SetArray{"array", &Settings::array};
inline constexpr Setter SetOptimize{"optimize", &Settings::optimize};
inline constexpr Setter SetBudget{"budget", &Settings::budget};
inline constexpr Setter SetTimes{"times", &Settings::times};
inline constexpr Setter SetInclude{"include", &Settings::include};
inline constexpr Setter SetCoverage{"coverage", &Settings::coverage};
inline constexpr Setter SetRequireCoverage{"require_coverage", &Settings::require_coverage};
inline constexpr Setter SetMaxCases{"max_cases", &Settings::max_cases};
// [NET]
inline constexpr Setter SetReconnect{"reconnect", &Settings::reconnect};
inline constexpr Setter SetLauncher{"launcher", &Settings::launcher};
inline constexpr Setter SetHosts{"hosts", &Settings::hosts};
inline constexpr Setter SetHostProgram{"host_program", &Settings::host_program};
inline constexpr Setter SetHostDirectory{"host_directory", &Settings::host_directory};
inline constexpr Setter SetHostVariables{"host_variables", &Settings::host_variables};
// [SSH]
inline constexpr Setter SetSshUser{"ssh_user", &Settings::ssh_user};
inline constexpr Setter SetSshPort{"ssh_port", &Settings::ssh_port};
inline constexpr Setter SetSshIdentity{"ssh_identity", &Settings::ssh_identity};
inline constexpr Setter SetSshOptions{"ssh_options", &Settings::ssh_options};
inline constexpr Setter SetSshCopy{"ssh_copy", &Settings::ssh_copy};
// [SLURM]
inline constexpr Setter SetSlurmOptions{"slurm_options", &Settings::slurm_options};
// [LOG]
inline constexpr Setter SetLogDir{"log_dir", &Settings::log_dir};
inline constexpr Setter SetVerbosity{"verbosity", &Settings::verbosity};
inline constexpr Setter SetLogConsole{"log_console", &Settings::log_console};
inline constexpr Setter SetRerun{"rerun", &Settings::rerun};
inline constexpr Setter SetOrder{"order", &Settings::order};
inline constexpr Setter SetOrderFrom{"order_from", &Settings::order_from};
inline constexpr Setter SetReplay{"replay", &Settings::replay};
inline constexpr Setter SetStep{"step", &Settings::step};
inline constexpr Setter SetState{"state", &Settings::state};
inline constexpr Setter SetStates{"states", &Settings::states};
inline constexpr Setter SetReport{"report", &Settings::report};
inline constexpr Setter SetExplain{"explain", &Settings::explain};
inline constexpr Setter SetFailures{"failures", &Settings::failures};
inline constexpr Setter SetListSuites{"list_suites", &Settings::list_suites};
// NOLINTEND(readability-identifier-naming)

// Every option with its default and what it does, as --combtest_help prints them.
std::string HelpText();
// "threads=4 (--combtest_threads)" for each option that isn't at its default: its value, and where
// it was given.
std::vector<std::string> Differences();

}  // namespace config

// Takes combtest's flags out of a main's arguments, so that the program's own parser doesn't meet
// them. Not needed under gtest_main or where unknown arguments do no harm. Throws as
// config::Current does; from then on an Error that nobody catches is one line on the error output
// and the exit code 2. Returns false where --combtest_help was given: the text has been printed,
// and main should return 0.
bool Init(int* argc, char** argv);

}  // namespace combtest

#endif  // COMBTEST_CONFIG_H_
