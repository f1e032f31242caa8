// Text of a user's for people and for XML: whatever it holds, what comes out is UTF-8 without
// control characters.
#ifndef COMBTEST_SRC_TEXT_SHOWN_TEXT_H_
#define COMBTEST_SRC_TEXT_SHOWN_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace combtest::internal {

// Bytes that aren't UTF-8 and control characters become `\xFF`, characters that XML forbids
// `\uFFFE`. Line feeds and tabs stay.
std::string ShownText(std::string_view text);
// On one line: line feeds and tabs become `\n` and `\t`.
std::string ShownLine(std::string_view text);
// At most so many bytes, and no part of a character.
std::string_view WholeCharacters(std::string_view text, std::size_t most);
// Of a message that goes through many hands, at most a megabyte; what is left out is said at its
// end. Of what comes out, it leaves nothing out again.
std::string ShortMessage(std::string_view message);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TEXT_SHOWN_TEXT_H_
