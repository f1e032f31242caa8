#ifndef COMBTEST_SRC_CONFIG_SET_FROM_CODE_H_
#define COMBTEST_SRC_CONFIG_SET_FROM_CODE_H_

#include <string_view>

namespace combtest::internal {

// As config::Set; `where` is the function that the user called. Throws Error as it does.
void SetFromCode(std::string_view name, std::string_view value, std::string_view where);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_CONFIG_SET_FROM_CODE_H_
