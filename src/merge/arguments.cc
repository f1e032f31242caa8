#include "src/merge/arguments.h"

#include "combtest/action.h"
#include "src/trace/trace_reader.h"

namespace combtest::internal {

const char* const kMergeUsage =
    R"(usage: combtest-merge [OPTION…] PATH…
Puts the runs of all shards of a program together: one report, one trace, one file of states.
PATH is a log directory of shards (all its levels are searched), or a file out of one.

  --trace=OUT         writes the merged trace: a file where OUT ends in .trace.jsonl, else a
                      directory with one for each run
  --report=FILE       writes a page to look at (FILE.html), a summary for pull requests (FILE.md),
                      or both with a comma between them
  --states=OUT        writes the merged states; they are read from the files that the shards'
                      --combtest_states named, there or next to their records
  --states-from=FILE  reads them from this file instead; may be given several times
  --newest            where a shard ran several times, its newest run counts
  --json              prints the report as JSON
  --help              prints this

Exit code: 0 all is well; 1 walks failed or weren't run, or another test failed; 2 the shards
don't make up a whole (one is missing, was killed, overlaps another or is of another build), a file
can't be read or written, or an argument is wrong.
)";

MergeArguments ParseMergeArguments(const std::vector<std::string>& arguments) {
  MergeArguments parsed;
  bool options = true;
  for (const std::string& argument : arguments) {
    // Whether it is this option; its value.
    const auto value = [&](const std::string& name, std::string& into) {
      if (argument != name && !argument.starts_with(name + "=")) return false;
      if (argument.size() <= name.size() + 1) throw Error(name + " needs a value: " + name + "=…");
      into = argument.substr(name.size() + 1);
      return true;
    };
    std::string from;
    if (!options || !argument.starts_with('-')) {
      parsed.paths.push_back(argument);
    } else if (argument == "--") {
      options = false;
    } else if (argument == "--json") {
      parsed.json = true;
    } else if (argument == "--newest") {
      parsed.newest = true;
    } else if (argument == "--help" || argument == "-h") {
      parsed.help = true;
    } else if (value("--states-from", from)) {
      parsed.states_from.push_back(from);
    } else if (!value("--trace", parsed.trace) && !value("--states", parsed.states) &&
               !value("--report", parsed.report)) {
      throw Error("there is no option " + argument + "; --help shows all");
    }
  }
  if (parsed.help) return parsed;
  if (parsed.paths.empty())
    throw Error("no directory of shards is given; --help shows what can be");
  if (!parsed.states_from.empty() && parsed.states.empty())
    throw Error("--states-from goes with --states=OUT, the file to write");
  return parsed;
}

}  // namespace combtest::internal
