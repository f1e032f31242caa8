// Bytes as text (RFC 4648, section 4, with padding).
#ifndef COMBTEST_SRC_TEXT_BASE64_H_
#define COMBTEST_SRC_TEXT_BASE64_H_

#include <optional>
#include <string>
#include <string_view>

namespace combtest::internal {

std::string Base64(std::string_view bytes);
// Nothing where `text` isn't what Base64 gives.
std::optional<std::string> FromBase64(std::string_view text);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TEXT_BASE64_H_
