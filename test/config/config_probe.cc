// Prints the options that aren't at their defaults and where each comes from, or the error.
// Arguments: set:NAME=VALUE comes from code, show:NAME prints what is in force, `setters` calls
// every function that sets an option, `init` calls combtest::Init.
#include <cstring>
#include <iostream>
#include <string>
#include <string_view>

#include "combtest/action.h"
#include "combtest/config.h"
#include "src/config/option_table.h"

namespace {

using namespace combtest::config;
using namespace std::chrono_literals;

void CallSetters() {
  SetThreads(2);
  SetWorkers(3);
  SetCheckpoint(false);
  SetWalkTimeout(1500ms);
  SetRunTimeout(2h);
  SetSerialTimeout(180s);
  SetIsolateSerial(true);
  SetRetries(4);
  SetStrength(kAllWalks);
  SetSeed(9);
  SetSample(50);
  SetFraction(0.25);
  SetArray("arrays.jsonl");
  SetOptimize(60s);
  SetBudget(20min);
  SetTimes("logs");
  SetInclude("bugs.txt");
  SetCoverage(2);
  SetRequireCoverage("2:100");
  SetFlaky(FlakyPolicy::kFail);
  SetHeartbeat(250us);
  SetStartTimeout(7ns);
  SetReconnect(11s);
  SetMaxCases(20'000'000);
  SetLauncher("slurm");
  SetHosts("a:8,b");
  SetHostProgram("/bin/it");
  SetHostDirectory("/var/it");
  SetHostVariables("ONE TWO*");
  SetSshUser("bob");
  SetSshPort(2222);
  SetSshIdentity("key");
  SetSshOptions("-F file");
  SetSshCopy("keep");
  SetSlurmOptions("--partition=test");
  SetLogDir("logs");
  SetVerbosity(2);
  SetLogConsole(false);
  SetRerun("yesterday");
  SetOrder(Order::kSlowestFirst);
  SetOrderFrom("last");
  SetReplay("trace:1");
  SetStep(true);
  SetState("{}");
  SetStates("states");
  SetReport("report.html,report.md");
  SetExplain("run:20");
  SetFailures(5);
  SetListSuites("suites");
}

void Show(std::string_view name) {
  std::cout << combtest::internal::FindOption(name)->kind.print(Current()) << "\n";
}

int Probe(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    const auto sign = argument.find('=');
    if (argument.starts_with("set:")) Set(argument.substr(4, sign - 4), argument.substr(sign + 1));
    if (argument == "setters") CallSetters();
    if (argument != "init") continue;
    if (!combtest::Init(&argc, argv)) return 0;
    std::cout << "left:";
    for (int a = 1; a < argc; ++a) std::cout << " " << argv[a];
    std::cout << "\n";
    break;
  }
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], "show:", 5) != 0) continue;
    Show(argv[i] + 5);
    return 0;
  }
  for (const std::string& line : Differences()) std::cout << line << "\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return Probe(argc, argv);
  } catch (const combtest::Error& error) {
    std::cout << "error: " << error.what() << "\n";
  }
}
