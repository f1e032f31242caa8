// Where settings come from. Each case is a process of its own, in a directory of its own.
#include "combtest/config.h"

#include <sstream>

#include "combtest/action.h"
#include "src/config/option_table.h"
#include "test/config/probe.h"
#include "test/support/text.h"

namespace combtest {
namespace {

class ConfigTest : public test::ProbeTest {};

TEST_F(ConfigTest, DefaultsDifferFromNothing) { EXPECT_EQ(Probe(), ""); }

TEST_F(ConfigTest, EachSourceIsReadAndNamed) {
  EXPECT_EQ(Probe("", "set:threads=2"), "threads=2 (config::Set)\n");
  EXPECT_EQ(Probe("COMBTEST_THREADS=4"), "threads=4 (COMBTEST_THREADS)\n");
  EXPECT_EQ(Probe("", "--combtest_threads=5"), "threads=5 (--combtest_threads)\n");
  EXPECT_EQ(Told("[WORKER]\nthreads = 3\n"), "threads=3 (combtest.cfg:2)\n");
  EXPECT_EQ(Told("[worker]\nmax_thread_count: 10\n"), "threads=10 (combtest.cfg:2)\n");
}

TEST_F(ConfigTest, EveryOptionHasAFunctionOfItsOwn) {
  const std::string output = Probe("", "setters");
  for (const internal::OptionRow& row : internal::OptionTable()) {
    EXPECT_TRUE(test::Contains("\n" + output, "\n" + std::string(row.name) + "="));
    EXPECT_TRUE(test::Contains(output, " (config::" + internal::SetterOf(row.name) + ")\n"));
  }
  for (const char* line :
       {"checkpoint=false (config::SetCheckpoint)", "walk_timeout=1500ms (", "run_timeout=2h (",
        "serial_timeout=3m (", "heartbeat=250us (", "start_timeout=7ns (", "reconnect=11s (",
        "flaky=fail (", "order=slowest-first (", "max_cases=20000000 (",
        "hosts=a:8,b (config::SetHosts)", "host_variables=ONE TWO* (", "step=true (",
        "verbosity=2 ("}) {
    EXPECT_TRUE(test::Contains(output, line));
  }
}

// A value of an option for each source, the default last.
enum Source { kCommandLine, kEnvironment, kFile, kCode, kDefault, kSources };
struct Typed {
  const char* name;
  const char* section;
  const char* values[2];
  const char* default_value;
};
void PrintTo(const Typed& typed, std::ostream* out) { *out << typed.name; }

class Precedence : public test::ProbeTest, public testing::WithParamInterface<Typed> {
 protected:
  // What is in force where these sources, and no other, have these values.
  std::string InForce(Source one, const std::string& a, Source other, const std::string& b) const {
    const std::string name = GetParam().name;
    std::filesystem::remove(path());
    std::string variables, arguments;
    const auto give = [&](Source source, const std::string& value) {
      const std::string quoted = "'" + value + "'";
      if (source == kCommandLine) arguments += " --combtest_" + name + "=" + quoted;
      if (source == kEnvironment) variables += "COMBTEST_" + Upper(name) + "=" + quoted;
      if (source == kFile) File("[" + std::string(GetParam().section) + "]\n" + name + "=" + value);
      if (source == kCode) arguments += " set:" + name + "=" + quoted;
    };
    give(one, a);
    give(other, b);
    return Probe(variables, arguments + " show:" + name);
  }

 private:
  static std::string Upper(std::string text) {
    for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
  }
};

TEST_P(Precedence, OfEachPairTheStrongerWins) {
  const Typed& option = GetParam();
  for (int strong = kCommandLine; strong < kSources; ++strong) {
    for (int weak = strong + 1; weak < kSources; ++weak) {
      for (int which = 0; which < 2; ++which) {
        const std::string value = option.values[which];
        EXPECT_EQ(InForce(Source(strong), value, Source(weak), option.values[1 - which]),
                  value + "\n")
            << "source " << strong << " before source " << weak;
      }
    }
  }
  EXPECT_EQ(InForce(kDefault, "", kDefault, ""), std::string(option.default_value) + "\n");
}

// One of each type; of a bool, one of the two values is the default.
INSTANTIATE_TEST_SUITE_P(
    All, Precedence,
    testing::Values(Typed{"threads", "WORKER", {"2", "3"}, "1"},
                    Typed{"max_cases", "WORKER", {"12", "1000000000"}, "10000000"},
                    Typed{"verbosity", "LOG", {"0", "2"}, "1"},
                    Typed{"checkpoint", "WORKER", {"true", "false"}, "true"},
                    Typed{"step", "LOG", {"true", "false"}, "false"},
                    Typed{"walk_timeout", "WORKER", {"2s", "1500ms"}, "0"},
                    Typed{"log_dir", "LOG", {"a b", "c=d"}, ""},
                    Typed{"flaky", "WORKER", {"pass", "fail"}, "pass"},
                    Typed{"order", "LOG", {"failed-first", "slowest-first"}, "declared"},
                    Typed{"hosts", "NET", {"a:8,b", "c:2;port=22"}, ""},
                    Typed{"ssh_options", "SSH", {"-F x", "-v"}, ""}),
    [](const auto& typed) { return std::string(typed.param.name); });

TEST_F(ConfigTest, ADefaultThatIsGivenAgainHidesTheWeakerWord) {
  EXPECT_EQ(Probe("COMBTEST_THREADS=4", "--combtest_threads=1"), "");
}

TEST_F(ConfigTest, ErrorsNameTheOptionAndThePlace) {
  EXPECT_EQ(Probe("", "--combtest_threads=x"),
            "error: --combtest_threads: `x` isn't a valid value for threads; it takes 1 to 1024\n");
  EXPECT_EQ(Probe("", "--combtest_threads"),
            "error: --combtest_threads lacks its value: write --combtest_threads=VALUE\n");
  EXPECT_EQ(Probe("", "--combtest_thread=2"),
            "error: --combtest_thread: there is no option `thread`; did you mean `threads`?\n");
  // A key of the file is no flag.
  EXPECT_EQ(Probe("", "--combtest_max_thread_count=2"),
            "error: --combtest_max_thread_count: there is no option `max_thread_count`; did you "
            "mean `threads`?\n");
  EXPECT_EQ(Probe("", "set:threads=0"),
            "error: config::Set: `0` isn't a valid value for threads; it takes 1 to 1024\n");
  EXPECT_EQ(Probe("COMBTEST_THREADS="),
            "error: COMBTEST_THREADS: `` isn't a valid value for threads; it takes 1 to 1024\n");
  EXPECT_EQ(Probe("COMBTEST_NONSENSE=1"),
            "error: COMBTEST_NONSENSE: there is no option `nonsense`\n");
  EXPECT_EQ(Probe("COMBTEST_INTERNAL_ANYTHING=1"), "");
}

TEST(ConfigSetters, RefuseWhatTheOptionDoesntTake) {
  EXPECT_EQ(test::MessageOf<Error>([] { config::SetThreads(0); }),
            "config::SetThreads: `0` isn't a valid value for threads; it takes 1 to 1024");
  EXPECT_EQ(test::MessageOf<Error>([] { config::SetWalkTimeout(std::chrono::seconds(-1)); }),
            "config::SetWalkTimeout: `-1s` isn't a valid value for walk_timeout; it takes a "
            "duration such as "
            "500ms, 2s or 1.5m, or 0 for none");
  EXPECT_EQ(test::MessageOf<Error>([] { config::SetSshCopy("perhaps"); }),
            "config::SetSshCopy: `perhaps` isn't a valid value for ssh_copy; it takes no, keep or "
            "remove");
  for (const char* report : {".html", ".md", "r.html,.md", "r.html,", "r.txt"}) {
    EXPECT_EQ(test::MessageOf<Error>([&] { config::SetReport(report); }),
              "config::SetReport: `" + std::string(report) +
                  "` isn't a valid value for report; it takes files that end in .html or .md, with "
                  "commas between them");
  }
}

TEST_F(ConfigTest, InitTakesItsFlagsOutOfTheArguments) {
  EXPECT_EQ(Probe("", "init a --combtest_threads=6 --other=1 b"),
            "left: init a --other=1 b\nthreads=6 (--combtest_threads)\n");
  EXPECT_EQ(Probe("COMBTEST_THREADS=2", "init a"), "left: init a\nthreads=2 (COMBTEST_THREADS)\n");
  EXPECT_EQ(Probe("", "init --combtest_help"), config::HelpText());
}

TEST(ConfigHelp, FitsATerminal) {
  std::istringstream help(config::HelpText());
  for (std::string line; std::getline(help, line);) EXPECT_LE(line.size(), 80u) << line;
}

}  // namespace
}  // namespace combtest
