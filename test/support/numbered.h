// Actions and spaces of any size, for tests of what doesn't depend on options' types.
#ifndef COMBTEST_TEST_SUPPORT_NUMBERED_H_
#define COMBTEST_TEST_SUPPORT_NUMBERED_H_

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "combtest/walks.h"
#include "test/support/up_to.h"

namespace combtest::test {

// The action with options 0, 1, … kCount - 1; kTag tells actions of one size apart.
template <int kTag, int kCount>
struct Number : Action {
  static auto Options() { return UpTo(kCount); }
  static std::string Label(int option) { return std::to_string(option); }
  void Run(int) const {}
};

// A space made at run time: its actions are named a, b, c, …, their options are strings.
inline WalkSpace SpaceOfStrings(const std::vector<std::vector<std::string>>& options,
                                const std::vector<std::string>& names = {},
                                std::vector<WalkSpace::Predicate> predicates = {}) {
  struct Text : Action {
    static std::vector<std::string> Options() { return {}; }
    void Run(const std::string&) const {}
  };
  std::vector<internal::ActionEntry> entries;
  for (std::size_t a = 0; a < options.size(); ++a) {
    internal::ActionEntry entry = internal::BindActionShape<Text>();
    entry.name = a < names.size() ? names[a] : std::string(1, static_cast<char>('a' + a));
    auto values = std::make_shared<std::deque<std::string>>(options[a].begin(), options[a].end());
    for (const std::string& value : *values) entry.options.push_back(&value);
    entry.storage = std::move(values);
    entries.push_back(std::move(entry));
  }
  return internal::WalkAccess::Space(std::move(entries), nullptr, nullptr, std::move(predicates));
}

// The same with `counts[i]` options each, which are numbers.
inline WalkSpace SpaceOfSizes(const std::vector<std::size_t>& counts,
                              std::vector<WalkSpace::Predicate> predicates = {}) {
  std::vector<std::vector<std::string>> options(counts.size());
  for (std::size_t a = 0; a < counts.size(); ++a) {
    for (std::size_t o = 0; o < counts[a]; ++o) options[a].push_back(std::to_string(o));
  }
  return SpaceOfStrings(options, {}, std::move(predicates));
}

inline std::vector<std::size_t> OptionIndices(const Walk& walk) {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < walk.size(); ++i) indices.push_back(walk.OptionIndex(i));
  return indices;
}

}  // namespace combtest::test

#endif  // COMBTEST_TEST_SUPPORT_NUMBERED_H_
