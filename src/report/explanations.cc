#include "src/report/explanations.h"

#include <algorithm>
#include <cctype>

#include "combtest/duration.h"
#include "src/text/list_text.h"
#include "src/text/shown_text.h"

namespace combtest::internal {
namespace {

constexpr std::size_t kMostGroups = 5;
constexpr std::size_t kMostMessage = 100;
// Fewer walks that all passed in the end have something in common by chance.
constexpr std::uint64_t kFewFlaky = 5;
// Longer lists of what can't be told apart help nobody.
constexpr std::size_t kMostListed = 3;

std::string Counted(std::uint64_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

// On one line, and not too long.
std::string Short(const std::string& message) {
  std::string text;
  for (const char c : message) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0) {
      text += c;
    } else if (!text.empty() && text.back() != ' ') {
      text += ' ';
    }
    if (text.size() > kMostMessage) break;
  }
  if (text.size() > kMostMessage) {
    std::size_t end = kMostMessage;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    text = text.substr(0, end) + "…";
  }
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

std::string ShortPath(const std::string& file) { return file.substr(file.find_last_of('/') + 1); }

std::string Options(const std::vector<ExplainedOption>& options, const char* word) {
  std::string text;
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (i > 0) text += i + 1 == options.size() ? std::string(" ") + word + " " : ", ";
    text += options[i].text;
  }
  return text;
}

// They are listed as flaky, and little more can be said.
bool LeftToFlaky(const FailureGroup& group) {
  return group.flaky == group.walk_count &&
         (group.explanations.empty() || group.walk_count < kFewFlaky);
}

// What isn't accounted for.
std::string RestText(const FailureGroup& group, std::uint64_t looked_at_of_group,
                     std::size_t largest) {
  if (group.explanations.empty()) {
    if (group.past == 0)
      return "no walk got past it, so nothing tells those that fail from those that pass";
    return "nothing in common found: no combination of up to " +
           Counted(largest, "option", "options") + " tells " +
           (group.walk_count == 1 ? "it" : "them") + " from " +
           Counted(group.past, "walk that got past it", "walks that got past it");
  }
  if (group.explained >= looked_at_of_group) return {};
  return Counted(looked_at_of_group - group.explained, "other walk", "other walks") +
         " failed so, with nothing in common found";
}

}  // namespace

std::string GroupText(const FailureGroup& group) {
  std::string text = Counted(group.walk_count, "walk ", "walks ") + group.outcome;
  if (group.flaky > 0) text += " (" + std::to_string(group.flaky) + " flaky)";
  if (!group.action_name.empty()) text += " in " + group.action_name;
  if (!group.file.empty())
    text +=
        " at " + ShortPath(group.file) + (group.line > 0 ? ":" + std::to_string(group.line) : "");
  const std::string message = Short(group.message);
  if (!message.empty() && !message.starts_with(group.outcome)) text += ": " + message;
  return text;
}

std::string TriedText(const TriedCombination& tried) {
  std::string text = tried.outcome;
  if (!tried.action_name.empty()) text += " in " + tried.action_name;
  if (!tried.file.empty())
    text +=
        " at " + ShortPath(tried.file) + (tried.line > 0 ? ":" + std::to_string(tried.line) : "");
  text += " with " + ToString(tried.options) + ": ";
  const std::string of_all = std::to_string(tried.failed) + " of " +
                             Counted(tried.failed + tried.passed, "such walk", "such walks");
  if (tried.suspected) {
    text += "only suspected, not confirmed; it failed in " + of_all;
  } else if (tried.flaky) {
    text += "it fails now and then, in " + of_all;
    if (!tried.confirmed) text += "; not settled";
  } else if (!tried.confirmed) {
    text += "not settled; it failed in " + of_all;
  } else {
    text += "confirmed by " + Counted(tried.failed, "walk", "walks") + ", contradicted by " +
            (tried.passed == 0 ? "none" : std::to_string(tried.passed));
  }
  if (tried.without > 0)
    text += "; " + Counted(tried.without, "walk that lacks", "walks that lack") +
            " one of these options passed";
  return text;
}

std::string KeptText(const std::vector<std::string>& kept) {
  std::vector<std::string> shown;
  for (const std::string& path : kept) shown.push_back(ShownLine(path));
  return "kept of those that failed: " + ListText(shown, shown.size(), kMostListed);
}

std::vector<std::string> ExtraWalksLines(const Explanations& explanations) {
  std::vector<std::string> lines;
  if (!explanations.extra) return lines;
  const ExtraWalks& extra = *explanations.extra;
  std::string first = "extra walks: ";
  if (extra.ledger.selected > 0) {
    first += ToString(extra.ledger) + ", in " + DurationText(extra.elapsed);
    if (!extra.note.empty()) first += "; " + extra.note;
  } else {
    first += extra.note.empty() ? "none would tell more" : extra.note;
  }
  lines.push_back(std::move(first));
  for (const TriedCombination& tried : extra.tried) lines.push_back("  " + TriedText(tried));
  if (!extra.kept.empty()) lines.push_back("  " + KeptText(extra.kept));
  return lines;
}

std::string ExplanationText(const Explanation& explanation, const FailureGroup& group, bool only) {
  std::string text = "fails with " + ToString(explanation.options);
  const std::uint64_t others = explanation.alternative_count;
  if (others > 0 && others <= kMostListed) {
    for (const OptionCombination& other : explanation.alternatives)
      text += ", or " + ToString(other);
    text += " (only ever together here)";
  } else if (others > 0) {
    text += ", or with one of " + std::to_string(others) +
            " other combinations that are only ever together with it here";
  }
  text += ": " + std::to_string(explanation.failed) + " of " +
          Counted(explanation.walks, "such walk", "such walks");
  if (!explanation.passes_with.empty())
    text += "; passes with " + Options(explanation.passes_with, "or");
  if (explanation.failed == group.walk_count)
    text += only ? "; no other failed" : "; no other failed so";
  return text;
}

std::vector<std::string> ExplanationHeadlines(const Explanations& explanations) {
  constexpr std::size_t kMost = 3;
  std::vector<std::string> lines;
  for (std::size_t g = 0; g < std::min(kMost, explanations.groups.size()); ++g) {
    const FailureGroup& group = explanations.groups[g];
    if (group.explanations.empty() || LeftToFlaky(group)) continue;
    lines.push_back(GroupText(group));
    for (std::size_t i = 0; i < std::min(kMost, group.explanations.size()); ++i) {
      lines.push_back("  " +
                      ExplanationText(group.explanations[i], group, explanations.group_count == 1));
    }
  }
  const std::vector<std::string> extra = ExtraWalksLines(explanations);
  lines.insert(lines.end(), extra.begin(), extra.end());
  return lines;
}

std::vector<std::string> ExplanationLines(const Explanations& explanations, const WalkSpace& space,
                                          const std::function<std::string(WalkId)>& how) {
  std::vector<std::string> lines;
  // A walk by itself has nothing in common with anything.
  if (explanations.failed == 1 && explanations.looked_at + explanations.left_out == 1)
    return ExtraWalksLines(explanations);
  const std::size_t shown = std::min(kMostGroups, explanations.groups.size());
  std::uint64_t told = 0;
  for (std::size_t g = 0; g < shown; ++g) {
    const FailureGroup& group = explanations.groups[g];
    told += group.walk_count;
    if (LeftToFlaky(group)) continue;
    lines.push_back(GroupText(group));
    for (const Explanation& one : group.explanations)
      lines.push_back("  " + ExplanationText(one, group, explanations.group_count == 1));
    // Of a sample the counts are those of the sample.
    if (explanations.left_out == 0 || group.explanations.empty()) {
      const std::string rest = RestText(group, group.walk_count, explanations.largest);
      if (!rest.empty()) lines.push_back("  " + rest);
    }
    if (group.explanations.empty()) continue;
    const Explanation& first = group.explanations.front();
    if (!first.passing) continue;
    const Walk fails = space[first.failing];
    const Walk passes = space[*first.passing];
    std::string differ;
    for (const std::size_t action : first.differ)
      differ += (differ.empty() ? "" : ", ") + passes.ActionName(action) + "=" +
                passes.OptionText(action) + " instead of " + fails.OptionText(action);
    lines.push_back("  the nearest that passes has " + differ);
    lines.push_back("    fails:  " + how(first.failing));
    lines.push_back("    passes: " + how(*first.passing));
  }
  if (shown < explanations.group_count) {
    lines.push_back("and " + Counted(explanations.failed - told, "walk", "walks") + " in " +
                    Counted(explanations.group_count - shown, "other way", "other ways"));
  }
  if (explanations.left_out > 0) {
    lines.push_back("counts are of " + std::to_string(explanations.looked_at) + " of " +
                    std::to_string(explanations.looked_at + explanations.left_out) +
                    " walks, chosen at random");
  }
  const std::vector<std::string> extra = ExtraWalksLines(explanations);
  lines.insert(lines.end(), extra.begin(), extra.end());
  return lines;
}

}  // namespace combtest::internal
