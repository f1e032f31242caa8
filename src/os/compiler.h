// What only the compiler's runtime knows.
#ifndef COMBTEST_SRC_OS_COMPILER_H_
#define COMBTEST_SRC_OS_COMPILER_H_

#include <typeinfo>

namespace combtest::internal {

// Inside a catch block: the type of the exception, also where it isn't a std::exception; null if
// unknown.
const std::type_info* CurrentExceptionType();

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_COMPILER_H_
