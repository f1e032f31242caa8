#ifndef COMBTEST_SRC_LAUNCHER_SHA256_H_
#define COMBTEST_SRC_LAUNCHER_SHA256_H_

#include <string>
#include <string_view>

namespace combtest::internal {

// In hexadecimal digits, as sha256sum prints it. Source: FIPS 180-4.
std::string Sha256(std::string_view bytes);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_LAUNCHER_SHA256_H_
