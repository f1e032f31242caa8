#include "src/page/report_file.h"

#include <array>
#include <fstream>
#include <mutex>
#include <set>

#include "src/os/file_size_limit.h"
#include "src/os/output_file.h"
#include "src/os/process_info.h"
#include "src/page/markdown.h"
#include "src/page/page_data.h"
#include "src/page/page_template.h"

namespace combtest::internal {
namespace {

bool IsPage(std::string_view path) { return path.ends_with(".html"); }

// True from the second call for a file on.
bool IsContinued(const std::string& path) {
  static std::mutex mutex;
  static std::set<std::string> begun;
  const std::lock_guard lock(mutex);
  return !begun.insert(path).second;
}

void Copy(const std::string& path, OutputFile& out) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, 1 << 16> block;
  while (file.read(block.data(), block.size()) || file.gcount() > 0)
    out.Write({block.data(), static_cast<std::size_t>(file.gcount())});
}

void Write(const std::string& path, const PageRun& run) {
  OutputFile out(path);
  if (IsContinued(path)) {
    Copy(path, out);
  } else if (IsPage(path)) {
    out.Write(kPageTemplate);
  }
  if (IsPage(path)) {
    out.Write("<script type=\"application/json\" class=\"run\">");
    out.Write(PageData(run));
    out.Write("</script>\n");
  } else {
    out.Write(Markdown(run));
  }
  out.Close();
}

}  // namespace

std::vector<std::string> ReportPaths(std::string_view text) {
  std::vector<std::string> paths;
  while (true) {
    const std::size_t end = std::min(text.find(','), text.size());
    const std::string_view path = text.substr(0, end);
    const bool is_known = path.size() > 5 ? IsPage(path) || path.ends_with(".md")
                                          : path.size() > 3 && path.ends_with(".md");
    if (!is_known) return {};
    paths.emplace_back(path);
    if (end == text.size()) return paths;
    text.remove_prefix(end + 1);
  }
}

void WriteReports(const std::vector<std::string>& paths, const PageRun& run) {
  IgnoreFileSizeSignal();
  for (const std::string& path : paths) {
    try {
      Write(FromStartDirectory(path), run);
    } catch (const Error& error) {
      throw Error("the report " + std::string(error.what()));
    }
  }
}

void CheckReports(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    try {
      const OutputFile out(FromStartDirectory(path));
    } catch (const Error& error) {
      throw Error("the report " + std::string(error.what()));
    }
  }
}

}  // namespace combtest::internal
