// The files of --combtest_report.
#ifndef COMBTEST_SRC_PAGE_REPORT_FILE_H_
#define COMBTEST_SRC_PAGE_REPORT_FILE_H_

#include <string>
#include <string_view>
#include <vector>

#include "src/page/page_run.h"

namespace combtest::internal {

// Paths with commas between them. None: one of them ends in neither .html nor .md.
std::vector<std::string> ReportPaths(std::string_view text);

// Writes a run into each of them, after those that this program has written there before; what was
// there before the program is not kept. A file is always whole: a new one takes its place. Throws
// Error, naming the file and what the system says.
void WriteReports(const std::vector<std::string>& paths, const PageRun& run);

// Before a run: throws the same Error where a file can't be written. Leaves nothing behind.
void CheckReports(const std::vector<std::string>& paths);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PAGE_REPORT_FILE_H_
