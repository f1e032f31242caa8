// A directory of this user's alone.
#ifndef COMBTEST_SRC_OS_PRIVATE_DIRECTORY_H_
#define COMBTEST_SRC_OS_PRIVATE_DIRECTORY_H_

#include <string>

namespace combtest::internal {

// Makes it, or finds that it is there: nobody else can read it or take a name in it. Throws
// std::system_error.
void MakePrivateDirectory(const std::string& path);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_PRIVATE_DIRECTORY_H_
