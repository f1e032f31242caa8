#include "src/space/name_table.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>

#include "combtest/action.h"
#include "combtest/internal/option_text.h"
#include "src/space/cut_name_search.h"
#include "src/text/hash.h"

namespace combtest::internal {
namespace {

constexpr std::string_view kSeparator = "__";
constexpr int kCutHashDigits = 16;

bool IsAlphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
// What a minus makes another number.
bool IsNumber(std::string_view text) {
  if (text.empty()) return false;
  if (text[0] >= '0' && text[0] <= '9') return true;
  return (text.starts_with("inf") || text.starts_with("nan")) &&
         (text.size() == 3 || !IsAlphanumeric(text[3]));
}

std::string OptionHash(const ActionEntry& action, std::size_t option) {
  return "h" + HexDigits(Hash(JsonText(action.OptionJson(option))), 8);
}

// One name for each option: its sanitised label; where labels come out alike, those that were
// altered get a hash of the option's JSON.
std::vector<std::string> OptionNames(const ActionEntry& action) {
  const std::size_t count = action.options.size();
  std::vector<std::string> labels(count);
  std::vector<std::string> names(count);
  std::unordered_map<std::string, std::size_t> uses;
  // Labels that are fit as they stand, with their options' hashes: alike labels of different
  // options.
  std::unordered_map<std::string, std::set<std::string>> unaltered;
  for (std::size_t i = 0; i < count; ++i) {
    labels[i] = action.label(action.options[i]);
    names[i] = Sanitize(labels[i]);
    if (names[i].empty()) names[i] = labels[i].empty() ? "empty" : OptionHash(action, i);
    ++uses[names[i]];
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (names[i] == labels[i] && uses[names[i]] > 1) {
      unaltered[names[i]].insert(OptionHash(action, i));
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    const bool alone = names[i] == labels[i] && unaltered[names[i]].size() == 1;
    if (uses[names[i]] > 1 && !alone) names[i] += "_" + OptionHash(action, i);
  }
  return names;
}

bool EndsInHash(std::string_view text) {
  const std::size_t digits = text.find_last_not_of("0123456789abcdef");
  return digits != text.npos && text[digits] == '_' && text.size() - digits == kCutHashDigits + 1;
}

std::string CutName(std::string name) {
  const std::string hash = HexDigits(Hash(name), kCutHashDigits);
  name.resize(kMaxNameLength - hash.size() - 1);
  while (name.ends_with('_')) name.pop_back();
  return name + "_" + hash;
}

}  // namespace

std::string Sanitize(std::string_view label) {
  std::string name;
  for (std::size_t i = 0; i < label.size(); ++i) {
    const char c = label[i];
    if (IsAlphanumeric(c)) {
      name += c;
      continue;
    }
    const bool minus =
        c == '-' && IsNumber(label.substr(i + 1)) && (i == 0 || !IsAlphanumeric(label[i - 1]));
    if (!name.empty() && name.back() != '_') name += '_';
    if (minus) name += "minus_";
  }
  while (name.ends_with('_')) name.pop_back();
  return name;
}

NameTable::NameTable(const std::vector<ActionEntry>& actions)
    : pieces_(actions.size()), by_piece_(actions.size()) {
  for (std::size_t a = 0; a < actions.size(); ++a) {
    std::string prefix = Sanitize(actions[a].name);
    if (prefix.empty()) prefix = "h" + HexDigits(Hash(actions[a].name), 8);
    pieces_[a] = OptionNames(actions[a]);
    for (std::string& piece : pieces_[a]) piece = prefix + "_" + piece;
    Index(a, actions[a].name);
  }
}

NameTable::NameTable(std::vector<std::vector<std::string>> pieces)
    : pieces_(std::move(pieces)), by_piece_(pieces_.size()) {
  for (std::size_t a = 0; a < pieces_.size(); ++a) Index(a, "action " + std::to_string(a));
}

void NameTable::Index(std::size_t action, const std::string& name) {
  for (std::size_t o = 0; o < pieces_[action].size(); ++o) {
    const auto [found, inserted] = by_piece_[action].emplace(pieces_[action][o], o);
    if (!inserted) {
      throw Error(name + ": its options " + std::to_string(found->second) + " and " +
                  std::to_string(o) + " (counted from 0) have the same name, " +
                  pieces_[action][o] +
                  "; give them different values, or the action a Label() that tells them apart");
    }
  }
}

std::string NameTable::Compose(const std::vector<std::size_t>& options) const {
  std::size_t length = 0;
  for (std::size_t a = 0; a < options.size(); ++a)
    length += pieces_[a][options[a]].size() + kSeparator.size();
  std::string name;
  name.reserve(length);
  for (std::size_t a = 0; a < options.size(); ++a) {
    if (a > 0) name += kSeparator;
    name += pieces_[a][options[a]];
  }
  return name.size() <= kMaxNameLength ? name : CutName(std::move(name));
}

std::optional<std::size_t> NameTable::FindPiece(std::size_t action, std::string_view piece) const {
  const auto found = by_piece_[action].find(piece);
  if (found == by_piece_[action].end()) return std::nullopt;
  return found->second;
}

bool NameTable::cuts() const {
  std::size_t longest = 0;
  for (const auto& pieces : pieces_) {
    std::size_t length = 0;
    for (const auto& piece : pieces) length = std::max(length, piece.size());
    longest += length + kSeparator.size();
  }
  return longest > kMaxNameLength + kSeparator.size();
}

std::optional<std::vector<std::size_t>> NameTable::Find(std::string_view name,
                                                        bool* undecided) const {
  if (undecided != nullptr) *undecided = false;
  std::vector<std::size_t> options;
  std::string_view rest = name;
  for (std::size_t a = 0; a < pieces_.size(); ++a) {
    const bool last = a + 1 == pieces_.size();
    const std::size_t end = last ? rest.size() : rest.find(kSeparator);
    if (end == rest.npos) return FindCut(name, undecided);
    const auto option = FindPiece(a, rest.substr(0, end));
    if (!option) return FindCut(name, undecided);
    options.push_back(*option);
    if (!last) rest.remove_prefix(end + kSeparator.size());
  }
  if (Compose(options) != name)
    return std::nullopt;  // too long to be the name of a walk as it stands
  return options;
}

std::optional<std::vector<std::size_t>> NameTable::FindCut(std::string_view name,
                                                           bool* undecided) const {
  if (name.size() > kMaxNameLength || name.size() < kMaxNameLength / 2) return std::nullopt;
  CutNameSearch search(pieces_, kSeparator, name, kCutHashDigits);
  const auto found = search.Find(
      [&](const std::vector<std::size_t>& options) { return Compose(options) == name; });
  if (undecided != nullptr) *undecided = !found && search.gave_up();
  return found;
}

std::optional<std::vector<std::vector<std::size_t>>> NameTable::FindBySuffix(
    std::string_view suffix) const {
  // It may be the end of a cut name, whose hash says nothing about its pieces.
  if (cuts() && (suffix.size() > kMaxNameLength / 2 || EndsInHash(suffix))) return std::nullopt;
  std::vector<std::size_t> options(pieces_.size());
  std::string_view rest = suffix;
  for (std::size_t a = pieces_.size(); a-- > 1;) {
    const std::size_t at = rest.rfind(kSeparator);
    if (at == rest.npos) return std::nullopt;  // less than a whole name
    const auto option = FindPiece(a, rest.substr(at + kSeparator.size()));
    if (!option) return std::vector<std::vector<std::size_t>>();  // no walk of ours
    options[a] = *option;
    rest = rest.substr(0, at);
  }
  std::vector<std::vector<std::size_t>> walks;
  for (std::size_t o = 0; o < pieces_[0].size(); ++o) {
    if (!pieces_[0][o].ends_with(rest)) continue;
    options[0] = o;
    walks.push_back(options);
  }
  return walks;
}

}  // namespace combtest::internal
