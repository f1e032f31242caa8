// Constraints by chance, for tests that compare with asking each walk.
#ifndef COMBTEST_TEST_SUPPORT_RANDOM_RULES_H_
#define COMBTEST_TEST_SUPPORT_RANDOM_RULES_H_

#include <algorithm>
#include <cstddef>
#include <memory>
#include <random>
#include <vector>

#include "combtest/internal/action_entry.h"
#include "combtest/internal/declared.h"
#include "combtest/walk_space.h"

namespace combtest::test {

// Forbid and Requires of options of these actions.
inline internal::Declared RandomRules(std::mt19937& random,
                                      const std::vector<internal::ActionEntry>& actions,
                                      std::size_t count) {
  using internal::DeclaredRule;
  const auto option = [&](std::size_t action) {
    const auto& options = actions[action].options;
    return internal::DeclaredOption{
        action, {std::shared_ptr<const void>(), options[random() % options.size()]}};
  };
  internal::Declared declared;
  while (count-- > 0) {
    DeclaredRule& rule = declared.rules.emplace_back();
    for (std::size_t a = 0; a < actions.size(); ++a) rule.actions.push_back(a);
    std::shuffle(rule.actions.begin(), rule.actions.end(), random);
    if (actions.size() < 2 || random() % 2 == 0) {
      rule.kind = DeclaredRule::Kind::kForbid;
      rule.actions.resize(1 + random() % actions.size());
      for (const std::size_t a : rule.actions) rule.options.push_back(option(a));
    } else {
      rule.kind = DeclaredRule::Kind::kRequires;
      rule.actions.resize(2);
      rule.options.push_back(option(rule.actions[0]));
      for (std::size_t n = random() % 3; n-- > 0;) rule.options.push_back(option(rule.actions[1]));
    }
  }
  return declared;
}

// A predicate that looks at some of the options, chosen by seed, and answers by a table of its own.
inline WalkSpace::Predicate RandomPredicate(unsigned seed, std::size_t actions) {
  std::mt19937 random(seed);
  std::vector<std::size_t> looks_at;
  for (std::size_t a = 0; a < actions; ++a) {
    if (random() % 2 == 0) looks_at.push_back(a);
  }
  const unsigned keep = 1 + random() % 9;
  return [=](const Walk& walk) {
    unsigned hash = seed;
    for (const std::size_t action : looks_at) {
      hash = hash * 31 + static_cast<unsigned>(walk.OptionIndex(action)) + 1;
    }
    return std::mt19937(hash)() % 10 < keep;
  };
}

}  // namespace combtest::test

#endif  // COMBTEST_TEST_SUPPORT_RANDOM_RULES_H_
