// The ends of messages about names that there aren't.
#ifndef COMBTEST_SRC_CONFIG_SUGGESTION_H_
#define COMBTEST_SRC_CONFIG_SUGGESTION_H_

#include <string>
#include <string_view>

namespace combtest::internal {

// "; did you mean `threads`?", or empty where nothing is near. For flags and variables:
std::string Suggestion(std::string_view name);
// For a key in a section of combtest.cfg that is known, and for a section:
std::string KeySuggestion(std::string_view section, std::string_view key);
std::string SectionSuggestion(std::string_view section);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_CONFIG_SUGGESTION_H_
