#include "src/config/suggestion.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "src/config/option_table.h"

namespace combtest::internal {
namespace {

// Levenshtein's distance.
std::size_t Distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

// The nearest of what it has met, if that is near enough for a slip of the hand.
class Nearest {
 public:
  explicit Nearest(std::string_view wanted)
      : wanted_(wanted), least_(std::max<std::size_t>(2, wanted.size() / 3) + 1) {}

  // Whether `known` is nearer than all before.
  bool Meet(std::string_view known) {
    if (known.empty()) return false;
    const std::size_t distance = Distance(wanted_, known);
    if (distance >= least_) return false;
    least_ = distance;
    return true;
  }

 private:
  const std::string_view wanted_;
  std::size_t least_;
};

std::string DidYouMean(const std::string& what) {
  return what.empty() ? "" : "; did you mean " + what + "?";
}

std::string Quoted(std::string_view name) { return "`" + std::string(name) + "`"; }
std::string Bracketed(std::string_view section) {
  std::string text = "[";
  return text.append(section).append("]");
}

// Of that section, or of any where it is empty; as "`threads`" or "`threads` in [WORKER]".
std::string NearestKey(std::string_view section, std::string_view key) {
  Nearest nearest(key);
  std::string found;
  const auto meet = [&](std::string_view of, std::string_view known) {
    if (!section.empty() && of != section) return;
    if (!nearest.Meet(known)) return;
    found = Quoted(known) + (section.empty() ? " in " + Bracketed(of) : "");
  };
  for (const OptionRow& row : OptionTable()) {
    meet(row.section, row.name);
    meet(row.section, row.alias);
    meet(row.other_section, row.other_key);
  }
  return found;
}

}  // namespace

std::string Suggestion(std::string_view name) {
  Nearest nearest(name);
  std::string found;
  for (const OptionRow& row : OptionTable()) {
    // A key of the file is no flag, but tells what is meant.
    for (const std::string_view known : {row.name, row.alias, row.other_key}) {
      if (nearest.Meet(known)) found = Quoted(row.name);
    }
  }
  return DidYouMean(found);
}

std::string KeySuggestion(std::string_view section, std::string_view key) {
  const std::string here = NearestKey(section, key);
  return DidYouMean(here.empty() ? NearestKey({}, key) : here);
}

std::string SectionSuggestion(std::string_view section) {
  Nearest nearest(section);
  std::string found;
  std::string all;
  for (const OptionSection& known : OptionSections()) {
    if (nearest.Meet(known.name)) found = Bracketed(known.name);
    all += (all.empty() ? "" : ", ") + Bracketed(known.name);
  }
  return found.empty() ? "; there are " + all : DidYouMean(found);
}

}  // namespace combtest::internal
