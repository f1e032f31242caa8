// combtest-merge: the runs of all shards of a program, put together.
#include <iostream>

#include "combtest/action.h"
#include "src/merge/arguments.h"
#include "src/merge/merged_page.h"
#include "src/merge/merged_states.h"
#include "src/merge/merged_trace.h"
#include "src/merge/report.h"

namespace combtest::internal {
namespace {

constexpr int kNotWhole = 2;

void WriteOutputs(const MergeArguments& arguments, MergeReport& report) {
  try {
    if (!arguments.trace.empty()) WriteMergedTraces(report.runs, arguments.trace);
    if (!arguments.report.empty()) WriteMergedReport(report.runs, arguments.report);
    if (!arguments.states.empty())
      WriteMergedStates(report.runs, arguments.states_from, arguments.states, report.problems);
  } catch (const Error& error) {
    report.problems.push_back(error.what());
  }
}

int Merge(const MergeArguments& arguments) {
  MergeReport report;
  Inputs inputs = ReadInputs(arguments.paths, report.problems);
  if (arguments.newest) KeepNewest(inputs);
  report.passed_over = inputs.others;
  if (inputs.records.empty() && report.problems.empty()) {
    report.problems.push_back(
        "there is no shard record (*" + std::string(kShardEnding) + ") in " +
        arguments.paths.front() + (arguments.paths.size() > 1 ? " and the others" : "") +
        "; a program leaves one with --combtest_log_dir, GTEST_TOTAL_SHARDS and GTEST_SHARD_INDEX");
  }
  report.sets = SetsOf(inputs, report.problems);
  const std::vector<DividedRun> runs = RunsOf(inputs, report.sets, report.problems);
  CheckRuns(runs, report.problems);
  for (const DividedRun& run : runs) report.runs.push_back(Merge(run, report.problems));
  // What isn't whole would be taken for it later.
  if (report.problems.empty()) WriteOutputs(arguments, report);
  std::cout << (arguments.json ? ReportJson(report) : ReportText(report, arguments.trace))
            << std::flush;
  for (const std::string& problem : report.problems)
    std::cerr << "combtest-merge: " << problem << "\n";
  if (!std::cout) {
    std::cerr << "combtest-merge: the report can't be written\n";
    return kNotWhole;
  }
  return report.code();
}

int Main(const std::vector<std::string>& words) {
  try {
    const MergeArguments arguments = ParseMergeArguments(words);
    if (!arguments.help) return Merge(arguments);
    std::cout << kMergeUsage;
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "combtest-merge: " << error.what() << "\n";
    return kNotWhole;
  }
}

}  // namespace
}  // namespace combtest::internal

int main(int argc, char** argv) {
  return combtest::internal::Main(std::vector<std::string>(argv + 1, argv + argc));
}
