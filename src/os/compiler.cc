#include "src/os/compiler.h"

#include <cxxabi.h>  // The Itanium C++ ABI, of GCC and Clang: https://itanium-cxx-abi.github.io/cxx-abi/

namespace combtest::internal {

const std::type_info* CurrentExceptionType() { return abi::__cxa_current_exception_type(); }

}  // namespace combtest::internal
