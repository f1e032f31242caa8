#include "src/page/markdown.h"

#include <algorithm>
#include <sstream>

#include "combtest/duration.h"
#include "src/coverage/run_coverage.h"
#include "src/report/explanations.h"
#include "src/text/json_text.h"

namespace combtest::internal {
namespace {

constexpr std::size_t kMostWalks = 5;
constexpr std::size_t kMostPairs = 5;
constexpr std::size_t kMostLine = 300;
constexpr std::size_t kMostBlock = 1'500;

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; }

// At a character's begin.
std::string Cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return std::string(text.substr(0, most)) + "…";
}

std::size_t LongestRun(std::string_view text, char c) {
  std::size_t longest = 0, run = 0;
  for (const char one : text) {
    run = one == c ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

std::string FailureText(const WalkResult& result) {
  std::ostringstream out;
  out << ToString(result.outcome);
  if (!result.where.empty()) out << " in " << result.where;
  for (const Failure& failure : result.failures) {
    out << "\n";
    if (!failure.file.empty()) out << failure.file << ":" << failure.line << ": ";
    out << failure.message;
  }
  return out.str();
}

void AppendWalk(std::ostream& out, const PageRun& run, const WalkResult& result) {
  std::string options;
  for (std::size_t a = 0; a < run.actions.size(); ++a)
    options += (a == 0 ? "" : ", ") + run.ActionText(result.id, a);
  out << "<details><summary>" << MarkdownText(Cut(options, kMostLine)) << "</summary>\n\n"
      << MarkdownBlock(Cut(FailureText(result), kMostBlock));
  if (const std::string line = run.ReplayLine(result); !line.empty())
    out << "\nRun it again:\n" << MarkdownBlock(line);
  out << "\n</details>\n";
}

// A table of the pairs of actions of which least is covered.
void AppendPairs(std::ostream& out, const Coverage& coverage) {
  const std::vector<const PairCoverage*> incomplete = IncompletePairs(coverage);
  if (incomplete.empty()) return;
  out << "| actions | covered | missing |\n| --- | --- | --- |\n";
  const std::size_t shown = std::min(kMostPairs, incomplete.size());
  for (std::size_t p = 0; p < shown; ++p) {
    const PairCoverage& pair = *incomplete[p];
    out << "| " << MarkdownText(pair.first) << ", " << MarkdownText(pair.second) << " | "
        << pair.counts.covered << " of " << pair.counts.possible() << " | " << pair.counts.missing()
        << " |\n";
  }
  out << "\n";
  if (shown < incomplete.size())
    out << "Something is missing of " << incomplete.size() - shown << " more pairs.\n\n";
}

std::string Heading(const RunSummary& summary) {
  const char* const sign = summary.ok() ? "✅" : "❌";
  return "### " + std::string(sign) + " " + MarkdownText(summary.name) + "\n\n";
}

}  // namespace

std::string MarkdownText(std::string_view text) {
  std::string escaped;
  for (const char c : ValidUtf8(text)) {
    if (IsControl(c)) {
      escaped += ' ';
    } else if (std::string_view("\\`*_{}[]()#+-.!|~:$>\"'=@/").find(c) != std::string_view::npos) {
      // As a reference to the character: a backslash is code in some places, and @name or a bare
      // address would still be made a link.
      escaped += "&#" + std::to_string(static_cast<int>(c)) + ";";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '&') {
      escaped += "&amp;";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string MarkdownCode(std::string_view text) {
  std::string line;
  for (const char c : ValidUtf8(text)) line += IsControl(c) ? ' ' : c;
  const std::string fence(LongestRun(line, '`') + 1, '`');
  return fence + " " + line + " " + fence;
}

std::string MarkdownBlock(std::string_view text) {
  std::string lines;
  for (const char c : ValidUtf8(text)) lines += IsControl(c) && c != '\n' && c != '\t' ? ' ' : c;
  const std::string fence(std::max<std::size_t>(3, LongestRun(lines, '`') + 1), '`');
  return fence + "text\n" + lines + "\n" + fence + "\n";
}

std::string Markdown(const PageRun& run) {
  const RunSummary& summary = run.summary;
  std::ostringstream out;
  out << Heading(summary) << summary.ledger << ", in " << DurationText(summary.elapsed) << "\n\n";
  if (!summary.array.empty()) out << MarkdownText(summary.array) << "\n\n";
  if (!summary.coverage.strengths.empty()) out << summary.coverage << "\n\n";
  AppendPairs(out, summary.coverage);
  for (const Failure& failure : summary.run_failures)
    out << MarkdownBlock(Cut(failure.where + ": " + failure.message, kMostBlock)) << "\n";
  std::string explained;
  for (const std::string& line : ExplanationHeadlines(summary.explanations))
    explained += (explained.empty() ? "" : "\n") + Cut(line, kMostLine);
  if (!explained.empty()) out << MarkdownBlock(explained) << "\n";
  const auto& failed = summary.failed_walks;
  if (failed.empty()) return out.str();
  const std::size_t shown = std::min(kMostWalks, failed.size());
  out << (failed.size() == 1       ? "The walk that failed:"
          : shown == failed.size() ? "The walks that failed:"
                                   : "The first " + std::to_string(shown) + " of " +
                                         std::to_string(failed.size()) + " walks that failed:")
      << "\n\n";
  for (std::size_t i = 0; i < shown; ++i) AppendWalk(out, run, failed[i]);
  out << "\n";
  return out.str();
}

}  // namespace combtest::internal
