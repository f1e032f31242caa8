#include "src/config/option_table.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "combtest/action.h"
#include "combtest/duration.h"
#include "combtest/launchers.h"
#include "src/config/extra_walks_budget.h"
#include "src/text/exact_duration.h"
#include "src/text/shell_words.h"

namespace combtest::internal {
namespace {

using config::Settings;

template <class T>
OptionKind Number(T Settings::*member, std::type_identity_t<T> min, std::type_identity_t<T> max) {
  return {
      std::to_string(min) + " to " + std::to_string(max),
      [=](std::string_view text, Settings& settings) {
        T value{};
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || end != text.data() + text.size() || value < min || value > max)
          return false;
        settings.*member = value;
        return true;
      },
      [=](const Settings& settings) { return std::to_string(settings.*member); }};
}

// One worker for each core where it is `auto`.
OptionKind NumberOrAuto(unsigned Settings::*member, unsigned min, unsigned max) {
  OptionKind kind = Number(member, min, max);
  kind.values += ", or auto";
  kind.parse = [member, parse = std::move(kind.parse)](std::string_view text, Settings& settings) {
    if (text != "auto") return parse(text, settings);
    settings.*member = std::max(1u, std::thread::hardware_concurrency());
    return true;
  };
  return kind;
}

OptionKind Bool(bool Settings::*member) {
  return {"true or false",
          [=](std::string_view text, Settings& settings) {
            const bool yes = text == "true" || text == "1" || text == "on" || text == "yes";
            if (!yes && text != "false" && text != "0" && text != "off" && text != "no")
              return false;
            settings.*member = yes;
            return true;
          },
          [=](const Settings& settings) { return settings.*member ? "true" : "false"; }};
}

OptionKind Duration(std::chrono::nanoseconds Settings::*member) {
  return {"a duration such as 500ms, 2s or 1.5m, or 0 for none",
          [=](std::string_view text, Settings& settings) {
            const auto duration = ParseDuration(text);
            if (duration) settings.*member = *duration;
            return duration.has_value();
          },
          [=](const Settings& settings) { return ExactDuration(settings.*member); }};
}

// One of a few words, each with its value.
template <class T>
OptionKind Choice(T Settings::*member, std::vector<std::pair<std::string, T>> words) {
  std::string values;
  for (std::size_t i = 0; i < words.size(); ++i)
    values += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i].first;
  return {values,
          [=](std::string_view text, Settings& settings) {
            for (const auto& [word, value] : words) {
              if (word != text) continue;
              settings.*member = value;
              return true;
            }
            return false;
          },
          [=](const Settings& settings) {
            for (const auto& [word, value] : words) {
              if (value == settings.*member) return word;
            }
            return std::string();
          }};
}

bool IsThere(std::string_view text) { return !text.empty(); }

OptionKind Text(std::string Settings::*member, std::string values,
                bool (*accepts)(std::string_view) = IsThere) {
  return {std::move(values),
          [=](std::string_view text, Settings& settings) {
            if (!accepts(text)) return false;
            settings.*member = text;
            return true;
          },
          [=](const Settings& settings) { return settings.*member; }};
}

OptionKind File(std::string Settings::*member) { return Text(member, "a file's path"); }

bool NamesHosts(std::string_view text) {
  try {
    return !ParseHosts(text).empty();
  } catch (const Error&) {
    return false;
  }
}

bool IsReport(std::string_view text) {
  while (true) {
    const std::string_view path = text.substr(0, text.find(','));
    const bool is_named =
        path.ends_with(".html") ? path.size() > 5 : path.ends_with(".md") && path.size() > 3;
    if (!is_named) return false;
    if (path.size() == text.size()) return true;
    text.remove_prefix(path.size() + 1);
  }
}

bool IsExtraWalks(std::string_view text) { return ParseExtraWalks(text).has_value(); }

OptionKind Failures(std::optional<std::uint64_t> Settings::*member) {
  return {"a number, all, or auto",
          [=](std::string_view text, Settings& settings) {
            std::uint64_t value = config::kAllFailures;
            const auto [end, error] =
                std::from_chars(text.data(), text.data() + text.size(), value);
            const bool number = error == std::errc() && end == text.data() + text.size();
            if (!number && text != "all" && text != "auto") return false;
            settings.*member = text == "auto" ? std::nullopt : std::optional(value);
            return true;
          },
          [=](const Settings& settings) -> std::string {
            const std::optional<std::uint64_t> value = settings.*member;
            if (!value) return "auto";
            return *value == config::kAllFailures ? "all" : std::to_string(*value);
          }};
}

bool IsWords(std::string_view text) {
  try {
    return !SplitWords(text).empty();
  } catch (const Error&) {
    return false;
  }
}

bool IsLauncher(std::string_view text) {
  return std::ranges::find(kLauncherNames, text) != std::end(kLauncherNames) ||
         (IsWords(text) && text.find("command}") != text.npos);
}

std::string LauncherNames() {
  std::string names;
  for (const std::string_view name : kLauncherNames) names.append(name).append(", ");
  return names;
}

bool IsCopy(std::string_view text) { return text == "no" || text == "keep" || text == "remove"; }

OptionKind Saying(std::string values, OptionKind kind) {
  kind.values = std::move(values);
  return kind;
}

OptionKind Strength(std::optional<unsigned> Settings::*member) {
  return {"1 to 6, all, or declared",
          [=](std::string_view text, Settings& settings) {
            if (text == "all") {
              settings.*member = config::kAllWalks;
            } else if (text == "declared") {
              settings.*member = std::nullopt;
            } else if (text.size() == 1 && text[0] >= '1' && text[0] <= '6') {
              settings.*member = static_cast<unsigned>(text[0] - '0');
            } else {
              return false;
            }
            return true;
          },
          [=](const Settings& settings) -> std::string {
            const std::optional<unsigned> strength = settings.*member;
            if (!strength) return "declared";
            return strength == config::kAllWalks ? "all" : std::to_string(*strength);
          }};
}

// Above 0, to 1.
OptionKind Fraction(double Settings::*member) {
  return {
      "a number above 0 and at most 1, such as 0.1",
      [=](std::string_view text, Settings& settings) {
        double value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || end != text.data() + text.size() || !(value > 0) || value > 1)
          return false;
        settings.*member = value;
        return true;
      },
      [=](const Settings& settings) {
        char text[32];
        const auto end = std::to_chars(text, text + sizeof text, settings.*member).ptr;
        return std::string(text, end);
      }};
}

const std::vector<OptionRow>& Rows() {
  using config::FlakyPolicy;
  using config::Order;
  static const std::vector<OptionRow> kRows = {
      {.name = "threads",
       .section = "WORKER",
       .kind = Number(&Settings::threads, 1, 1024),
       .help = "Threads that run walks, in each process.",
       .alias = "max_thread_count"},
      {.name = "workers",
       .section = "WORKER",
       .kind = NumberOrAuto(&Settings::workers, 0, 1024),
       .help = "Worker processes; 0: walks run in this process, auto: one for each core."},
      {.name = "checkpoint",
       .section = "WORKER",
       .kind = Bool(&Settings::checkpoint),
       .help = "Whether walks' states leave a worker at the end of each segment, so that walks "
               "outlive their worker; false trades that for speed."},
      {.name = "walk_timeout",
       .section = "WORKER",
       .kind = Duration(&Settings::walk_timeout),
       .help = "How long a walk may take between two serial actions before its worker is ended "
               "(needs workers)."},
      {.name = "run_timeout",
       .section = "WORKER",
       .kind = Duration(&Settings::run_timeout),
       .help = "How long all walks of a suite may take together (needs workers, threads or serial "
               "actions)."},
      {.name = "serial_timeout",
       .section = "WORKER",
       .kind = Duration(&Settings::serial_timeout),
       .help = "How long a serial action or its Undo may take; then the run is ended, or, where it "
               "runs in another process, its branch fails."},
      {.name = "isolate_serial",
       .section = "WORKER",
       .kind = Bool(&Settings::isolate_serial),
       .help = "Runs all serial actions of the scope kOnce in a process of their own, so that one "
               "that crashes, hangs or exits fails its branch alone.",
       .is_switch = true},
      {.name = "retries",
       .section = "WORKER",
       .kind = Number(&Settings::retries, 0, 100),
       .help = "How often a failed walk is run again, from its beginning; for suites without "
               "serial actions."},
      {.name = "flaky",
       .section = "WORKER",
       .kind =
           Choice(&Settings::flaky, {{"pass", FlakyPolicy::kPass}, {"fail", FlakyPolicy::kFail}}),
       .help = "Whether a walk that failed and then passed when it was run again counts as passed "
               "or failed."},
      {.name = "strength",
       .section = "WORKER",
       .kind = Strength(&Settings::strength),
       .help =
           "Runs as few walks as cover each combination of so many actions' options; all: every "
           "walk; declared: what the suites say."},
      {.name = "seed",
       .section = "WORKER",
       .kind = Number(&Settings::seed, 0, std::numeric_limits<std::uint64_t>::max()),
       .help = "Another one gives other arrays of about the same size."},
      {.name = "sample",
       .section = "WORKER",
       .kind = Number(&Settings::sample, 0, std::numeric_limits<std::uint64_t>::max()),
       .help =
           "Runs at most so many walks of each suite; 0: all. Of an array the first, which cover "
           "most; else some at random, by `seed`."},
      {.name = "fraction",
       .section = "WORKER",
       .kind = Fraction(&Settings::fraction),
       .help = "Runs so much of each suite's walks, one at least, chosen as by `sample`."},
      {.name = "array",
       .section = "WORKER",
       .kind = File(&Settings::array),
       .help = "Where arrays are kept, for version control: walks are taken from there, and those "
               "that are missing are added to it."},
      {.name = "optimize",
       .section = "WORKER",
       .kind = Duration(&Settings::optimize),
       .help = "How long to look for fewer walks than are in the file of `array` before it runs."},
      {.name = "budget",
       .section = "WORKER",
       .kind = Duration(&Settings::budget),
       .help = "Of an array runs the walks that cover most in so long, by the times in the file of "
               "`array`; 0: all."},
      {.name = "times",
       .section = "WORKER",
       .kind = Text(&Settings::times, "a trace, or a directory of traces"),
       .help = "Where to take the times of walks and serial actions from, for `budget`; they are "
               "kept in the file of `array`."},
      {.name = "include",
       .section = "WORKER",
       .kind = Text(&Settings::include,
                    "a file with a walk's or a test's name in each line, a trace, or a directory "
                    "of traces"),
       .help = "Walks that arrays have in any case; those of traces need `array`."},
      {.name = "coverage",
       .section = "WORKER",
       .kind = Number(&Settings::coverage, 0, 6),
       .help = "Measures which combinations of so many actions' options, and of fewer, walks that "
               "passed have covered; 0: of up to three, where few walks stand for all."},
      {.name = "require_coverage",
       .section = "WORKER",
       .kind = Text(&Settings::require_coverage, "strengths with percentages, such as 2:100,3:80"),
       .help = "Fails a run that covers less of the combinations of so many actions' options that "
               "are possible; a shard leaves it to combtest-merge to judge."},
      {.name = "heartbeat",
       .section = "WORKER",
       .kind = Duration(&Settings::heartbeat),
       .help = "How long a worker may give no sign of life before it is ended; a worker gives "
               "signs during a long walk, too."},
      {.name = "log_dir",
       .section = "LOG",
       .kind = Text(&Settings::log_dir, "a directory's path"),
       .help = "Where each run writes its trace and its log; the directory is created if need be."},
      {.name = "verbosity",
       .section = "LOG",
       .kind = Saying("0, 1 or 2", Number(&Settings::verbosity, 0, 2)),
       .help = "What the log holds: 0 warnings and errors, 1 info lines too, 2 debug lines too, "
               "with a file for each worker in log_dir."},
      {.name = "log_console",
       .section = "LOG",
       .kind = Bool(&Settings::log_console),
       .help = "Whether the log goes to standard error; false where the program's own Boost.Log "
               "sinks show it."},
      {.name = "rerun",
       .section = "LOG",
       .kind = Text(&Settings::rerun, "a trace, or a directory of traces"),
       .help = "Runs only what failed, crashed, timed out, was lost or didn't finish last time, "
               "and what is new."},
      {.name = "order",
       .section = "LOG",
       .kind = Choice(&Settings::order, {{"declared", Order::kDeclared},
                                         {"failed-first", Order::kFailedFirst},
                                         {"slowest-first", Order::kSlowestFirst}}),
       .help = "The order in which walks start, where they run ahead of their cases; the last "
               "trace says what failed and how long each took."},
      {.name = "order_from",
       .section = "LOG",
       .kind = Text(&Settings::order_from, "a trace, or a directory of traces"),
       .help = "The trace that `order` goes by; by default the last one in log_dir."},
      {.name = "replay",
       .section = "LOG",
       .kind = Text(&Settings::replay, "TRACE:WALK, where WALK is an id or a name"),
       .help = "A walk of an earlier run to run again, alone and in this process; TRACE is that "
               "run's trace or a directory that holds it."},
      {.name = "step",
       .section = "LOG",
       .kind = Bool(&Settings::step),
       .help = "With replay: stop before each action, show it and the state, and wait for a key.",
       .is_switch = true},
      {.name = "state",
       .section = "LOG",
       .kind = Text(&Settings::state, "JSON"),
       .help = "With replay: the state in which the walk begins."},
      {.name = "start_timeout",
       .section = "WORKER",
       .kind = Duration(&Settings::start_timeout),
       .help = "How long a worker may take from its start to its first message, including all that "
               "the program does before its tests."},
      {.name = "reconnect",
       .section = "NET",
       .kind = Duration(&Settings::reconnect),
       .help =
           "How long to try to restore a broken connection to a host; until then nothing is lost."},
      {.name = "launcher",
       .section = "NET",
       .kind =
           Text(&Settings::launcher,
                LauncherNames() +
                    "or a command with {command} in it, such as docker exec -i {host} {command}",
                IsLauncher),
       .help = "How workers are started; ssh where there are hosts, else local."},
      {.name = "hosts",
       .section = "NET",
       .kind = Text(&Settings::hosts,
                    "hosts separated by commas, each once, with its workers and settings, such as "
                    "a:8,bob@b:4;port=2222",
                    NamesHosts),
       .help = "Where workers run, and how many on each; one where no number is given.",
       .alias = "machine_ips"},
      {.name = "host_program",
       .section = "NET",
       .kind = Text(&Settings::host_program, "a path on the hosts"),
       .help = "Where the program is on the hosts; by default at the same path as here."},
      {.name = "host_directory",
       .section = "NET",
       .kind = Text(&Settings::host_directory, "a path on the hosts"),
       .help = "The directory in which workers run there; by default the same as here, or, on a "
               "host without it, the one where its shell starts."},
      {.name = "host_variables",
       .section = "NET",
       .kind =
           Text(&Settings::host_variables,
                "names separated by spaces; NAME* stands for all that begin with NAME", IsWords),
       .help = "Environment variables that workers on other machines get, besides combtest's own; "
               "local workers get them all."},
      {.name = "ssh_user",
       .section = "SSH",
       .kind = Text(&Settings::ssh_user, "a name"),
       .help = "The user that ssh logs in as.",
       .alias = "user"},
      {.name = "ssh_port",
       .section = "SSH",
       .kind = Saying("1 to 65535, or 0 for what ssh_config says",
                      Number(&Settings::ssh_port, 0, 65535)),
       .help = "The port that ssh connects to.",
       .alias = "port"},
      {.name = "ssh_identity",
       .section = "SSH",
       .kind = Text(&Settings::ssh_identity, "a private key's file"),
       .help = "The key that ssh logs in with.",
       .alias = "identity",
       .other_section = "NET",
       .other_key = "rsakey"},
      {.name = "ssh_options",
       .section = "SSH",
       .kind = Text(&Settings::ssh_options, "arguments, quoted as for a shell", IsWords),
       .help = "More arguments for ssh, such as -F FILE or -o NAME=VALUE.",
       .alias = "options"},
      {.name = "ssh_copy",
       .section = "SSH",
       .kind = Text(&Settings::ssh_copy, "no, keep or remove", IsCopy),
       .help = "Whether the program is copied to each host first, and what becomes of the copy.",
       .alias = "copy"},
      {.name = "slurm_options",
       .section = "SLURM",
       .kind = Text(&Settings::slurm_options, "arguments, quoted as for a shell", IsWords),
       .help = "More arguments for salloc and srun, such as --partition=NAME.",
       .alias = "options"},
      {.name = "states",
       .section = "LOG",
       .kind = File(&Settings::states),
       .help = "Where to write the final states of all walks, one JSON object per line, by walk id "
               "within each suite or call of RunTests."},
      {.name = "report",
       .section = "LOG",
       .kind = Text(&Settings::report, "files that end in .html or .md, with commas between them",
                    IsReport),
       .help =
           "Where to write a report of all runs of the program: FILE.html is a page to look at, "
           "which needs nothing else; FILE.md is short, for pull requests."},
      {.name = "explain",
       .section = "LOG",
       .kind = Text(&Settings::explain, "run, run:WALKS or run:TIME, such as run:20 or run:90s",
                    IsExtraWalks),
       .help = "Where walks failed, runs extra walks after the others, 60 at most or as many as it "
               "says, to confirm or refute which options they have in common. Says that the walks "
               "may be run again."},
      {.name = "failures",
       .section = "LOG",
       .kind = Failures(&Settings::failures),
       .help = "How many failed cases are printed in full of those that failed alike; auto: 3 on a "
               "terminal, else all. Reports and traces have all."},
      {.name = "max_cases",
       .section = "WORKER",
       .kind = Number(&Settings::max_cases, 1, 1'000'000'000),
       .help = "How many walks one instantiation may register as GoogleTest cases; each takes "
               "about half a kilobyte."},
      {.name = "list_suites",
       .section = "LOG",
       .kind = File(&Settings::list_suites),
       .help = "With --gtest_list_tests: the file in which to describe the walk suites, one JSON "
               "object per line; only one walk of each is listed then. combtest_discover_tests "
               "uses it."},
  };
  return kRows;
}

}  // namespace

std::span<const OptionRow> OptionTable() { return Rows(); }

std::span<const OptionSection> OptionSections() {
  static constexpr OptionSection kSections[] = {
      {"WORKER", "Workers, threads, time and retries"},
      {"NET", "Other machines"},
      {"SSH", "Workers that ssh starts"},
      {"SLURM", "Workers that Slurm starts"},
      {"LOG", "Logs, traces and what is made of them"},
  };
  return kSections;
}

const OptionRow* FindOption(std::string_view name) {
  const auto row = std::find_if(Rows().begin(), Rows().end(),
                                [&](const OptionRow& r) { return r.name == name; });
  return row == Rows().end() ? nullptr : &*row;
}

const OptionRow* FindFileOption(std::string_view section, std::string_view key) {
  const auto row = std::find_if(Rows().begin(), Rows().end(), [&](const OptionRow& r) {
    if (!r.other_key.empty() && r.other_section == section && r.other_key == key) return true;
    return r.section == section && (r.name == key || (!r.alias.empty() && r.alias == key));
  });
  return row == Rows().end() ? nullptr : &*row;
}

bool FindSection(std::string_view section) {
  const auto sections = OptionSections();
  return std::any_of(sections.begin(), sections.end(),
                     [&](const OptionSection& known) { return known.name == section; });
}

std::string SetterOf(std::string_view option) {
  std::string function = "Set";
  bool begins = true;
  for (const char c : option) {
    if (c != '_')
      function += begins ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    begins = c == '_';
  }
  return function;
}

std::string SectionsOf(std::string_view key) {
  std::string found;
  for (const OptionSection& section : OptionSections()) {
    if (FindFileOption(section.name, key) == nullptr) continue;
    found += (found.empty() ? "[" : " or [") + std::string(section.name) + "]";
  }
  return found;
}

}  // namespace combtest::internal
