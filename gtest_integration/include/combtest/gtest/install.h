// Plugs combtest into GoogleTest before main.
#ifndef COMBTEST_GTEST_INSTALL_H_
#define COMBTEST_GTEST_INSTALL_H_

namespace combtest::internal {

// Sets the integration and appends the listener; further calls do nothing. Returns true.
bool InstallGoogleTestIntegration();

// In every file that includes the header, so that the linker can't leave it out of a static
// library.
inline const bool kGoogleTestIntegrationInstalled = InstallGoogleTestIntegration();

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INSTALL_H_
