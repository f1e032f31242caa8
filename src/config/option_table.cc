#include "src/config/option_table.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <thread>
#include <utility>
#include <vector>

#include "combtest/action.h"
#include "combtest/duration.h"
#include "combtest/launchers.h"
#include "src/text/shell_words.h"

namespace combtest::internal {
namespace {

using config::Settings;

template <class T>
OptionRow NumberRow(std::string_view name, std::string_view section, std::string_view alias,
                    T Settings::*member, T min, T max, std::string_view values,
                    std::string_view help) {
  return {
      name,
      section,
      alias,
      values,
      help,
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

OptionRow BoolRow(std::string_view name, std::string_view section, bool Settings::*member,
                  std::string_view help) {
  return {name,
          section,
          "",
          "true or false",
          help,
          [=](std::string_view text, Settings& settings) {
            const bool yes = text == "true" || text == "1" || text == "on" || text == "yes";
            if (!yes && text != "false" && text != "0" && text != "off" && text != "no")
              return false;
            settings.*member = yes;
            return true;
          },
          [=](const Settings& settings) { return settings.*member ? "true" : "false"; }};
}

// In the largest unit that leaves no remainder.
std::string ExactDuration(std::chrono::nanoseconds duration) {
  static constexpr std::pair<std::int64_t, const char*> kUnits[] = {
      {3'600'000'000'000, "h"}, {60'000'000'000, "m"}, {1'000'000'000, "s"},
      {1'000'000, "ms"},        {1'000, "us"},         {1, "ns"}};
  const std::int64_t count = duration.count();
  if (count == 0) return "0";
  const auto* unit = std::begin(kUnits);
  while (count % unit->first != 0) ++unit;
  return std::to_string(count / unit->first) + unit->second;
}

OptionRow DurationRow(std::string_view name, std::string_view section,
                      std::chrono::nanoseconds Settings::*member, std::string_view help) {
  return {name,
          section,
          "",
          "a duration as 500ms, 2s or 1.5m, or 0 for none",
          help,
          [=](std::string_view text, Settings& settings) {
            const auto duration = ParseDuration(text);
            if (duration) settings.*member = *duration;
            return duration.has_value();
          },
          [=](const Settings& settings) { return ExactDuration(settings.*member); }};
}

OptionRow PathRow(std::string_view name, std::string_view section, std::string Settings::*member,
                  std::string_view values, std::string_view help) {
  return {name,
          section,
          "",
          values,
          help,
          [=](std::string_view text, Settings& settings) {
            settings.*member = text;
            return !text.empty();
          },
          [=](const Settings& settings) { return settings.*member; }};
}

OptionRow TextRow(std::string_view name, std::string_view section, std::string Settings::*member,
                  std::string_view values, std::string_view help) {
  return PathRow(name, section, member, values, help);
}

OptionRow FileRow(std::string_view name, std::string_view section, std::string Settings::*member,
                  std::string_view help) {
  return PathRow(name, section, member, "a file's path", help);
}

// `auto`: one for each core that the threads leave.
OptionRow WorkersRow() {
  OptionRow row =
      NumberRow("workers", "WORKER", "", &Settings::workers, 0u, 1024u, "0 to 1024, or auto",
                "Worker processes; 0: walks run in this process, auto: one for each core.");
  const auto parse_number = row.parse;
  row.parse = [parse_number](std::string_view text, Settings& settings) {
    if (text != "auto") return parse_number(text, settings);
    settings.workers = std::max(1u, std::thread::hardware_concurrency());
    return true;
  };
  return row;
}

OptionRow StepRow() {
  OptionRow row = BoolRow("step", "LOG", &Settings::step,
                          "With replay: stop before each action, show it and the state, and wait "
                          "for a key.");
  row.is_switch = true;
  return row;
}

OptionRow FlakyRow() {
  return {"flaky",
          "WORKER",
          "",
          "pass or fail",
          "What a walk counts as that failed and then passed when it was run again.",
          [](std::string_view text, Settings& settings) {
            settings.flaky =
                text == "fail" ? config::FlakyPolicy::kFail : config::FlakyPolicy::kPass;
            return text == "pass" || text == "fail";
          },
          [](const Settings& settings) {
            return settings.flaky == config::FlakyPolicy::kFail ? "fail" : "pass";
          }};
}

OptionRow OrderRow() {
  static constexpr std::pair<std::string_view, config::Order> kOrders[] = {
      {"declared", config::Order::kDeclared},
      {"failed-first", config::Order::kFailedFirst},
      {"slowest-first", config::Order::kSlowestFirst}};
  return {
      "order",
      "LOG",
      "",
      "declared, failed-first or slowest-first",
      "In which order walks start that run ahead of their cases; the last trace says what failed "
      "and how long each took.",
      [](std::string_view text, Settings& settings) {
        for (const auto& [name, order] : kOrders) {
          if (name != text) continue;
          settings.order = order;
          return true;
        }
        return false;
      },
      [](const Settings& settings) {
        for (const auto& [name, order] : kOrders) {
          if (order == settings.order) return std::string(name);
        }
        return std::string();
      }};
}

OptionRow TextRow(std::string_view name, std::string_view section, std::string_view alias,
                  std::string Settings::*member, std::string_view values, std::string_view help,
                  bool (*accepts)(std::string_view) = nullptr) {
  return {name,
          section,
          alias,
          values,
          help,
          [=](std::string_view text, Settings& settings) {
            if (text.empty() || (accepts != nullptr && !accepts(text))) return false;
            settings.*member = text;
            return true;
          },
          [=](const Settings& settings) { return settings.*member; }};
}

bool NamesHosts(std::string_view text) {
  try {
    return !ParseHosts(text).empty();
  } catch (const Error&) {
    return false;
  }
}

bool IsWords(std::string_view text) {
  try {
    return !SplitWords(text).empty();
  } catch (const Error&) {
    return false;
  }
}

bool IsLauncher(std::string_view text) {
  return text == "local" || text == "ssh" || text == "slurm" ||
         (IsWords(text) && text.find("command}") != text.npos);
}

bool IsCopy(std::string_view text) { return text == "no" || text == "keep" || text == "remove"; }

OptionRow IdentityRow() {
  OptionRow row = TextRow("ssh_identity", "SSH", "identity", &Settings::ssh_identity,
                          "a private key's file", "The key that ssh logs in with.");
  row.other_section = "NET";
  row.other_key = "rsakey";
  return row;
}

const std::vector<OptionRow>& Rows() {
  static const std::vector<OptionRow> kRows = {
      NumberRow("threads", "WORKER", "max_thread_count", &Settings::threads, 1u, 1024u, "1 to 1024",
                "Threads that run walks, in each process."),
      WorkersRow(),
      BoolRow("checkpoint", "WORKER", &Settings::checkpoint,
              "Whether walks' states leave a worker as each segment ends, so that walks outlive "
              "their worker; false trades "
              "that for speed."),
      DurationRow("walk_timeout", "WORKER", &Settings::walk_timeout,
                  "How long a walk may take between two serial actions before its worker is ended "
                  "(needs workers)."),
      DurationRow("run_timeout", "WORKER", &Settings::run_timeout,
                  "How long all walks of a suite may take together (needs workers)."),
      NumberRow("retries", "WORKER", "", &Settings::retries, 0u, 100u, "0 to 100",
                "How often a walk that fails is run again, from its beginning; for suites without "
                "serial actions."),
      FlakyRow(),
      DurationRow("heartbeat", "WORKER", &Settings::heartbeat,
                  "How long a worker may give no sign of life before it is ended; a walk that "
                  "takes long is one."),
      PathRow("log_dir", "LOG", &Settings::log_dir, "a directory's path",
              "Where every run leaves its trace and its log; the directory is created."),
      NumberRow("verbosity", "LOG", "", &Settings::verbosity, 0, 2, "0, 1 or 2",
                "What the log holds: 0 warnings and errors, 1 infos too, 2 debug lines too, and a "
                "file for each worker in log_dir."),
      BoolRow("log_console", "LOG", &Settings::log_console,
              "Whether the log goes to the error output; false where the program's own Boost.Log "
              "sinks show it."),
      PathRow("rerun", "LOG", &Settings::rerun, "a trace, or a directory of traces",
              "Runs only what failed, crashed, timed out, was lost or didn't finish last time, and "
              "what is new."),
      OrderRow(),
      PathRow("order_from", "LOG", &Settings::order_from, "a trace, or a directory of traces",
              "What `order` goes by; without it log_dir."),
      TextRow(
          "replay", "LOG", &Settings::replay, "TRACE:WALK, WALK being an id or a name",
          "The walk of an earlier run that is to run again, alone and in this process; TRACE is "
          "the run's file or a directory with one."),
      StepRow(),
      TextRow("state", "LOG", &Settings::state, "JSON",
              "With replay: the state in which the walk begins."),
      DurationRow("start_timeout", "WORKER", &Settings::start_timeout,
                  "How long a worker may take from its start to its first word, with all that the "
                  "program does before its tests."),
      DurationRow("reconnect", "NET", &Settings::reconnect,
                  "How long a connection to a host that broke is tried to be taken up again; until "
                  "then nothing is lost."),
      TextRow("launcher", "NET", "", &Settings::launcher,
              "local, ssh, slurm, or a command with {command} in it, as docker exec -i {host} "
              "{command}",
              "How workers are started; ssh where there are hosts, else local.", IsLauncher),
      TextRow("hosts", "NET", "machine_ips", &Settings::hosts,
              "hosts behind commas, each once, with its workers and settings, as "
              "a:8,bob@b:4;port=2222",
              "Where workers run, and how many on each; one where no number is given.", NamesHosts),
      TextRow("host_program", "NET", "", &Settings::host_program, "a path on the hosts",
              "Where the program is on the hosts; without it, at the same path as here."),
      TextRow("host_directory", "NET", "", &Settings::host_directory, "a path on the hosts",
              "The directory in which workers run there; without it, the same as here, or where "
              "the host has none of that name, the one that it begins in."),
      TextRow("host_variables", "NET", "", &Settings::host_variables,
              "names behind spaces; NAME* means all that begin so",
              "Environment variables that go to workers elsewhere, beside those of combtest; a "
              "local worker has all.",
              IsWords),
      TextRow("ssh_user", "SSH", "user", &Settings::ssh_user, "a name",
              "The user that ssh logs in as."),
      NumberRow("ssh_port", "SSH", "port", &Settings::ssh_port, 0u, 65535u,
                "1 to 65535, or 0 for what ssh_config says", "The port that ssh connects to."),
      IdentityRow(),
      TextRow("ssh_options", "SSH", "options", &Settings::ssh_options,
              "arguments, quoted as for a shell",
              "More arguments for ssh, as -F FILE or -o NAME=VALUE.", IsWords),
      TextRow("ssh_copy", "SSH", "copy", &Settings::ssh_copy, "no, keep or remove",
              "Whether the program is copied to each host first, and what becomes of the copy.",
              IsCopy),
      TextRow("slurm_options", "SLURM", "options", &Settings::slurm_options,
              "arguments, quoted as for a shell",
              "More arguments for salloc and srun, as --partition=NAME.", IsWords),
      FileRow("states", "LOG", &Settings::states,
              "Where to write the final states of all walks, one JSON object a line, by walk id "
              "within each suite or call of RunTests."),
      NumberRow<std::uint64_t>(
          "max_cases", "WORKER", "", &Settings::max_cases, 1, 1'000'000'000, "1 to 1000000000",
          "Walks that one instantiation may register as GoogleTest cases; each takes about half a "
          "kilobyte."),
      FileRow(
          "list_suites", "LOG", &Settings::list_suites,
          "With --gtest_list_tests: the file to which the walk suites are written, a JSON object "
          "a line, in place of all their walks but one; combtest_discover_tests uses it."),
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
